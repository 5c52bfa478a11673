/** The texts and numbers of the readout. */

import type { Topic } from "../explain/question";
import type { Exact, Labels, Learned } from "../state/model";
import { exactText } from "./ages";
import { percent } from "./decimal";
import { exists, fixed, MISSING, plusMinus, significant } from "./format";
import { HUBBLE, withUnit } from "./labels";
import { grouped, message } from "./messages";

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

/** Of a training that diverged, or of a guess that is far off. */
const TOO_LARGE = message("too large to hold");

const exactly = (value: string): string => message("exact {value}", { value });

/** The card of the loss names `lossFunction` unless it is the mean squared error. */
export function cardTexts(
  learned: Learned,
  exact: Exact,
  lossFunction = "MSE",
  labels = HUBBLE,
  hidesExact = false,
): CardText[] {
  const cards = allCards(learned, exact, lossFunction, labels);
  return hidesExact ? cards.map((card) => ({ ...card, exact: message("exact hidden") })) : cards;
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
      note: exists(learned.slope) ? labels.slope_unit : TOO_LARGE,
      exact: exactly(plusMinus(exact.slope, exact.slope_stderr, 2)),
      ...(labels.has_age ? { topic: "mpc" as const } : {}),
    },
    {
      label: message("Correlation r"),
      value: fixed(learned.r, 3),
      note: exists(learned.r) ? "" : noCorrelation(learned.slope),
      exact: exactly(fixed(exact.r, 3)),
      topic: "r",
    },
    ...(labels.has_age ? [ageCard(learned, exact)] : []),
    {
      label: message("Intercept"),
      value: fixed(learned.intercept, 1),
      note: exists(learned.intercept) ? labels.y_unit : "",
      exact: exactly(plusMinus(exact.intercept, exact.intercept_stderr, 1)),
      isSmall: true,
    },
    {
      label:
        lossFunction === "MSE" ? message("Loss") : message("Loss ({loss})", { loss: lossFunction }),
      value: significant(learned.loss, 4),
      note: exists(learned.loss) ? "" : TOO_LARGE,
      exact: exactly(significant(exact.loss, 4)),
      isSmall: true,
      topic: "loss",
    },
  ];
}

const ageCard = (learned: Learned, exact: Exact): CardText => ({
  label: message("Age of the universe, 1/slope"),
  value: fixed(learned.age, 2),
  note: exists(learned.age) ? message("billion years") : noAge(learned.slope),
  exact: exists(exact.age)
    ? `${exactText(exact)}, ${exact.age_worth}`
    : `${exactly(MISSING)}, ${noAge(exact.slope)}`,
  topic: "age",
});

export const placeOnPath = (iteration: number, iterations: number) => ({
  iteration: grouped(iteration),
  iterations: grouped(iterations),
});

/** Where the learned line comes from, and its state. */
export function progressText({ source, iteration }: Learned, iterations: number): string {
  const at = placeOnPath(iteration, iterations);
  return source === "torch"
    ? message("by torch, now at iteration {iteration} of {iterations}", at)
    : message("predicted, now at iteration {iteration} of {iterations}", at);
}

/** An announcement for screen readers, with units in words. During a training it changes at each quarter. */
export function announcement(
  learned: Learned,
  iterations: number,
  running: boolean,
  labels = HUBBLE,
): string {
  const { iteration, slope, age, loss } = learned;
  if (running) {
    const share = percent(Math.floor((4 * iteration) / iterations) / 4);
    return message("Training, {share}.", { share });
  }
  const at = placeOnPath(iteration, iterations);
  if (!exists(slope)) {
    return message("Iteration {iteration} of {iterations}. The numbers are too large to hold.", at);
  }
  const unit = labels.has_age ? message("kilometers per second per megaparsec") : labels.slope_unit;
  const results = [
    message("Slope {slope}", { slope: withUnit(fixed(slope, 2), unit) }),
    ...(labels.has_age ? [ageText(age, slope)] : []),
    exists(loss)
      ? message("loss {loss}", { loss: significant(loss, 4) })
      : message("loss too large"),
  ].join(", ");
  return message("Iteration {iteration} of {iterations}. {results}.", { ...at, results });
}

const ageText = (age: number | null, slope: number): string =>
  exists(age)
    ? message("age {age}", { age: withUnit(fixed(age, 2), message("billion years")) })
    : noAge(slope);

/** Why there is no age. A rising straight line has one. */
function noAge(slope: number | null): string {
  if (!exists(slope)) return message("no age: no slope");
  return slope > 0 ? message("no age: a curve") : message("no age: slope is 0 or below");
}

const noCorrelation = (slope: number | null): string =>
  slope === 0 ? message("not defined for a flat line") : message("not defined");
