import { describe, expect, test } from "vitest";
import {
  canBeDrawn,
  draggedTo,
  handlesOf,
  holdOf,
  isAbove,
  isOutOfSight,
  rounded,
  traceLine,
} from "../../src/marks/lines";
import { oneLine } from "../../src/marks/notes";
import { clamp, contains, type Plane, planeOf } from "../../src/marks/plane";
import { squareOf } from "../../src/marks/residual_marks";
import { placeText, readRows, residualOf, residualText, rowAt } from "../../src/marks/rows";
import type { Axes, Box } from "../../src/marks/scene";
import type { Line } from "../../src/state/model";
import { HUBBLE } from "../../src/text/labels";
import TEXT from "../vectors.json?raw";

/** Written by tests/vectors.py: what matplotlib's transforms and artists give. */
interface Vectors {
  size: [number, number];
  lines: Line[];
  galaxies: [number, number, number][];
  planes: {
    axes: Axes;
    places: [number, number, number, number][];
    handles: [[number, number], [number, number]][];
    squares: Box[];
  }[];
  notes: { row: [number, number]; line: Line; lines: string[] }[];
}
const VECTORS: Vectors = JSON.parse(TEXT);
const SIZE = VECTORS.size;
const INSIDE = (0.75 * 9 * 100) / 72; // hubble_widget/figure/artists/start_line.py at 100 dpi
const near = (value: number, wanted: number) => expect(value).toBeCloseTo(wanted, 6);

/** Galaxies of these distances and velocities. */
function rowsOf(rows: readonly (readonly number[])[]) {
  const values = new Float64Array([
    ...rows.map((row) => row[0] ?? 0),
    ...rows.map((row) => row[1] ?? 0),
  ]);
  const names = rows.map((_, index) => `galaxy ${index}`);
  const about = { names, excluded: [], pointable: true, crowd: false, residual_step: 1 };
  return readRows(about, new DataView(values.buffer));
}

/** Which part of a plot a square covers. */
function seen([left, top, right, bottom]: Box, [west, north, east, south]: Box): number[] {
  const across = [left, right].map((x) => clamp(x, west, east));
  const down = [top, bottom].map((y) => clamp(y, north, south));
  return [...across, ...down];
}

describe.each(VECTORS.planes)("in axes $#: $axes.x_scale, $axes.y_scale", (vectors) => {
  const plane = planeOf(vectors.axes);

  test("a place is matplotlib's, and leads back", () => {
    for (const [x, y, right, down] of vectors.places) {
      near(plane.toX(x), right);
      near(plane.toY(y), down);
      expect(plane.atX(right) / x).toBeCloseTo(1, 9);
      expect(plane.atY(down) / y).toBeCloseTo(1, 9);
    }
  });

  test("the handles are matplotlib's", () => {
    for (const [index, places] of vectors.handles.entries()) {
      const handles = handlesOf(plane, VECTORS.lines[index] as Line, INSIDE);
      for (const [which, [x, y]] of places.entries()) {
        near(handles[which as 0 | 1].x, x);
        near(handles[which as 0 | 1].y, y);
      }
    }
  });

  test("the squares are matplotlib's", () => {
    for (const [index, edges] of vectors.squares.entries()) {
      const [x, row, foot] = VECTORS.galaxies[index] as [number, number, number];
      const { left, top, side } = squareOf(
        plane.toX(x),
        plane.toY(row),
        plane.toY(foot),
        plane.box,
      );
      const square: Box = [left, top, left + side, top + side];
      const wanted = seen(edges, plane.box).map((edge) => expect.closeTo(edge, 6));
      expect(seen(square, plane.box)).toEqual(wanted);
    }
  });
});

test("a logarithmic axis has no place for 0", () => {
  const { axes } = VECTORS.planes[2] as Vectors["planes"][number];
  expect(planeOf(axes).toY(0)).toBeNaN();
  expect(planeOf(axes).toY(-1)).toBeNaN();
});

const [LINEAR, INVERTED, , LOG] = VECTORS.planes.map(({ axes }) => planeOf(axes)) as [
  Plane,
  Plane,
  Plane,
  Plane,
];

test.each(VECTORS.lines)("a line is traced from edge to edge: %f, %f", (...line) => {
  const points: number[] = [];
  traceLine(LINEAR, line, SIZE, points);
  if (isOutOfSight(LINEAR, line) && points.length === 0) return;
  const [x0, y0, x1, y1] = points as [number, number, number, number];
  for (const [x, y] of [
    [x0, y0],
    [x1, y1],
  ] as const) {
    near(LINEAR.toY(line[0] * LINEAR.atX(x) + line[1]), y);
    expect(contains(LINEAR.box, x, y)).toBe(false);
    expect(Math.abs(y)).toBeLessThan(2e4);
  }
});

