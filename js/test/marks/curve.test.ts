import { expect, test } from "vitest";
import { beyond, type Losses, traceLosses } from "../../src/marks/curve";
import { planeOf } from "../../src/marks/plane";
import type { Axes } from "../../src/marks/scene";

const AXES: Axes = {
  visible: true,
  box: [50, 20, 450, 320],
  x: [0, 10_000],
  y: [0, 1],
  x_scale: "linear",
  y_scale: "linear",
};
const PLANE = planeOf(AXES);
const LOG = planeOf({ ...AXES, y: [1e-3, 1], y_scale: "log" });

function losses(values: number[], isSmooth = false): Losses {
  return { last: values.length - 1, at: (iteration) => values[iteration] as number, isSmooth };
}

/** The heights at which a curve is drawn, column of pixels by column. */
function columns(points: number[]): Map<number, [number, number]> {
  const all = new Map<number, [number, number]>();
  for (let index = 0; index < points.length; index += 2) {
    const [x, y] = [Math.floor(points[index] as number), points[index + 1] as number];
    const [low, high] = all.get(x) ?? [y, y];
    all.set(x, [Math.min(low, y), Math.max(high, y)]);
  }
  return all;
}

test("a short curve has a point for each iteration", () => {
  const points: number[] = [];
  traceLosses(planeOf({ ...AXES, x: [0, 10] }), losses([1, 0.5, 0.25]), 5, points);
  expect(points).toEqual([50, 20, 90, 170, 130, 245]);
  traceLosses(planeOf({ ...AXES, x: [0, 10] }), losses([1, 0.5, 0.25]), 1, points);
  expect(points).toEqual([50, 20, 90, 170]);
});

test("of a long one that goes to and fro no peak is lost, with few points", () => {
  const values = Array.from({ length: 10_001 }, (_, k) => 0.5 + 0.4 * Math.sin(k * k));
  values[7777] = 1;
  const points: number[] = [];
  traceLosses(PLANE, losses(values), 10_000, points);
  expect(points.length / 2).toBeLessThan(2 * 400 + 3);
  expect(Math.min(...points.filter((_, index) => index % 2 === 1))).toBeCloseTo(20, 6);
  const seen = columns(points);
  const lost = [...values.entries()].filter(([k, value]) => {
    const x = Math.floor(PLANE.toX(k));
    const around = [x - 2, x - 1, x, x + 1, x + 2].flatMap((each) => seen.get(each) ?? []);
    const y = PLANE.toY(value);
    return !(Math.min(...around) <= y + 1e-9 && Math.max(...around) >= y - 1e-9);
  });
  expect(lost).toEqual([]);
});

test("a smooth one asks for one loss for each column, up to the iteration that is shown", () => {
  let asked = 0;
  const curve: Losses = {
    last: 10_000,
    isSmooth: true,
    at: (k) => {
      asked += 1;
      return Math.exp(-k / 1000);
    },
  };
  const points: number[] = [];
  traceLosses(PLANE, curve, 8001, points);
  expect(asked).toBeLessThan(2 * 402);
  expect(points.at(-2)).toBeCloseTo(PLANE.toX(8001), 9);
  for (let index = 2; index < points.length; index += 2) {
    expect((points[index] as number) - (points[index - 2] as number)).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test("what cannot be drawn is a gap; what is far away stays where a canvas can draw it", () => {
  const points: number[] = [];
  const few = planeOf({ ...AXES, x: [0, 10], y: [1e-3, 1], y_scale: "log" });
  traceLosses(few, losses([1, 0, -1, 1e-3, Number.NaN, 1e300]), 9, points);
  const heights = points.filter((_, index) => index % 2 === 1);
  expect(heights.map(Number.isNaN)).toEqual([false, true, true, false, true, false]);
  expect(heights.at(-1)).toBeGreaterThanOrEqual(-2e4);
});

test("of a path that diverges the last losses that were held are drawn, one by one", () => {
  const values = Array.from({ length: 10_001 }, (_, k) =>
    k < 5003 ? 10 ** (k / 20) : Number.POSITIVE_INFINITY,
  );
  const points: number[] = [];
  traceLosses(LOG, losses(values, true), 10_000, points);
  const last = points.filter((_, index) => index % 2 === 0 && !Number.isNaN(points[index + 1]));
  expect(last.at(-1)).toBeCloseTo(LOG.toX(5002), 9);
});

test("a point beyond the plot has an arrowhead at its edge, under the caption", () => {
  expect(beyond(PLANE, 500, 0.5, 4, 28)).toBeNull();
  expect(beyond(PLANE, 500, 7, 4, 28)).toEqual({ edge: "up", x: 70, y: 52 });
  expect(beyond(PLANE, 500, Number.POSITIVE_INFINITY, 4)).toEqual({ edge: "up", x: 70, y: 24 });
  expect(beyond(PLANE, 500, -1, 4)).toEqual({ edge: "down", x: 70, y: 316 });
  expect(beyond(PLANE, 10_001, 0.5, 4)).toEqual({ edge: "right", x: 446, y: 170 });
  expect(beyond(PLANE, 10_001, 9, 4, 28)).toEqual({ edge: "right", x: 446, y: 52 });
  expect(beyond(PLANE, -1, 0.5, 4)).toEqual({ edge: "left", x: 54, y: 170 });
  expect(beyond(PLANE, 10_001, -9, 4)).toEqual({ edge: "right", x: 446, y: 316 });
});
