/** Places of what belongs to a line in the fit plot: the line itself, what separates the rows from it, its handles. */

import type { Line } from "../model";
import { clamp, type Plane } from "./plane";
import type { Box, Range } from "./scene";

/** Velocities beyond which matplotlib's arithmetic overflows; such a line is not drawn. */
const TOO_STEEP = 1e30;
/** Pixels beyond which a canvas' arithmetic is no longer good. */
const FAR = 2e4;
/** Of a line on a logarithmic axis, which bends it. */
const BENDS = 96;

/** As shares of the distance axis. */
const HANDLES = [0.2, 0.8] as const;
/** Of what is seen of the line, at least, lies beyond either handle on the other's side. */
const APART = 0.6;

/** Whether a line can be drawn from one end of the axes, and far beyond, to the other. */
export function canBeDrawn({ xRange: [low, high] }: Plane, [slope, intercept]: Line): boolean {
  const far = 9 * (high - low); // as far as the kernel's own line goes
  const isHeld = (at: number) => Math.abs(slope * at + intercept) < TOO_STEEP;
  return isHeld(low - far) && isHeld(high + far);
}

/** Whether no part of a line is within the axes. */
export function isOutOfSight(plane: Plane, line: Line): boolean {
  if (!canBeDrawn(plane, line)) return true;
  const [low, high] = plane.yRange;
  const ends = plane.xRange.map((at) => line[0] * at + line[1]);
  return ends.every((end) => end > high) || ends.every((end) => end < low);
}

/** Whether the middle of a line is in the upper half of the axes, or beyond. */
export function isAbove({ xRange, yRange }: Plane, [slope, intercept]: Line): boolean {
  return (slope * (xRange[0] + xRange[1])) / 2 + intercept > (yRange[0] + yRange[1]) / 2;
}

/** Fills `points` with x and y of a line, from one edge of the figure to another: there matplotlib's dashes begin. */
export function traceLine(
  plane: Plane,
  [slope, intercept]: Line,
  figure: Range,
  points: number[],
): void {
  points.length = 0;
  const height = (x: number) => plane.toY(slope * plane.atX(x) + intercept);
  const [left, , right] = plane.box;
  if (plane.isLinear) {
    const [west, , east] = edgesOf(figure);
    traceSegment([west, height(west)], [east, height(east)], figure, points);
    return;
  }
  for (let bend = 0; bend <= BENDS; bend += 1) {
    const x = left + ((right - left) * bend) / BENDS;
    points.push(x, clamp(height(x), -FAR, FAR));
  }
}

/** A figure of this size, and a pixel around it. */
function edgesOf([width, height]: Range): Box {
  return [-1, -1, width + 1, height + 1];
}

/** Pushes the part of a segment that lies within the figure, if any, as matplotlib cuts it. */
export function traceSegment(
  [x0, y0]: Range,
  [x1, y1]: Range,
  figure: Range,
  points: number[],
): void {
  const [left, top, right, bottom] = edgesOf(figure);
  let begin = 0;
  let end = 1;
  for (const [from, by, low, high] of [
    [x0, x1 - x0, left, right],
    [y0, y1 - y0, top, bottom],
  ] as const) {
    if (by === 0) {
      if (from < low || from > high) return;
      continue;
    }
    const [enters, leaves] = by > 0 ? [low, high] : [high, low];
    begin = Math.max(begin, (enters - from) / by);
    end = Math.min(end, (leaves - from) / by);
  }
  if (!(begin < end)) return;
  points.push(x0 + begin * (x1 - x0), y0 + begin * (y1 - y0));
  points.push(x0 + end * (x1 - x0), y0 + end * (y1 - y0));
}

/** A square on the screen: its left edge, its upper edge and its side. */
export interface Square {
  left: number;
  top: number;
  side: number;
}

/** The square over a residual, off the rising line, or where there is room (hubble_widget/display/residual_marks.py). */
export function squareOf(x: number, row: number, foot: number, [left, , right]: Box): Square {
  const side = Math.min(Math.abs(row - foot), FAR);
  const goesRight = row > foot ? x + side <= right : x - side < left;
  return { left: goesRight ? x : x - side, top: clamp(Math.min(row, foot), -FAR, FAR), side };
}

/** A handle: where it is, and which value of the axis that is. */
export interface Handle {
  x: number;
  y: number;
  distance: number;
}

/** The two handles of a line; where it leaves the axes they go along it into sight (hubble_widget/display/guess.py). */
export function handlesOf(plane: Plane, line: Line, inside: number): [Handle, Handle] {
  const [, top, , bottom] = plane.box;
  const place = (distance: number): Handle => ({
    x: plane.toX(distance),
    y: clamp(plane.toY(line[0] * distance + line[1]), top + inside, bottom - inside),
    distance,
  });
  const [one, other] = handleDistances(plane, line, inside);
  return [place(one), place(other)];
}

function handleDistances(plane: Plane, line: Line, inside: number): [number, number] {
  const [left, , right] = plane.box;
  const [low, high] = [plane.atX(left), plane.atX(right)];
  const one = low + HANDLES[0] * (high - low);
  const other = low + HANDLES[1] * (high - low);
  const seen = seenPart(plane, line, inside);
  if (!seen) return [one, other];
  const [first, last] = seen;
  const shorter = (1 - APART) * (last - first);
  return [clamp(one, first, first + shorter), clamp(other, last - shorter, last)];
}

/** From which distance to which a line is in the axes, and with it a handle; null where nowhere. */
function seenPart(plane: Plane, [slope, intercept]: Line, inside: number): [number, number] | null {
  const [left, top, right, bottom] = plane.box;
  const [from, to] = [plane.atX(left + inside), plane.atX(right - inside)];
  const lower = (plane.atY(bottom - inside) - intercept) / slope;
  const upper = (plane.atY(top + inside) - intercept) / slope; // of a flat line: both at one end, or far apart
  const first = clamp(Math.min(lower, upper), from, to);
  const last = clamp(Math.max(lower, upper), from, to);
  return first < last ? [first, last] : null;
}

/** A handle that is dragged: the distance that it keeps, and the place that the line turns about. */
export interface Hold {
  distance: number;
  pivotDistance: number;
  pivotVelocity: number;
}

export function holdOf(plane: Plane, line: Line, inside: number, handle: 0 | 1): Hold {
  const distances = handleDistances(plane, line, inside);
  const pivotDistance = distances[1 - handle] as number;
  return {
    distance: distances[handle] as number,
    pivotDistance,
    pivotVelocity: line[0] * pivotDistance + line[1],
  };
}

/** The line when a handle is dragged to a height, with no more digits than a page's pixel is worth. */
export function draggedTo(plane: Plane, hold: Hold, y: number): Line {
  const velocity = plane.atY(y);
  const pixel = plane.atY(y - 1) - velocity;
  const away = hold.distance - hold.pivotDistance;
  const slope = rounded((velocity - hold.pivotVelocity) / away, pixel / away);
  return [slope, rounded(hold.pivotVelocity - slope * hold.pivotDistance, pixel)];
}

/** Rounds to the power of ten below what a pixel is worth. */
export function rounded(value: number, pixel: number): number {
  const digits = -Math.floor(Math.log10(Math.abs(pixel)));
  if (digits > 0) return Number(value.toFixed(Math.min(digits, 100))) + 0; // no -0
  const unit = 10 ** -digits;
  return Math.round(value / unit) * unit + 0;
}