test("on logarithmic axes a line bends", () => {
  const points: number[] = [];
  traceLine(LOG, [1e-3, 0], SIZE, points);
  for (let index = 0; index < points.length; index += 2) {
    const [x, y] = [points[index] as number, points[index + 1] as number];
    near(y, LOG.toY(1e-3 * LOG.atX(x)));
  }
  expect(points.length).toBeGreaterThan(100);
});

test("what is too steep for matplotlib is not drawn, and out of sight", () => {
  expect(canBeDrawn(LINEAR, [1e29, 0])).toBe(false);
  expect(canBeDrawn(LINEAR, [Number.NaN, 0])).toBe(false);
  expect(canBeDrawn(LINEAR, [1e20, 0])).toBe(true);
  expect(isOutOfSight(LINEAR, [1e29, 0])).toBe(true);
  expect(isOutOfSight(LINEAR, [0, 2000])).toBe(true);
  expect(isOutOfSight(LINEAR, [0, 1900])).toBe(false);
  expect([isAbove(LINEAR, [0, 1900]), isAbove(LINEAR, [0, 100])]).toEqual([true, false]);
  expect(isOutOfSight(INVERTED, [0, 0])).toBe(false);
});

test.each([0, 1] as const)(
  "a dragged handle %d takes the line with it, about the other one",
  (which) => {
    const line: Line = [76.1, 6.7];
    const hold = holdOf(LINEAR, line, INSIDE, which);
    for (const y of [100, 201.5, 350]) {
      const moved = draggedTo(LINEAR, hold, y);
      const at = (distance: number) => LINEAR.toY(moved[0] * distance + moved[1]);
      expect(at(hold.distance)).toBeCloseTo(y, 0);
      expect(Math.abs(at(hold.distance) - y)).toBeLessThan(0.5);
      expect(Math.abs(at(hold.pivotDistance) - LINEAR.toY(hold.pivotVelocity))).toBeLessThan(0.5);
      expect(String(moved[0]).length).toBeLessThan(7);
      expect(String(moved[1]).length).toBeLessThan(7);
    }
  },
);

test("through the origin a dragged handle turns the line about it", () => {
  const hold = holdOf(LINEAR, [60, 0], INSIDE, 1, true);
  const [slope, intercept] = draggedTo(LINEAR, hold, 150);
  expect(intercept).toBe(0);
  expect(Math.abs(LINEAR.toY(slope * hold.distance) - 150)).toBeLessThan(0.5);
});

test.each([
  [76.126957, 0.3, 76.1],
  [1234.5, 60, 1230],
  [1234.5, 1, 1235],
  [-0.04, 0.3, 0],
  [1.23456e-7, 2e-9, 1.23e-7],
])("%f is worth no more digits than %f has", (value, pixel, wanted) => {
  expect(rounded(value, pixel)).toBeCloseTo(wanted, 12);
  expect(Object.is(rounded(value, pixel), -0)).toBe(false);
});

test("the nearest row within reach is pointed at", () => {
  const rows = rowsOf([
    [10, 500],
    [10.1, 500],
    [20, 1500],
  ]);
  const height = (row: number) => rows.velocity[row] ?? 0;
  const at = (x: number, y: number) => [LINEAR.toX(x), LINEAR.toY(y)] as const;
  expect(rowAt(rows, LINEAR, height, at(10.02, 500), 10)).toBe(0);
  expect(rowAt(rows, LINEAR, height, at(10.08, 500), 10)).toBe(1);
  expect(rowAt(rows, LINEAR, height, at(15, 1000), 10)).toBeNull();
  expect(rowAt({ ...rows, canBePointedAt: false }, LINEAR, height, at(10, 500), 10)).toBeNull();
});

test.each(VECTORS.notes)(
  "the note on a row is the same as the kernel's: $lines",
  ({ row, line, lines }) => {
    const rows = rowsOf([row]);
    const texts = [placeText(rows, 0, HUBBLE), residualText(residualOf(rows, 0, line), HUBBLE)];
    expect(texts.map(oneLine)).toEqual(lines.slice(1));
  },
);

test("rows whose numbers have not come, or not all, are none", () => {
  const about = {
    names: ["A", "B"],
    excluded: [1],
    pointable: true,
    crowd: false,
    residual_step: 1,
  };
  expect(readRows(about, null).distance).toHaveLength(0);
  expect(readRows(about, new DataView(new ArrayBuffer(16))).distance).toHaveLength(0);
  const both = readRows(about, new DataView(new ArrayBuffer(32)));
  expect([[...both.thinned], [...both.excluded]]).toEqual([[0], [1]]);
  const many = { names: [], excluded: [], pointable: false, crowd: true, residual_step: 3 };
  expect([...readRows(many, new DataView(new ArrayBuffer(16 * 7))).thinned]).toEqual([0, 3, 6]);
});
