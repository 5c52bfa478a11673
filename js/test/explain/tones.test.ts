import { expect, test } from "vitest";
import { SECONDS, type Snapshot, type Tone, tonesOf } from "../../src/explain/tones";
import { ANSWERS } from "../../src/explain/topics";
import { readRows } from "../../src/marks/rows";
import { displayOf } from "../../src/state/display";
import { HUBBLE } from "../../src/text/labels";
import { EXACT, EXPLORER, LEARNED, pathBytes, SETTINGS } from "../samples";

const STANDING = { learning_rate: null, iterations: null, iteration: null };
const [LOW, MIDDLE, HIGH] = [200, Math.sqrt(200 * 1000), 1000];

type Point = readonly [number, number];
const RISING: Point[] = [
  [20, 1000],
  [0, 0],
  [10, 500],
];

/** What is shown of points, distance and velocity, of which some are left out. */
function nowOf(points: readonly Point[], excluded: number[] = [], known = EXPLORER): Snapshot {
  const columns = [points.map(([x]) => x), points.map(([, y]) => y)];
  const info = { names: [], excluded: excluded, pointable: false, crowd: false, residual_step: 1 };
  const rows = readRows(info, pathBytes(columns));
  return {
    settings: SETTINGS,
    labels: HUBBLE,
    display: displayOf(known, STANDING),
    rows,
    exact: EXACT,
    showsSurface: false,
  };
}

test("the description of the plots tells of the loss surface while that is shown", () => {
  const { summary } = ANSWERS;
  const now = { ...nowOf(RISING), showsSurface: true };
  expect(summary(now)).toContain(
    "The loss surface shows the path to it from slope 0.00, intercept 0.0 in a valley 27 times steeper across than along. The loss",
  );
  const l1 = { ...now, settings: { ...SETTINGS, loss_function: "L1" as const } };
  expect(summary(l1)).toContain("from slope 0.00, intercept 0.0. The loss");
  expect(summary(nowOf(RISING))).not.toContain("surface");
});

/** Tones of points, of the line, of the loss. */
function parts(now: Snapshot): [Tone[], Tone[], Tone[]] {
  const tones = tonesOf(now);
  const lineAt = SECONDS.points + 0.25;
  const lossAt = lineAt + SECONDS.line + 0.5;
  const glides = tones.filter(({ hertz }) => hertz.length > 1);
  return [
    tones.filter(({ hertz }) => hertz.length === 1),
    glides.filter(({ at }) => at > lineAt && at < lossAt),
    glides.filter(({ at }) => at > lossAt),
  ];
}

test("points sound from left to right, the larger their velocity the higher, by equal intervals", () => {
  const [tones] = parts(nowOf(RISING));
  expect(tones.map(({ at }) => at)).toEqual([SECONDS.points, 0, SECONDS.points / 2]);
  [HIGH, LOW, MIDDLE].forEach((pitch, index) => {
    expect(tones[index]?.hertz[0]).toBeCloseTo(pitch);
  });
});

test("what lies below zero is rough, of a line the part that does", () => {
  const steep = { ...LEARNED, slope: 100, intercept: -1000 };
  const points: Point[] = [...RISING, [5, -200]];
  const [tones, line] = parts(nowOf(points, [], { ...EXPLORER, learned: steep }));
  expect(tones.map(({ isRough }) => isRough)).toEqual([false, false, false, true]);
  expect(line.map(({ isRough }) => isRough)).toEqual([true, false]);
  const [below, above] = line as [Tone, Tone];
  expect(below.at + below.seconds).toBeCloseTo(above.at);
  expect(below.seconds + above.seconds).toBeCloseTo(SECONDS.line);
  expect(below.hertz.at(-1)).toBeCloseTo(above.hertz[0] as number);
});

test("the loss falls to the lowest tone where it comes to the exact fit's, and never below", () => {
  const [, , [tone, ...others]] = parts(nowOf(RISING));
  expect(others).toEqual([]);
  expect(tone?.hertz[0]).toBeCloseTo(HIGH);
  expect(tone?.hertz).toEqual([...(tone?.hertz ?? [])].sort((one, other) => other - one));
  expect(tone?.hertz.at(-1)).toBeGreaterThan(LOW);
  expect(tone?.hertz.at(-1)).toBeLessThan(LOW * 1.02);
});

test("a diverged line is silent, and a line far from the points stays audible", () => {
  const lost = { ...LEARNED, slope: null, intercept: null, loss: null };
  expect(parts(nowOf(RISING, [], { ...EXPLORER, learned: lost }))[1]).toEqual([]);
  const far = { ...LEARNED, slope: 1e9, intercept: -1e12 };
  const [, line] = parts(nowOf(RISING, [], { ...EXPLORER, learned: far }));
  for (const pitch of line.flatMap(({ hertz }) => hertz)) {
    expect(pitch).toBeGreaterThan(LOW / 2);
    expect(pitch).toBeLessThan(2 * HIGH);
  }
});

test("points that are left out are silent, and of many only some sound", () => {
  const [tones] = parts(nowOf(RISING, [0]));
  expect(tones.map(({ at }) => at)).toEqual([0, SECONDS.points]);
  const many = Array.from({ length: 5000 }, (_, index): Point => [index, index]);
  expect(parts(nowOf(many))[0]).toHaveLength(200);
  expect(tonesOf(nowOf([])).filter(({ hertz }) => hertz.length === 1)).toEqual([]);
});
