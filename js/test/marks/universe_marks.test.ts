import { expect, test } from "vitest";
import { AGE_AT_UNIT_SLOPE, distanceAt, lineAgo } from "../../src/gradient_descent/line";
import { planeOf } from "../../src/marks/plane";
import { RUN_BACK_MARKS, UNIVERSE_MARKS } from "../../src/marks/universe_marks";
import type { Line } from "../../src/state/model";
import { mark, SCENE, STATE } from "./samples";

const AXES = { ...SCENE.axes.fit, x: [-20, 0], y: [-10, 30] } as never;

/** Paints one mark; returns all numbers that the canvas got. */
function painted(name: string, time: number, line: Line = STATE.line): number[] {
  const numbers: number[] = [];
  const take = (...given: number[]) => numbers.push(...given);
  const nothing = () => {};
  const context = {
    beginPath: nothing,
    closePath: nothing,
    stroke: nothing,
    fill: nothing,
    setLineDash: nothing,
  };
  const painting = {
    context: { ...context, moveTo: take, lineTo: take, arc: nothing },
    scene: SCENE,
    plane: planeOf(AXES),
    state: { ...STATE, line, time },
    points: [],
    note: nothing,
  };
  const paint = { ...RUN_BACK_MARKS, ...UNIVERSE_MARKS }[name];
  paint?.(painting as never, mark("universe", 1, "red"));
  return numbers;
}

test("a galaxy on a line is at the place of all others after 1/slope, and the line stands upright", () => {
  const age = AGE_AT_UNIT_SLOPE / 70;
  expect(distanceAt(5, 350, age)).toBeCloseTo(0, 12);
  expect(distanceAt(12, 840, age)).toBeCloseTo(0, 12);
  const [slope, intercept] = lineAgo([70, 140], age / 2); // twice as steep: all distances from -2 are half as long
  expect([slope, intercept]).toEqual([expect.closeTo(140), expect.closeTo(280)]);
  expect(Math.abs(lineAgo([70, 0], age)[0])).toBeGreaterThan(1e12);
  expect(lineAgo([70, 140], 0)).toEqual([70, 140]);
});

test("today nothing is painted but the learned line's time", () => {
  for (const name of Object.keys({ ...RUN_BACK_MARKS, ...UNIVERSE_MARKS })) {
    if (name === "universe_beyond") continue;
    expect(painted(name, 0).length > 0, name).toBe(name === "universe_learned");
    expect(painted(name, 5).length > 0, name).toBe(true);
  }
  expect(painted("universe_learned", 0, [-3, 0])).toEqual([]);
  expect(painted("universe_learned", 0, [1e-9, 0])).toEqual([]); // too far off
});

test("an arrowhead points to a time before the axis begins", () => {
  expect(painted("universe_beyond", 0, [AGE_AT_UNIT_SLOPE / 19, 0])).toEqual([]);
  const [x, y] = painted("universe_beyond", 0, [AGE_AT_UNIT_SLOPE / 21, 0]);
  const plane = planeOf(AXES);
  expect(x).toBeGreaterThanOrEqual(plane.box[0]);
  expect(x).toBeLessThan(plane.box[0] + 20);
  expect(Math.abs((y as number) - plane.toY(0))).toBeLessThan(20);
  expect(painted("universe_beyond", 0, [1e-9, 0])).not.toEqual([]);
  expect(painted("universe_beyond", 0, [-3, 0])).toEqual([]);
});
