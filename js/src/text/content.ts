/** The texts and numbers of the readout. */

import type { Topic } from "../explain/question";
import type { Exact, Labels, Learned } from "../state/model";
import { exactText } from "./ages";
import { exists, fixed, MISSING, plusMinus, significant } from "./format";
import { HUBBLE, withUnit } from "./labels";

export interface CardText {
  label: string;
  /** The learned number, large. */
  value: string;
  /** Beside it: the unit, or why there is no number. */
  note: string;
  exact: string;
  /** A smaller card, for a number that is not one of the three main results. */
  isSmall?: boolean;
  /** The topic that its "?" explains. */
  topic?: Topic;
}

const DIVERGED = "the training diverged";

/** The card of the loss names `lossFunction` unless it is the mean squared error. */
export function cardTexts(
  learned: Learned,
  exact: Exact,
  lossFunction = "MSE",
  labels = HUBBLE,
  hidesExact = false,
): CardText[] {
  const cards = allCards(learned, exact, lossFunction, labels);
  return hidesExact ? cards.map((card) => ({ ...card, exact: "exact hidden" })) : cards;
}

function allCards(
  learned: Learned,
  exact: Exact,
  lossFunction: string,
  labels: Labels,
): CardText[] {
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
    ...(labels.has_age ? [ageCard(learned, exact)] : []),
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

const ageCard = (learned: Learned, exact: Exact): CardText => ({
  label: "Age of the universe, 1/slope",
  value: fixed(learned.age, 2),
  note: exists(learned.age) ? "billion years" : noAge(learned.slope),
  exact: exists(exact.age)
    ? `${exactText(exact)}, ${exact.age_worth}`
    : `exact ${MISSING}, ${noAge(exact.slope)}`,
  topic: "age",
});

/** Where the learned line comes from. */
export const sourceText = ({ source }: Learned): string =>
  source === "torch" ? "by torch," : "predicted,";

export const progressText = (learned: Learned, iterations: number): string =>
  `now at iteration ${learned.iteration} of ${iterations}`;

/** An announcement for screen readers, with units in words. During a training it changes at each quarter. */
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

/** Why there is no age. A rising straight line has one. */
function noAge(slope: number | null): string {
  if (!exists(slope)) return "no age: no slope";
  return slope > 0 ? "no age: a curve" : "no age: slope is 0 or below";
}

const noCorrelation = (slope: number | null): string =>
  slope === 0 ? "not defined for a flat line" : "not defined";
