import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ageOf } from "../../src/gradient_descent/line";
import { galaxyBand, otherRegression } from "../../src/gradient_descent/regressions";
import { resamples } from "../../src/gradient_descent/resamples";
import { Drawing, drawingKeeper } from "../../src/marks/drawing";
import { readRows } from "../../src/marks/rows";
import type { Uncertainty } from "../../src/marks/scene";
import type { Line, Moments } from "../../src/state/model";
import {
  bandText,
  distanceText,
  regressionsText,
  resampleText,
  withoutText,
} from "../../src/text/how_sure";
import { HUBBLE } from "../../src/text/labels";
import TEXT from "../vectors.json?raw";

/** Written by tests/vectors.py: the resamples of hw.bootstrap, and what influence does in words. */
interface Written {
  moments: Moments;
  names: string[];
  values: number[];
  weighted: boolean;
  seed: number;
  counts: number[];
  lines: Line[];
  age: number;
  without: [string, string][];
  quantile: number;
  /** Distances, and between which velocities single galaxies lie there. */
  band: [number, number, number][];
  /** The regression of distance on velocity. */
  other: Line;
}
const ALL: Written[] = JSON.parse(TEXT).resamples;

const rowsOf = ({ names, values, weighted }: Written, crowd = false) =>
  readRows(
    { names, excluded: [], pointable: true, crowd, residual_step: 1, weighted },
    new DataView(new Float64Array(values).buffer),
  );
const numberOf = ([slope]: Line) => ageOf(slope);
const infoOf = ({ age, seed, quantile }: Written): Uncertainty => ({
  is_age: true,
  value: age,
  allowed: "",
  caption: "all",
  seed,
  resamples: 30,
  bins: [7, 0.5, 24],
  heights: [0.56, 0.6],
  quantile,
});

describe.each(ALL)("fit_intercept $moments.fit_intercept, weighted $weighted", (written) => {
  const { moments, seed, lines, counts, names, age, without } = written;
  const rows = rowsOf(written);

  test("the band of single galaxies is that of predict, and the other line is numpy's", () => {
    const band = galaxyBand(moments, written.quantile);
    for (const [at, low, high] of written.band) {
      expect(band(at)[0]).toBeCloseTo(low, 7);
      expect(band(at)[1]).toBeCloseTo(high, 7);
    }
    const [slope, intercept] = otherRegression(moments);
    expect(slope).toBeCloseTo(written.other[0], 9);
    expect(intercept).toBeCloseTo(written.other[1], 6);
  });

  test("the resamples are those of hw.bootstrap", () => {
    const draws = resamples(rows, moments, seed);
    for (const [index, [slope, intercept]] of lines.entries()) {
      const { line, counts: drawn } = draws.next().value;
      expect(line[0] / slope).toBeCloseTo(1, 12);
      expect(line[1]).toBeCloseTo(intercept, 8);
      if (index === lines.length - 1) expect([...drawn]).toEqual(counts);
    }
  });

  test("what leaving a galaxy out does is said in the kernel's words", () => {
    const known = { is_age: true, value: age, numberOf };
    const texts = names.map((_, row) => withoutText(rows, row, moments, known, HUBBLE));
    expect(texts.map((text, row) => [`without ${names[row]}:`, text])).toEqual(without);
    expect(withoutText(rowsOf(written, true), 0, moments, known, HUBBLE)).toBe("");
  });
});

const [WRITTEN] = ALL as [Written];
const made = () => {
  const rows = rowsOf(WRITTEN);
  return new Drawing(infoOf(WRITTEN), numberOf, () =>
    resamples(rows, WRITTEN.moments, WRITTEN.seed),
  );
};
const total = ({ tallies }: Drawing) => tallies.reduce((sum, tally) => sum + tally, 0);

