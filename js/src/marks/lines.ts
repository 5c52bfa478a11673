/** Places in the fit plot that depend on a line: the line itself, the residuals from it, its handles; lines at places of the loss surface. */

import type { Line } from "../state/model";
import { clamp, FAR, type Plane } from "./plane";
import type { Box, Parameters, Range, Scene } from "./scene";

/** Velocities. matplotlib's arithmetic overflows beyond them; such a line is not drawn. */
const TOO_STEEP = 1e30;
/** The number of segments of a line on a logarithmic axis, which bends it. */
const BENDS = 96;

/** Their places when all of the line is visible, as shares of the distance axis. */
const HANDLES = [0.2, 0.8] as const;
/** The smallest distance between the handles, as a share of the visible part of the line. */
const APART = 0.6;

/** Whether a line can be drawn from far left of the axes to far right of them. */
export function canBeDrawn({ xRange: [low, high] }: Plane, [slope, intercept]: Line): boolean {
  const far = 9 * (high - low); // as long as the kernel's line
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
export const isAbove = ({ xRange, yRange }: Plane, [slope, intercept]: Line): boolean =>
  (slope * (xRange[0] + xRange[1])) / 2 + intercept > (yRange[0] + yRange[1]) / 2;

/** Fills `points` with x and y of a line from edge to edge of the figure, where matplotlib's dashes begin. */
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

/** The edges of a figure of this size, with a margin of one pixel. */
const edgesOf = ([width, height]: Range): Box => [-1, -1, width + 1, height + 1];

/** Adds the part of a segment that lies within the figure, if any, cut like matplotlib does. */
export function traceSegment(from: Range, to: Range, figure: Range, points: number[]): void {
  for (const share of partWithin(from, to, edgesOf(figure)) ?? []) {
    points.push(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]));
  }
}

/** The length of the part of a line, given by x, y, x, y …, that lies within a box. */
export function lengthWithin(points: readonly number[], box: Box): number {
  let length = 0;
  for (let index = 2; index < points.length; index += 2) {
    const [x0, y0, x1, y1] = points.slice(index - 2, index + 2) as [number, number, number, number];
    const part = partWithin([x0, y0], [x1, y1], box);
    if (part) length += (part[1] - part[0]) * Math.hypot(x1 - x0, y1 - y0);
  }
  return length;
}

/** Where a segment enters a box and where it leaves it, as shares of the segment; null if it lies outside. */
function partWithin(
  [x0, y0]: Range,
  [x1, y1]: Range,
  [left, top, right, bottom]: Box,
): Range | null {
  let begin = 0;
  let end = 1;
  for (const [from, by, low, high] of [
    [x0, x1 - x0, left, right],
    [y0, y1 - y0, top, bottom],
  ] as const) {
    if (by === 0) {
      if (from < low || from > high) return null;
      continue;
    }
    const [enters, leaves] = by > 0 ? [low, high] : [high, low];
    begin = Math.max(begin, (enters - from) / by);
    end = Math.min(end, (leaves - from) / by);
  }
  return begin < end ? [begin, end] : null;
}

/** A handle: its place, and the distance (of the data) there. */
export interface Handle {
  x: number;
  y: number;
  distance: number;
}

/** The two handles of a line. They stay on its visible part (hubble_widget/figure/artists/start_line.py). */
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

/** The first and the last distance at which a handle on the line is within the axes; null if there is none. */
function seenPart(plane: Plane, [slope, intercept]: Line, inside: number): [number, number] | null {
  const [left, top, right, bottom] = plane.box;
  const [from, to] = [plane.atX(left + inside), plane.atX(right - inside)];
  const lower = (plane.atY(bottom - inside) - intercept) / slope;
  const upper = (plane.atY(top + inside) - intercept) / slope; // for a flat line both are at one end, or far apart
  const first = clamp(Math.min(lower, upper), from, to);
  const last = clamp(Math.max(lower, upper), from, to);
  return first < last ? [first, last] : null;
}

/** A dragged handle: it keeps its distance, and the line turns about the other handle. */
export interface Hold {
  distance: number;
  pivotDistance: number;
  pivotVelocity: number;
}

const ORIGIN = { pivotDistance: 0, pivotVelocity: 0 };

/** A line that is held at the origin turns about it. */
export function holdOf(
  plane: Plane,
  line: Line,
  inside: number,
  handle: 0 | 1,
  atOrigin = false,
): Hold {
  const distances = handleDistances(plane, line, inside);
  const distance = distances[handle] as number;
  if (atOrigin) return { distance, ...ORIGIN };
  const pivotDistance = distances[1 - handle] as number;
  return {
    distance,
    pivotDistance,
    pivotVelocity: line[0] * pivotDistance + line[1],
  };
}

/** The line after a handle is dragged to a height. Digits finer than a pixel are rounded away. */
export function draggedTo(plane: Plane, hold: Hold, y: number): Line {
  const velocity = plane.atY(y);
  const pixel = plane.atY(y - 1) - velocity;
  const away = hold.distance - hold.pivotDistance;
  const slope = rounded((velocity - hold.pivotVelocity) / away, pixel / away);
  return [slope, rounded(hold.pivotVelocity - slope * hold.pivotDistance, pixel)];
}

/** Rounds to the power of ten below the size of a pixel. */
export function rounded(value: number, pixel: number): number {
  const digits = -Math.floor(Math.log10(Math.abs(pixel)));
  if (digits > 0) return Number(value.toFixed(Math.min(digits, 100))) + 0; // no -0
  const unit = 10 ** -digits;
  return Math.round(value / unit) * unit + 0;
}

/** The line at a place of the surface, or above or below a place of the curve. Digits finer than a pixel are rounded away. */
export function lineAt(
  plane: Plane,
  { parameters }: Pick<Scene, "parameters">,
  [x, y]: Range,
): Line {
  const { slope_scale, distance_offset, velocity_offset, velocity_scale, is_curve } =
    parameters as Parameters;
  const [weight, bias] = [plane.atX(x), plane.atY(y)];
  const slope = rounded(slope_scale * weight, slope_scale * (plane.atX(x + 1) - weight));
  if (is_curve) return [slope, 0];
  const intercept = velocity_scale * bias + velocity_offset - slope * distance_offset;
  return [slope, rounded(intercept, velocity_scale * (plane.atY(y - 1) - bias))];
}
