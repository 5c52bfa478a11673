/** How far a path has come: the numbers behind the sentence (hubble_widget/regression/convergence.py). */

import { bowlOf } from "./bowl";
import { type Descent, fractionOfTheWay, iterationsToReach, largestStableRate } from "./descent";
import { bestLine } from "./line";
import type { Moments, Settings } from "./model";
import type { Path } from "./path";

/** Within this part of the way from the start to the exact slope a slope counts as there. */
export const THERE = 0.01;

/** What learning rates are like, from the smallest to the largest. */
export const ZONES = ["slow", "fast", "oscillating", "diverging"] as const;
export type Zone = (typeof ZONES)[number];

/** The learning rates at which one zone ends and the next begins. */
export function zoneEnds(moments: Moments): [number, number, number] {
  const { steep } = bowlOf(moments);
  return [0.1 / steep, 1 / steep, 2 / steep];
}

/** A rate on an end belongs to the zone above. */
export function zoneOf(moments: Moments, rate: number): Zone {
  const passed = zoneEnds(moments).filter((end) => end <= rate).length;
  return ZONES[passed] ?? "diverging";
}

/** Whether the path follows from the moments: plain gradient descent on the mean squared error. */
export function hasClosedForm(settings: Rules): boolean {
  return settings.optimizer === "SGD" && settings.loss_function === "MSE";
}

export type Rules = Pick<Settings, "optimizer" | "loss_function">;

export interface Progress extends Rules {
  iteration: number;
  learningRate: number;
  largestStableRate: number;
  /** NaN where the path has diverged. */
  slope: number;
  /** NaN where the start has the exact slope already. */
  fraction: number;
  /** Null if the slope never stays within 1 % of the way, or where nothing tells. */
  iterationsNeeded: number | null;
  /** Slope of the least-squares straight line. */
  exactSlope: number;
  /** The iteration at which the path had left the finite range, if it has by now. */
  diverged: number | null;
  /**
   * The iteration since which the slope has been within 1 % of the way of the exact one, or, under another loss than
   * the mean squared error, of where it is now; null if it is not, and where nothing tells.
   */
  settled: number | null;
  zone: Zone | null;
}

export function progressOf(
  descent: Descent,
  rules: Rules,
  state: { iteration: number; slope: number; diverged: number | null },
  path: Path | null = null,
): Progress {
  const { moments, learningRate, start } = descent;
  const closed = hasClosedForm(rules);
  return {
    ...state,
    learningRate,
    largestStableRate: largestStableRate(moments),
    fraction: fractionOfTheWay(moments, state.slope, start),
    iterationsNeeded: closed ? iterationsToReach(descent) : null,
    exactSlope: bestLine(moments)[0],
    settled: closed || !path ? null : settled(descent, rules, state.iteration, path),
    zone: closed ? zoneOf(moments, learningRate) : null,
    optimizer: rules.optimizer,
    loss_function: rules.loss_function,
  };
}

function settled(descent: Descent, rules: Rules, iteration: number, path: Path): number | null {
  if (iteration >= path.length) return null;
  const best = bestLine(descent.moments)[0];
  const slopeAt = (index: number) => path.at(index).slope;
  const target = rules.loss_function === "MSE" ? best : slopeAt(iteration);
  return settledSince(slopeAt, iteration, target, THERE * Math.abs(best - descent.start[0]));
}

/** The iteration since which all slopes, up to one of them, lie nearer to a target than a tolerance. */
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
