/** What the readout says, in words and numbers; where it stands on the page is not decided here. */

import { exists, fixed, MISSING, plusMinus, significant } from "./format";
import type { Exact, Learned } from "./model";

export interface CardText {
  label: string;
  /** The learned number, large. */
  value: string;
  /** Beside it: the unit, or why there is no number. */
  note: string;
  exact: string;
}

const DIVERGED = "the training diverged";

/** `lossFunction` is named where it is not the mean squared error. */
export function cardTexts(learned: Learned, exact: Exact, lossFunction = "MSE"): CardText[] {
  return [
    {
      label: "Slope (Hubble constant)",
      value: fixed(learned.slope, 2),
      note: exists(learned.slope) ? "km/s/Mpc" : DIVERGED,
      exact: `exact ${plusMinus(exact.slope, exact.slope_stderr, 2)}`,
    },
    {
      label: "Correlation r",
      value: fixed(learned.r, 3),
      note: exists(learned.r) ? "" : noCorrelation(learned.slope),
      exact: `exact ${fixed(exact.r, 3)}`,
    },
    {
      label: "Age of the universe, 1/slope",
      value: fixed(learned.age, 2),
      note: exists(learned.age) ? "billion years" : noAge(learned.slope),
      exact: `exact ${exists(exact.age) ? plusMinus(exact.age, exact.age_stderr, 2) : `${MISSING}, ${noAge(exact.slope)}`}`,
    },
    {
      label: lossFunction === "MSE" ? "Loss" : `Loss (${lossFunction})`,
      value: significant(learned.loss, 4),
      note: exists(learned.loss) ? "" : DIVERGED,
      exact: `exact ${significant(exact.loss, 4)}`,
    },
  ];
}

export function progressText(learned: Learned, iterations: number): string {
  return `iteration ${learned.iteration} of ${iterations}`;
}

/** One announcement for screen readers, with units in words. */
export function announcement(learned: Learned, iterations: number, running: boolean): string {
  const begin = running ? "Training, iteration" : "Iteration";
  return `${begin} ${learned.iteration} of ${iterations}. ${resultText(learned)}.`;
}

function resultText({ slope, age, loss }: Learned): string {
  if (!exists(slope)) return "The training diverged";
  return [
    `Slope ${fixed(slope, 2)} kilometres per second per megaparsec`,
    exists(age) ? `age ${fixed(age, 2)} billion years` : noAge(slope),
    exists(loss) ? `loss ${significant(loss, 4)}` : "loss too large to hold",
  ].join(", ");
}

function noAge(slope: number | null): string {
  return exists(slope) ? "no age: slope is 0 or below" : "no age: no slope";
}

function noCorrelation(slope: number | null): string {
  return slope === 0 ? "not defined for a flat line" : "not defined";
}
