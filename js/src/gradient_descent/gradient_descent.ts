/**
 * One state of full-batch gradient descent, at the same cost whatever the iteration
 * (hubble_widget/fit/gradient_descent.py, which is the reference: tests/vectors.py).
 */

import type { Line, Moments, RateChanges } from "../state/model";
import { bestLine, slopeScale } from "./line";
import {
  bestComponents,
  componentsOf,
  lineOf,
  lossOf,
  type QuadraticLoss,
  quadraticLossOf,
} from "./quadratic_loss";

export interface Descent {
  moments: Moments;
  learningRate: number;
  rateChanges?: RateChanges | undefined;
  start: Line;
}

export interface State {
  slope: number;
  intercept: number;
  loss: number;
}

const DIVERGED: State = {
  slope: Number.NaN,
  intercept: Number.NaN,
  loss: Number.POSITIVE_INFINITY,
};

/** A slope has converged within this part of the exact slope. */
export const CLOSE_ENOUGH = 0.01;
const UNREACHABLE = 1e15;

/** The state after `iteration` updates. After an overflow every state is the diverged one. */
export const stateAt = (descent: Descent, iteration: number): State => statesOf(descent)(iteration);

/** The same for many iterations. */
export function statesOf(descent: Descent): (iteration: number) => State {
  const formula = formulaOf(descent);
  const lost = endsOf(descent).find((end) => !isFiniteState(formula(end))) ?? Infinity;
  return (iteration) => {
    const state = formula(iteration);
    return iteration < lost && isFiniteState(state) ? state : DIVERGED;
  };
}

/**
 * The first iteration, up to `iteration`, whose state is not finite. As long as the rate stays the same, the loss is a
 * sum of two powers of the iteration, hence convex: then all states after an infinite one are infinite too.
 */
export function divergedBy(descent: Descent, iteration: number): number | null {
  const formula = formulaOf(descent);
  const isLost = (k: number) => !isFiniteState(formula(k));
  const end = [...endsOf(descent).filter((each) => each < iteration), iteration].find(isLost);
  return end === undefined ? null : firstWhere(end, isLost);
}

/** The iterations at which the rate begins to hold, or another one. */
const endsOf = ({ rateChanges = [] }: Descent): number[] => [0, ...rateChanges.map(([at]) => at)];

/** One component of the line, and its error. */
type Component = readonly [value: number, error: number];

function formulaOf(descent: Descent): (iteration: number) => State {
  const quadratic = quadraticLossOf(descent.moments);
  const flatAt = componentsAlong(descent, quadratic, 0);
  const steepAt = componentsAlong(descent, quadratic, 1);
  return (iteration) => {
    const [flat, flatError] = flatAt(iteration);
    const [steep, steepError] = steepAt(iteration);
    const [slope, intercept] = iteration === 0 ? descent.start : lineOf(quadratic, [flat, steep]);
    return { slope, intercept, loss: lossOf(quadratic, [flatError, steepError]) };
  };
}

/** One component after each number of updates: each change of the rate begins with what was reached by then. */
function componentsAlong(
  { learningRate, rateChanges = [], start }: Descent,
  quadratic: QuadraticLoss,
  axis: 0 | 1,
): (iteration: number) => Component {
  const first = componentsOf(quadratic, start)[axis];
  const best = bestComponents(quadratic)[axis];
  if (first === best) return () => [best, 0]; // also where the error's factor overflows
  const steepness = axis ? quadratic.steep : quadratic.flat;
  const from = (begin: number, reached: Component, rate: number) => (iteration: number) =>
    componentAfter(reached, best, rate * steepness, iteration - begin);
  let at = from(0, [first, first - best], learningRate);
  for (const [begin, rate] of rateChanges) {
    const [before, after] = [at, from(begin, at(begin), rate)];
    at = (iteration) => (iteration < begin ? before : after)(iteration);
  }
  return at;
}

const isFiniteState = ({ slope, intercept, loss }: State): boolean =>
  Number.isFinite(slope) && Number.isFinite(intercept) && Number.isFinite(loss);

/** A component after more updates. */
function componentAfter(
  [value, error]: Component,
  best: number,
  step: number,
  updates: number,
): Component {
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
  // A weighted mean of both ends: exact at the start of a slow component and at the end of a fast one.
  return [value * remaining + best * covered, error * remaining];
}

/** The smallest learning rate at which the descent diverges. */
export const largestStableRate = (moments: Moments): number => 2 / quadraticLossOf(moments).steep;

/** How far a slope may lie from the best one and count as converged: 1 % of it. (One of nearly 0 is never reached to 1 %.) */
export const toleranceOf = (best: number, start: number): number =>
  CLOSE_ENOUGH * Math.max(Math.abs(best), Math.abs(best - start) / 100);

/** How much of the way is covered: 0 at the start, 1 at the best slope; NaN if the start has the best slope, to 1 %. */
export function fractionCovered(moments: Moments, slope: number, start: Line): number {
  const best = bestLine(moments)[0];
  const way = best - start[0];
  return Math.abs(way) > toleranceOf(best, start[0]) ? (slope - start[0]) / way : Number.NaN;
}

/** The number of iterations after which the slope stays within 1 % of the best if the last rate stays; null if it never does. */
export function iterationsToReach(descent: Descent): number | null {
  const { moments, start } = descent;
  const modes = modesOf(quadraticLossOf(moments), descent);
  if (modes.length === 0) return 0;
  const tolerance = toleranceOf(bestLine(moments)[0], start[0]) / slopeScale(moments);
  const isEndless = modes.some((mode) => mode.ratio >= 1 || !Number.isFinite(mode.amplitude));
  if (tolerance === 0 || isEndless) return null;
  const error = (updates: number) =>
    modes.reduce((sum, { amplitude, ratio }) => sum + amplitude * ratio ** updates, 0);
  let enough = 1;
  while (error(enough) > tolerance) {
    enough *= 2;
    if (enough > UNREACHABLE) return null;
  }
  const [since] = lastRate(descent.learningRate, descent.rateChanges);
  return since + firstWhere(enough, (updates) => error(updates) <= tolerance);
}

/** The last learning rate, and the iteration since which it holds. */
export const lastRate = (first: number, changes?: RateChanges): RateChanges[number] =>
  changes?.at(-1) ?? [0, first];

/** For each component: how far the slope is off since the last rate holds, and the part of that which each update leaves. */
function modesOf(quadratic: QuadraticLoss, { learningRate, rateChanges = [], start }: Descent) {
  const first = componentsOf(quadratic, start);
  const best = bestComponents(quadratic);
  const mode = (share: number, index: 0 | 1, eigenvalue: number) => {
    let [begin, ratio] = [0, 1 - learningRate * eigenvalue];
    let left = 1;
    for (const [at, rate] of rateChanges) {
      left *= ratio ** (at - begin);
      [begin, ratio] = [at, 1 - rate * eigenvalue];
    }
    return {
      off: first[index] !== best[index],
      amplitude: Math.abs(share * (first[index] - best[index]) * left),
      ratio: Math.abs(ratio),
    };
  };
  return [
    mode(quadratic.sine, 0, quadratic.flat),
    mode(quadratic.cosine, 1, quadratic.steep),
  ].filter(({ off }) => off);
}

/** The first whole number from 0 to `last` that passes. Every number after it passes too, and so does `last`. */
export function firstWhere(last: number, passes: (k: number) => boolean): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
