import { describe, expect, test } from "vitest";
import { keyOf, layoutFor, scaleFor, stacked } from "../../src/host/saved_picture";
import type { Axes, Scene } from "../../src/marks/scene";

const TICKS = [0, 100, 200, 300, 400, 500];
const AXES = { visible: true, x: [-15, 515], y: [0, 1], x_scale: "linear", y_scale: "log" };
const axes = (box: Axes["box"], more = {}) => ({ ...AXES, box, ...more }) as unknown as Axes;

/** 760 x 280 pixels of the page, on a screen with two pixels for each. */
const scene = (more = {}) =>
  ({
    size: [1520, 560],
    ratio: 2,
    axes: { fit: axes([156, 56, 720, 468]), loss: axes([916, 56, 1480, 468], more) },
  }) as unknown as Scene;

describe("a longer or shorter axis of iterations", () => {
  test.each([
    [500, 1],
    [515, 1],
    [516, 2],
    [1030, 2],
    [1031, 2.5],
    [2120, 5],
    [10_000, 20],
    [300, 1],
    [257, 0.5],
    [60, 0.2],
    [1, 0.01],
  ])("for %i iterations it is %f times as long as one for 500", (iterations, times) => {
    expect(scaleFor(iterations, 515, TICKS)).toBeCloseTo(times, 12);
  });

  test("its numbers are whole ones", () => {
    expect(scaleFor(3, 5.15, [0, 1, 2, 3, 4, 5])).toBe(1);
    expect(scaleFor(6, 5.15, [0, 2.5, 5])).toBe(2);
  });

  test("without numbers there is nothing to change", () => {
    expect(scaleFor(3000, 515, [])).toBe(1);
    expect(scaleFor(3000, 515, [-100, 0])).toBe(1);
  });
});

describe("the layout", () => {
  test("as saved where there is room, and for as many iterations", () => {
    expect(keyOf(layoutFor(scene(), 760, 500, TICKS))).toBe("");
    expect(keyOf(layoutFor(scene(), 620, 500, TICKS))).toBe("");
  });

  test("stacked in a narrow figure", () => {
    expect(layoutFor(scene(), 619, 500, TICKS)).toMatchObject({ isStacked: true, times: 1 });
    expect(layoutFor(scene(), 619, 2120, TICKS)).toMatchObject({ isStacked: true, times: 5 });
  });

  test("plots that are stacked already stay so", () => {
    const narrow = scene();
    const below = axes([156, 500, 720, 900]);
    expect(
      layoutFor({ ...narrow, axes: { ...narrow.axes, loss: below } }, 300, 500, TICKS),
    ).toEqual(expect.objectContaining({ isStacked: false }));
  });

  test.each([{ visible: false }, { x_scale: "log" as const }, { x: [100, 200] }, { x: [-3, 0] }])(
    "an axis with %o stays as it is",
    (more) => {
      expect(layoutFor(scene(more), 760, 5000, TICKS).times).toBe(1);
    },
  );
});

test("the right half moves under the left one", () => {
  const { size, axes: moved } = stacked(scene(), 760, 560);
  expect(size).toEqual([760, 1120]);
  expect(moved.fit?.box).toEqual([156, 56, 720, 468]);
  expect(moved.loss?.box).toEqual([156, 616, 720, 1028]);
  expect(moved.loss?.x).toEqual([-15, 515]);
});
