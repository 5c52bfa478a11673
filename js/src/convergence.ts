/** How far a path has come: the numbers behind the sentence (hubble_widget/regression/convergence.py). */

import { bowlOf } from "./bowl";
import { type Descent, fractionOfTheWay, iterationsToReach, largestStableRate } from "./descent";
import { bestLine } from "./line";
import type { Moments, Settings } from "./model";

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
  zone: Zone | null;
}

export function progressOf(
  descent: Descent,
  rules: Rules,
  state: { iteration: number; slope: number; diverged: number | null },
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
    zone: closed ? zoneOf(moments, learningRate) : null,
    optimizer: rules.optimizer,
    loss_function: rules.loss_function,
  };
}
