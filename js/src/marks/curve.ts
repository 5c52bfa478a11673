/** The curve of the loss, drawn from no more points than the screen has columns. */

import { clamp, type Plane } from "./plane";

/** Pixels beyond which a canvas' arithmetic is no longer good. */
const FAR = 2e4;

/** The losses of a path. */
export interface Losses {
  /** The last iteration. */
  last: number;
  at(iteration: number): number;
  /** Whether the curve bends nowhere to and fro, so that one point for each column of pixels is enough. */
  isSmooth: boolean;
}

/**
 * Fills `points` with x and y of the curve up to an iteration. A point whose y is NaN is a gap: a loss that is not
 * held, or one that a logarithmic axis has no place for.
 */
export function traceLosses(plane: Plane, losses: Losses, until: number, points: number[]): void {
  points.length = 0;
  const last = Math.min(until, losses.last);
  if (last < 0) return;
  const perIteration = Math.abs(plane.toX(1) - plane.toX(0));
  const many = Number.isFinite(perIteration) && perIteration > 0 ? Math.floor(1 / perIteration) : 1;
  if (many <= 1) traceAll(plane, losses, last, points);
  else if (losses.isSmooth) traceSome(plane, losses, last, many, points);
  else traceExtremes(plane, losses, last, 2 * many, points);
}

function traceAll(plane: Plane, losses: Losses, last: number, points: number[]): void {
  for (let iteration = 0; iteration <= last; iteration += 1) push(plane, losses, iteration, points);
}

/** A point for each column, and of the last ones all: there a diverging path leaves what can be held. */
function traceSome(
  plane: Plane,
  losses: Losses,
  last: number,
  step: number,
  points: number[],
): void {
  for (let iteration = 0; iteration < last; iteration += step) {
    push(plane, losses, iteration, points);
    if (Number.isFinite(losses.at(Math.min(iteration + step, last)))) continue;
    for (let next = iteration + 1; next < Math.min(iteration + step, last); next += 1) {
      push(plane, losses, next, points);
    }
  }
  push(plane, losses, last, points);
}

/** The lowest and the highest loss of each few iterations, which share two columns of pixels. */
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
  const y = Number.isFinite(loss) ? plane.toY(loss) : Number.NaN;
  points.push(plane.toX(iteration), clamp(y, -FAR, FAR)); // of NaN: NaN
}

/** Which edge of the plot a point lies beyond, and where at that edge. */
export interface Beyond {
  edge: "up" | "down" | "right";
  x: number;
  y: number;
}

/** Null for a point within the plot. `room` is kept free at the upper edge, `inset` at each. */
export function beyond(plane: Plane, x: number, y: number, inset: number, room = 0): Beyond | null {
  const [, top, right, bottom] = plane.box;
  const [, far] = plane.xRange;
  const [low, high] = plane.yRange;
  const across = plane.toX(x);
  const [upper, lower] = [top + room + inset, bottom - inset];
  if (x > far) {
    const down = y > high || Number.isNaN(y) ? upper : plane.toY(Math.max(y, low));
    return { edge: "right", x: right - inset, y: Math.max(upper, Math.min(down, lower)) };
  }
  if (y > high) return { edge: "up", x: across, y: upper };
  if (y < low) return { edge: "down", x: across, y: lower };
  return null;
}
