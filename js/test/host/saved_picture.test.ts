import { describe, expect, test } from "vitest";
import { isStacked, stacked, timesFor, widthOf } from "../../src/host/saved_picture";
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
    expect(timesFor(iterations, 515, TICKS)).toBeCloseTo(times, 12);
  });

  test("its numbers are whole ones", () => {
    expect(timesFor(3, 5.15, [0, 1, 2, 3, 4, 5])).toBe(1);
    expect(timesFor(6, 5.15, [0, 2.5, 5])).toBe(2);
  });

  test("without numbers there is nothing to change", () => {
    expect(timesFor(3000, 515, [])).toBe(1);
    expect(timesFor(3000, 515, [-100, 0])).toBe(1);
  });
});

describe("plots side by side", () => {
  test("are stacked where they would shrink much", () => {
    expect(widthOf(scene())).toBe(760);
    expect(isStacked(scene(), 760)).toBe(false);
    expect(isStacked(scene(), 608)).toBe(false);
    expect(isStacked(scene(), 607)).toBe(true);
  });

  test("stay if they are stacked already, or not each in its half", () => {
    const { axes: saved } = scene();
    for (const box of [
      [156, 500, 720, 900],
      [700, 56, 1480, 468],
    ] as const) {
      expect(isStacked({ ...scene(), axes: { ...saved, loss: axes(box) } }, 300)).toBe(false);
    }
  });

  test("whatever hidden ones do", () => {
    const residual = axes([0, 0, 1520, 1], { visible: false });
    expect(isStacked({ ...scene(), axes: { ...scene().axes, residual } }, 300)).toBe(true);
  });
});

test("the right half moves under the left one", () => {
  const { size, axes: moved } = stacked(scene());
  expect(size).toEqual([760, 1120]);
  expect(moved.fit?.box).toEqual([156, 56, 720, 468]);
  expect(moved.loss?.box).toEqual([156, 616, 720, 1028]);
  expect(moved.loss?.x).toEqual([-15, 515]);
});