let now = 0;
beforeEach(() => {
  now = 0;
  vi.stubGlobal("performance", { now: () => now });
  vi.stubGlobal("window", { matchMedia: () => ({ matches: false }) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("at first all are there; one more begins again with the first", () => {
  const drawing = made();
  expect([drawing.caption, total(drawing), drawing.advance(0)]).toEqual(["all", 30, "still"]);
  drawing.one();
  expect(drawing.drawn?.line[0]).toBeCloseTo(WRITTEN.lines[0]?.[0] as number, 9);
  expect([drawing.advance(100), total(drawing)]).toEqual(["moving", 0]);
  expect(drawing.caption).toMatch(/^1 of [\d,]+ resamples, seed \d+$/);
  expect([drawing.advance(500), total(drawing), drawing.drawn?.fallen]).toEqual(["landed", 1, 1]);
  drawing.one();
  drawing.advance(1000);
  expect([drawing.drawn?.number, total(drawing)]).toEqual([2, 2]);
});

test("the others come within a second, and at once where less motion is wanted", () => {
  const drawing = made();
  drawing.one();
  drawing.all();
  expect([drawing.advance(400), total(drawing), drawing.drawn]).toEqual(["moving", 16, null]);
  expect([drawing.advance(800), total(drawing), drawing.caption]).toEqual(["landed", 30, "all"]);
  vi.stubGlobal("window", { matchMedia: () => ({ matches: true }) });
  drawing.all();
  expect([drawing.advance(0), total(drawing)]).toEqual(["landed", 30]);
  drawing.one();
  expect([drawing.advance(0), total(drawing)]).toEqual(["landed", 1]);
});

test("other data are drawn anew, the same go on", () => {
  const drawingOf = drawingKeeper();
  const [rows, info] = [rowsOf(WRITTEN), infoOf(WRITTEN)];
  const { moments } = WRITTEN;
  const first = drawingOf(rows, moments, info, numberOf);
  expect(drawingOf(rows, moments, { ...info }, numberOf)).toBe(first);
  expect(drawingOf(rows, moments, { ...info, seed: 3 }, numberOf)).not.toBe(first);
  expect(drawingOf(rows, { ...moments, n: 22 }, info, numberOf)).toBeNull(); // the rows are still to come
  expect(drawingOf(rows, moments, { ...info, resamples: 0 }, numberOf)).toBeNull();
});

test("both regressions with their ages, and what single galaxies do, in words", () => {
  const { moments, age, other } = WRITTEN;
  const known = { is_age: true, value: age, numberOf };
  const lines = [[moments.cross_ss / moments.distance_ss, 0], other] as const;
  expect(regressionsText(lines, known, HUBBLE).replaceAll("\u00a0", " ")).toBe(
    "The regression of velocity on distance (dashed: 80.38 km/s/Mpc, 12.16 billion years) takes all scatter for errors of velocity, " +
      "that of distance on velocity (dotted: 107.10 km/s/Mpc, 9.13 billion years) for errors of distance; with errors of both, the line lies between them.",
  );
  const points = { ...HUBBLE, slope_unit: "points/h", rows: "points", has_age: false };
  expect(regressionsText(lines, { ...known, is_age: false }, points)).toMatch(
    /^The regression of y on x \(dashed: 80\.38.points\/h\) takes/,
  );
  expect(regressionsText([lines[0], [-3, 0]], known, HUBBLE)).toContain("no age");
  expect(bandText(points)).toContain("Of single points, 95\u00a0%");
});

test("how far torch still is, and what a resample has drawn, in words", () => {
  const known = { is_age: true, value: WRITTEN.age, numberOf };
  expect(distanceText(13.1091, known, HUBBLE)).toBe(
    "The learned age, 13.11, is 0.95\u00a0billion years from the exact one, 12.16.",
  );
  expect(distanceText(Number.NaN, known, HUBBLE)).toBe("The learned line has no age.");
  const rows = rowsOf(WRITTEN);
  const counts = new Uint16Array(23);
  counts.set([3, 1], 1);
  const drawn = { number: 7, counts, line: [80, -5] as const };
  const whole = (row: number) => WRITTEN.names[row]?.replace(" ", "\u00a0"); // no line breaks in it
  expect(resampleText(drawn, known, rows, HUBBLE)).toBe(
    `Resample 7 has drawn 2 of the 23 galaxies, ${whole(1)}\u00a0×3, ${whole(2)}: age 12.22\u00a0billion years, slope 80.00\u00a0km/s/Mpc, intercept −5.0\u00a0km/s.`,
  );
  expect(resampleText({ ...drawn, line: [Number.NaN, 0] }, known, rows, HUBBLE)).toContain(
    "no line",
  );
});
