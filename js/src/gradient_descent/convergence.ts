/** How close a path has come to the exact fit: the numbers behind the sentence (hubble_widget/fit/convergence.py). */

import type { Moments, Scaling, Settings } from "../state/model";
import {
  type Descent,
  fractionCovered,
  iterationsToReach,
  largestStableRate,
  lastRate,
  toleranceOf,
} from "./gradient_descent";
import { bestLine } from "./line";
import type { Path } from "./path";
import { quadraticLossOf } from "./quadratic_loss";

/** Batches of more galaxies are drawn from a sample of them. */
const MAX_ROWS = 20_000;

/** The zones of learning rates, from the smallest to the largest. */
export const ZONES = ["slow", "fast", "oscillating", "diverging"] as const;
export type Zone = (typeof ZONES)[number];
/** What rounding may leave of an end. */
const ROUNDING = 1e-9;

/** The learning rates at which one zone ends and the next begins. */
export function zoneEnds(moments: Moments): [number, number, number] {
  const { steep } = quadraticLossOf(moments);
  return [0.1 / steep, 1 / steep, 2 / steep];
}

/** A rate at an end belongs to the zone above it; only where one step is enough, to the one below. */
export function zoneOf(moments: Moments, rate: number): Zone {
  const [slow, steady, largest] = zoneEnds(moments);
  const passed = [slow, steady * (1 + ROUNDING), largest].filter((end) => end <= rate).length;
  return ZONES[passed] ?? "diverging";
}

/** Whether the path follows from the moments: plain gradient descent on the mean squared error of all galaxies. */
export const hasClosedForm = (settings: Rules): boolean =>
  settings.optimizer === "SGD" && settings.loss_function === "MSE" && !settings.batch_size;

/** Whether the same descent without batches can be shown beside one with batches, on the same points. */
export const hasGuide = (settings: Rules, { n }: Moments): boolean =>
  !!settings.batch_size && n <= MAX_ROWS && hasClosedForm({ ...settings, batch_size: null });

export type Rules = Pick<Settings, "optimizer" | "loss_function" | "batch_size">;

export interface Progress extends Rules {
  iteration: number;
  /** The one that was used last, and the iteration since which it was. */
  learningRate: number;
  rateSince: number;
  largestStableRate: number;
  /** NaN if the path has diverged. */
  slope: number;
  /** NaN if the start has the exact slope already, to 1 %. */
  fraction: number;
  /** Null if the slope never stays within 1 % of the exact one, or if no closed form gives the number. */
  iterationsNeeded: number | null;
  /** Slope of the least-squares straight line. */
  exactSlope: number;
  /** Whether the slope is within 1 % of the exact one; it may still leave. */
  isNear: boolean;
  /** The first iteration, up to the present one, whose state is not finite. */
  diverged: number | null;
  /**
   * The iteration since which the slope has been within 1 % of the exact one. For another loss than the mean
   * squared error: of the present slope. Null if it is not, and if the closed form gives `iterationsNeeded`.
   */
  settled: number | null;
  zone: Zone | null;
  scaling: Scaling;
  fitIntercept: boolean;
  /** How many times every galaxy was in a batch; null without batches, and where they are of a sample. */
  epochs: number | null;
}

export function progressOf(
  whole: Descent,
  rules: Rules,
  state: { iteration: number; slope: number; diverged: number | null },
  path: Path | null = null,
): Progress {
  const { moments, start } = whole;
  const made = whole.rateChanges?.filter(([at]) => at < (state.diverged ?? state.iteration));
  const descent = { ...whole, rateChanges: made };
  const [rateSince, learningRate] = lastRate(whole.learningRate, made);
  const closed = hasClosedForm(rules);
  const exactSlope = bestLine(moments)[0];
  const tolerance = toleranceOf(exactSlope, start[0]);
  return {
    ...state,
    learningRate,
    rateSince,
    largestStableRate: largestStableRate(moments),
    fraction: fractionCovered(moments, state.slope, start),
    iterationsNeeded: closed ? iterationsToReach(descent) : null,
    exactSlope,
    isNear: Math.abs(state.slope - exactSlope) < tolerance,
    settled: closed || !path ? null : settled(rules, state.iteration, path, exactSlope, tolerance),
    zone: closed ? zoneOf(moments, learningRate) : null,
    optimizer: rules.optimizer,
    loss_function: rules.loss_function,
    scaling: moments.scaling,
    fitIntercept: moments.fit_intercept,
    batch_size: rules.batch_size ?? null,
    epochs: epochsOf(state.iteration, moments.n, rules.batch_size),
  };
}

const epochsOf = (iteration: number, n: number, size: number | null | undefined): number | null =>
  size && n <= MAX_ROWS ? iteration / Math.ceil(n / size) : null;

function settled(
  rules: Rules,
  iteration: number,
  path: Path,
  exactSlope: number,
  tolerance: number,
): number | null {
  if (iteration >= path.length) return null;
  const slopeAt = (index: number) => path.at(index).slope;
  const target = rules.loss_function === "MSE" ? exactSlope : slopeAt(iteration);
  return settledSince(slopeAt, iteration, target, tolerance);
}

/** The iteration since which all slopes, up to `iteration`, are closer to a target than a tolerance; null if none. */
export function settledSince(
  slopeAt: (iteration: number) => number,
  iteration: number,
  target: number,
  tolerance: number,
): number | null {
  let since = iteration + 1;
  while (since > 0 && Math.abs(slopeAt(since - 1) - target) < tolerance) since -= 1;
  return since > iteration ? null : since;
}
