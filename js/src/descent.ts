/**
 * One state of full-batch gradient descent, at the same cost whatever the iteration
 * (hubble_widget/regression/descent.py, which is the reference: tests/vectors.py).
 */

import { type Bowl, bestComponents, bowlOf, componentsOf, lineOf, lossOf } from "./bowl";
import { bestLine, slopeScale } from "./line";
import type { Line, Moments } from "./model";

export interface Descent {
  moments: Moments;
  learningRate: number;
  start: Line;
}

export interface State {
  slope: number;
  intercept: number;
  loss: number;
}

const LOST: State = {
  slope: Number.NaN,
  intercept: Number.NaN,
  loss: Number.POSITIVE_INFINITY,
};

/** Of the way from the start to the best slope, for good. */
const GOAL = 0.99;
const UNREACHABLE = 1e15;

/** The state after `iteration` updates; what comes after an overflow counts as lost. */
export function stateAt(descent: Descent, iteration: number): State {
  return statesOf(descent)(iteration);
}

/** The same for many iterations. */
export function statesOf(descent: Descent): (iteration: number) => State {
  const formula = formulaOf(descent);
  if (!isHeld(formula(0))) return () => LOST;
  return (iteration) => {
    const state = formula(iteration);
    return isHeld(state) ? state : LOST;
  };
}

/**
 * The first iteration, up to `iteration`, at which the finite range had been left.
 * The loss is a sum of two powers of the iteration, hence convex: from where it is
 * held at the start, it is lost once and for all.
 */
export function divergedBy(descent: Descent, iteration: number): number | null {
  const formula = formulaOf(descent);
  if (!isHeld(formula(0))) return 0;
  if (isHeld(formula(iteration))) return null;
  return firstWhere(iteration, (k) => !isHeld(formula(k)));
}

function formulaOf({ moments, learningRate, start }: Descent): (iteration: number) => State {
  const bowl = bowlOf(moments);
  const first = componentsOf(bowl, start);
  const best = bestComponents(bowl);
  return (iteration) => {
    const [flat, flatError] = walk(first[0], best[0], learningRate * bowl.flat, iteration);
    const [steep, steepError] = walk(first[1], best[1], learningRate * bowl.steep, iteration);
    const [slope, intercept] = iteration === 0 ? start : lineOf(bowl, [flat, steep]);
    return { slope, intercept, loss: lossOf(bowl, [flatError, steepError]) };
  };
}

function isHeld({ slope, intercept, loss }: State): boolean {
  return Number.isFinite(slope) && Number.isFinite(intercept) && Number.isFinite(loss);
}

/** One component of the line after so many updates, and its error. */
function walk(first: number, best: number, step: number, updates: number): [number, number] {
  if (first === best) return [best, 0]; // also where the error's factor overflows
  let remaining: number;
  let covered: number;
  if (step < 0.5) {
    // 1 - step would lose digits of a small step.
    const exponent = updates * Math.log1p(-step);
    remaining = Math.exp(exponent);
    covered = -Math.expm1(exponent);
  } else {
    remaining = (1 - step) ** updates;
    covered = 1 - remaining;
  }
  // A mean of both ends: exact at the start of a slow component and at the end of a fast one.
  return [first * remaining + best * covered, (first - best) * remaining];
}

/** The learning rate from which on the descent diverges. */
export function largestStableRate(moments: Moments): number {
  return 2 / bowlOf(moments).steep;
}

/** 0 at the start, 1 at the best slope; NaN where the start has the best slope. */
export function fractionOfTheWay(moments: Moments, slope: number, start: Line): number {
  const way = bestLine(moments)[0] - start[0];
  return way === 0 ? Number.NaN : (slope - start[0]) / way;
}

/** Fewest iterations after which the slope stays within 1 % of the way; null if it never does. */
export function iterationsToReach({ moments, learningRate, start }: Descent): number | null {
  const modes = modesOf(bowlOf(moments), learningRate, start);
  if (modes.length === 0) return 0;
  const way = Math.abs(bestLine(moments)[0] - start[0]);
  const tolerance = ((1 - GOAL) * way) / slopeScale(moments);
  if (tolerance === 0 || modes.some(({ ratio }) => ratio >= 1)) return null;
  const error = (updates: number) =>
    modes.reduce((sum, { amplitude, ratio }) => sum + amplitude * ratio ** updates, 0);
  let enough = 1;
  while (error(enough) > tolerance) {
    enough *= 2;
    if (enough > UNREACHABLE) return null;
  }
  return firstWhere(enough, (updates) => error(updates) <= tolerance);
}

/** How far the slope is off in each component at first, and what is left of that after an update. */
function modesOf(bowl: Bowl, learningRate: number, start: Line) {
  const first = componentsOf(bowl, start);
  const best = bestComponents(bowl);
  const mode = (share: number, index: 0 | 1, eigenvalue: number) => ({
    off: first[index] !== best[index],
    amplitude: Math.abs(share * (first[index] - best[index])),
    ratio: Math.abs(1 - learningRate * eigenvalue),
  });
  return [mode(bowl.sine, 0, bowl.flat), mode(bowl.cosine, 1, bowl.steep)].filter(({ off }) => off);
}

/** The first whole number from 0 to `last` that passes; every number after it does, and `last`. */
function firstWhere(last: number, passes: (k: number) => boolean): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
