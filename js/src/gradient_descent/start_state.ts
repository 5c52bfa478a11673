/** The state before the first update, for any start line and any loss function. */

import type { Rows } from "../marks/rows";
import { residualOf } from "../marks/rows";
import { asLearned } from "../state/display";
import type { Learned, Line, Moments, Settings } from "../state/model";
import { hasClosedForm } from "./convergence";
import { stateAt } from "./gradient_descent";

/** Where Huber's loss changes from quadratic to linear (hubble_widget/fit/hyperparameters.py). */
const HUBER_DELTA = 0.1;

const PENALTIES = {
  L1: (z: number) => Math.abs(z),
  Huber: (z: number) => {
    const size = Math.abs(z);
    return size < HUBER_DELTA ? (z * z) / 2 : HUBER_DELTA * (size - HUBER_DELTA / 2);
  },
} as const;

export function startState(moments: Moments, settings: Settings, start: Line, rows: Rows): Learned {
  const loss = lossAtStart(moments, settings, start, rows);
  const [slope, intercept] = start;
  const source = hasClosedForm(settings) ? "closed form" : "torch";
  return asLearned(moments, 0, { slope, intercept, loss }, source);
}

/** The mean over the included rows, for data divided by their largest magnitudes. */
export function lossAtStart(
  moments: Moments,
  { loss_function }: Settings,
  start: Line,
  rows: Rows,
): number {
  if (loss_function === "MSE") {
    return stateAt({ moments, learningRate: 0, start }, 0).loss;
  }
  const penalty = PENALTIES[loss_function];
  let sum = 0;
  let count = 0;
  for (let row = 0; row < rows.distance.length; row += 1) {
    if (rows.isExcluded[row]) continue;
    sum += penalty(residualOf(rows, row, start) / moments.velocity_scale);
    count += 1;
  }
  return sum / count;
}
