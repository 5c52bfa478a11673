import { expect, test } from "vitest";
import { statesOf } from "../../src/gradient_descent/gradient_descent";
import { lineAt } from "../../src/marks/lines";
import { planeOf } from "../../src/marks/plane";
import type { Axes, Range } from "../../src/marks/scene";
import { placeOf, tracePath } from "../../src/marks/surface_marks";
import type { Line, Moments } from "../../src/state/model";

const AXES: Axes = {
  visible: true,
  box: [500, 30, 840, 230],
  x: [-0.5, 1.2],
  y: [-0.2, 0.8],
  x_scale: "linear",
  y_scale: "linear",
};
const PLANE = planeOf(AXES);
const NO_LOSS = () => Number.NaN;
const FIGURE: Range = [880, 280];
/** Standardized data: bias is 0 at the mean distance. */
const SCENE = {
  parameters: {
    slope_scale: 90,
    distance_offset: 12,
    velocity_offset: 900,
    velocity_scale: 500,
    reach: 1e5,
    is_curve: false,
  },
};

test("a line has the place of its weight and bias, and leads back within a pixel", () => {
  const line: Line = [45, 160];
  const [x, y] = placeOf(PLANE, SCENE, line, NO_LOSS);
  expect(x).toBeCloseTo(PLANE.toX(0.5), 9);
  expect(y).toBeCloseTo(PLANE.toY((160 + 45 * 12 - 900) / 500), 9);
  const back = placeOf(PLANE, SCENE, lineAt(PLANE, SCENE, [x, y]), NO_LOSS);
  expect(Math.hypot(back[0] - x, back[1] - y)).toBeLessThan(1);
  const nowhere = [Number.NaN, Number.NaN];
  expect(placeOf(PLANE, SCENE, [1e40, 0], NO_LOSS)).toEqual(nowhere);
  expect(placeOf(PLANE, SCENE, [Number.NaN, 0], NO_LOSS)).toEqual(nowhere);
});

test("on the curve a line through the origin has the place of its weight and loss", () => {
  const curve = { parameters: { ...MAX.parameters, is_curve: true } };
  const lossOf = ([slope]: Line) => slope / 164;
  const [x, y] = placeOf(PLANE, curve, [41, 0], lossOf);
  expect([x, y]).toEqual([PLANE.toX(0.5), PLANE.toY(0.25)]);
  const [slope, intercept] = lineAt(PLANE, curve, [x, PLANE.toY(0.7)]); // above it
  expect(slope).toBeCloseTo(41, 0);
  expect(intercept).toBe(0);
  const diverged = placeOf(PLANE, curve, [41, 0], () => Number.POSITIVE_INFINITY);
  expect(diverged).toEqual([Number.NaN, Number.NaN]);
});

/** Traces a path whose places are given, and tells how many places were asked for. */
function traced(placeAt: (iteration: number) => Range, until: number, isSmooth = true) {
  const points: number[] = [];
  let asked = 0;
  const counted = (iteration: number) => {
    asked += 1;
    return placeAt(iteration);
  };
  tracePath(counted, { until, isSmooth, figure: FIGURE, points });
  return { points, asked };
}

/** The largest distance of a place to the nearest point that is drawn. */
function farthest(placeAt: (iteration: number) => Range, until: number, points: number[]): number {
  let most = 0;
  for (let k = 0; k <= until; k += 1) {
    const [x, y] = placeAt(k);
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < points.length; index += 2) {
      const away = Math.hypot(x - (points[index] as number), y - (points[index + 1] as number));
      if (away < least) least = away;
    }
    most = Math.max(most, least);
  }
  return most;
}

const MOMENTS: Moments = {
  n: 23,
  distance_mean: 11.9,
  velocity_mean: 925,
  distance_ss: 820,
  velocity_ss: 7e6,
  cross_ss: 65900,
  distance_offset: 0,
  velocity_offset: 0,
  distance_scale: 21.88,
  velocity_scale: 1794,
  residual_ss: 1.7e6,
  r: 0.87,
  scaling: "max",
  fit_intercept: true,
};
const MAX = {
  parameters: {
    slope_scale: 82,
    distance_offset: 0,
    velocity_offset: 0,
    velocity_scale: 1794,
    reach: 1e5,
    is_curve: false,
  },
};

/** The places of a descent at a learning rate. */
function descent(learningRate: number) {
  const stateAt = statesOf({ moments: MOMENTS, learningRate, start: [0, 0] });
  return (iteration: number): Range => {
    const { slope, intercept } = stateAt(iteration);
    return placeOf(PLANE, MAX, [slope, intercept], NO_LOSS);
  };
}

test.each([0.001, 0.05, 0.5, 0.7])(
  "at a rate of %f no state is far from what is drawn, with few points",
  (rate) => {
    const placeAt = descent(rate);
    const { points, asked } = traced(placeAt, 10_000);
    expect(asked).toBeLessThan(4000);
    expect(points.slice(-2)).toEqual(placeAt(10_000));
    expect(farthest(placeAt, 10_000, points)).toBeLessThan(1.5);
  },
);

test("a path that torch computed is drawn whole, but for states in the same place", () => {
  const placeAt = (k: number): Range => [600 + 100 * Math.sin(k), 130 + 0.001 * k];
  const { points } = traced(placeAt, 3000, false);
  expect(farthest(placeAt, 3000, points)).toBeLessThan(1);
  expect(traced(() => [600, 130], 3000, false).points).toHaveLength(4);
});

test("of a path that diverges the segments are cut at the figure", () => {
  const { points } = traced(descent(1.5), 60);
  const drawn = points.filter((each) => !Number.isNaN(each));
  expect(Math.max(...drawn.map(Math.abs))).toBeLessThan(2e4 + 1);
  expect(points.some(Number.isNaN)).toBe(true);
  expect(points.slice(0, 2)).toEqual(descent(1.5)(0));
});
