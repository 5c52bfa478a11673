/** The curve of the loss, with no more points than the screen's columns need. */

import { exists } from "../text/decimal";
import { clamp, FAR, type Plane } from "./plane";

/** The losses of a path. */
export interface Losses {
  /** The last iteration. */
  last: number;
  at(iteration: number): number;
  /** Whether the curve never goes up and down within a column of pixels, so that one point per column is enough. */
  isSmooth: boolean;
}

/**
 * Fills `points` with x and y of the curve up to an iteration. A point whose y is NaN is a gap: its loss is not
 * finite, or a logarithmic axis cannot show it.
 */
export function traceLosses(plane: Plane, losses: Losses, until: number, points: number[]): void {
  points.length = 0;
  const last = Math.min(until, losses.last);
  if (last < 0) return;
  const perIteration = Math.abs(plane.toX(1) - plane.toX(0));
  const many = exists(perIteration) && perIteration > 0 ? Math.floor(1 / perIteration) : 1;
  if (many <= 1) traceAll(plane, losses, last, points);
  else if (losses.isSmooth) traceSome(plane, losses, last, many, points);
  else traceExtremes(plane, losses, last, 2 * many, points);
}

function traceAll(plane: Plane, losses: Losses, last: number, points: number[]): void {
  for (let iteration = 0; iteration <= last; iteration += 1) push(plane, losses, iteration, points);
}

/** One point per column, and all iterations of the columns in which a diverging path stops being finite. */
function traceSome(
  plane: Plane,
  losses: Losses,
  last: number,
  step: number,
  points: number[],
): void {
  for (let iteration = 0; iteration < last; iteration += step) {
    push(plane, losses, iteration, points);
    if (exists(losses.at(Math.min(iteration + step, last)))) continue;
    for (let next = iteration + 1; next < Math.min(iteration + step, last); next += 1) {
      push(plane, losses, next, points);
    }
  }
  push(plane, losses, last, points);
}

/** The lowest and the highest loss of each group of iterations; a group has two columns of pixels. */
function traceExtremes(
  plane: Plane,
  losses: Losses,
  last: number,
  size: number,
  points: number[],
): void {
  push(plane, losses, 0, points);
  for (let first = 1; first <= last; first += size) {
    const end = Math.min(first + size - 1, last);
    let low = first;
    let high = first;
    for (let each = first + 1; each <= end; each += 1) {
      if (losses.at(each) < losses.at(low)) low = each;
      if (losses.at(each) > losses.at(high)) high = each;
    }
    push(plane, losses, Math.min(low, high), points);
    if (low !== high) push(plane, losses, Math.max(low, high), points);
  }
  push(plane, losses, last, points);
}

function push(plane: Plane, losses: Losses, iteration: number, points: number[]): void {
  const loss = losses.at(iteration);
  const y = exists(loss) ? plane.toY(loss) : Number.NaN;
  points.push(plane.toX(iteration), clamp(y, -FAR, FAR)); // NaN stays NaN
}

/** From the middle of an arrowhead to the edge, in sizes of the arrowhead. */
export const FROM_EDGE = 0.75;

/** The edge of the plot beyond which a point lies, and the place of its arrowhead at that edge. */
export interface Beyond {
  edge: "up" | "down" | "left" | "right";
  x: number;
  y: number;
}

/** Null for a point within the plot. The arrowhead keeps `inset` from each edge, and `room` more from the upper one. */
export function beyond(plane: Plane, x: number, y: number, inset: number, room = 0): Beyond | null {
  const [left, top, right, bottom] = plane.box;
  const [near, far] = plane.xRange;
  const [low, high] = plane.yRange;
  const across = plane.toX(x);
  const [upper, lower] = [top + room + inset, bottom - inset];
  if (x > far || x < near) {
    const down = y > high || Number.isNaN(y) ? upper : plane.toY(Math.max(y, low));
    const place = { y: clamp(down, upper, lower) };
    return x > far
      ? { ...place, edge: "right", x: right - inset }
      : { ...place, edge: "left", x: left + inset };
  }
  if (y > high) return { edge: "up", x: across, y: upper };
  if (y < low) return { edge: "down", x: across, y: lower };
  return null;
}
