/** What the readout says, in words and numbers; where it stands on the page is not decided here. */

import type { Topic } from "./explain/topics";
import { exists, fixed, MISSING, plusMinus, significant } from "./format";
import { HUBBLE, withUnit } from "./labels";
import type { Exact, Labels, Learned } from "./model";

export interface CardText {
  label: string;
  /** The learned number, large. */
  value: string;
  /** Beside it: the unit, or why there is no number. */
  note: string;
  exact: string;
  /** Not one of the three that the person is after. */
  isSmall?: boolean;
  /** What a "?" explains. */
  topic?: Topic;
}

const DIVERGED = "the training diverged";

/** `lossFunction` is named where it is not the mean squared error. */
export function cardTexts(
  learned: Learned,
  exact: Exact,
  lossFunction = "MSE",
  labels = HUBBLE,
): CardText[] {
  const age = {
    label: "Age of the universe, 1/slope",
    value: fixed(learned.age, 2),
    note: exists(learned.age) ? "billion years" : noAge(learned.slope),
    exact: `exact ${exists(exact.age) ? plusMinus(exact.age, exact.age_stderr, 2) : `${MISSING}, ${noAge(exact.slope)}`}`,
    topic: "age" as const,
  };
  return [
    {
      label: labels.slope_name,
      value: fixed(learned.slope, 2),
      note: exists(learned.slope) ? labels.slope_unit : DIVERGED,
      exact: `exact ${plusMinus(exact.slope, exact.slope_stderr, 2)}`,
      ...(labels.has_age ? { topic: "mpc" as const } : {}),
    },
    {
      label: "Correlation r",
      value: fixed(learned.r, 3),
      note: exists(learned.r) ? "" : noCorrelation(learned.slope),
      exact: `exact ${fixed(exact.r, 3)}`,
      topic: "r",
    },
    ...(labels.has_age ? [age] : []),
    {
      label: "Intercept",
      value: fixed(learned.intercept, 1),
      note: exists(learned.intercept) ? labels.y_unit : "",
      exact: `exact ${plusMinus(exact.intercept, exact.intercept_stderr, 1)}`,
      isSmall: true,
    },
    {
      label: lossFunction === "MSE" ? "Loss" : `Loss (${lossFunction})`,
      value: significant(learned.loss, 4),
      note: exists(learned.loss) ? "" : DIVERGED,
      exact: `exact ${significant(exact.loss, 4)}`,
      isSmall: true,
      topic: "loss",
    },
  ];
}

/** Whose the learned line is. */
export function sourceText({ source }: Learned): string {
  return source === "torch" ? "by torch," : "predicted,";
}

export function progressText(learned: Learned, iterations: number): string {
  return `now at iteration ${learned.iteration} of ${iterations}`;
}

/** One announcement for screen readers, with units in words; of a training, each quarter. */
export function announcement(
  learned: Learned,
  iterations: number,
  running: boolean,
  labels = HUBBLE,
): string {
  if (running) return `Training, ${25 * Math.floor((4 * learned.iteration) / iterations)}\u00a0%.`;
  return `Iteration ${learned.iteration} of ${iterations}. ${resultText(learned, labels)}.`;
}

function resultText({ slope, age, loss }: Learned, labels: Labels): string {
  if (!exists(slope)) return "The training diverged";
  const unit = labels.has_age ? "kilometres per second per megaparsec" : labels.slope_unit;
  const ageText = exists(age) ? withUnit(`age ${fixed(age, 2)}`, "billion years") : noAge(slope);
  return [
    withUnit(`Slope ${fixed(slope, 2)}`, unit),
    ...(labels.has_age ? [ageText] : []),
    exists(loss) ? `loss ${significant(loss, 4)}` : "loss too large to hold",
  ].join(", ");
}

function noAge(slope: number | null): string {
  return exists(slope) ? "no age: slope is 0 or below" : "no age: no slope";
}

function noCorrelation(slope: number | null): string {
  return slope === 0 ? "not defined for a flat line" : "not defined";
}
