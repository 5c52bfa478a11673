/** The answers to the questions, with the numbers of the displayed state. */

import {
  AGE_AT_UNIT_SLOPE,
  exists,
  fixed,
  general,
  grouped,
  hasClosedForm,
  lastRate,
  quadraticLossOf,
  showsExact,
  significant,
  withUnit,
  ZONE_NAMES,
  zoneEnds,
  zoneOf,
} from "#shared";
import type { Scaling } from "../state/model";
import type { Topic } from "./question";
import { lossAt, range, SECONDS, type Snapshot } from "./tones";

const LENGTHS = {
  MSE: "Draw a square on each of these lengths: the loss is their mean area.",
  L1: "The loss L1 is the mean of these lengths.",
  Huber: "The Huber loss squares short lengths only: a stray point counts for less.",
};

const SCALED: Record<Scaling, string> = {
  max: "Both axes are first divided by their largest value.",
  standard: "Both axes are first standardized: most values lie between −2 and 2 then.",
  none: "Both axes are taken as they are, in their units.",
};

const UNIT = fixed(AGE_AT_UNIT_SLOPE, 1);

export const ANSWERS: Record<Topic, (now: Snapshot) => string> = {
  rate: (now) =>
    `How large each step toward a smaller loss is. Small steps take long, too large ones overshoot.${zones(now)}`,
  loss: ({ settings, display: { descent } }) =>
    `How far above or below the line is each point? ${LENGTHS[settings.loss_function]} ${SCALED[descent?.moments.scaling ?? "max"]}`,
  error: ({ exact: { slope, slope_stderr: error } }) =>
    `The points scatter, so that the exact number may be off: in about two of three cases by less than this.${exists(slope) && exists(error) ? ` For the slope: ${fixed(slope - error, 2)} to ${fixed(slope + error, 2)}.` : ""} An age, 1/slope, may be off by more upwards than downwards, so that it has limits in place of ±.`,
  r: () =>
    "How closely the points follow a straight line: 1 if all lie on a rising one, −1 on a falling one, 0 without any trend.",
  converged: () =>
    "More iterations change almost nothing: the slope stays within 1\u00a0% of its way to the exact one. Diverged: each step makes it worse.",
  mpc: ({ display: { learned } }) =>
    `A megaparsec (Mpc) is a distance, 3.26 million light-years. For each Mpc that a galaxy is farther away, it recedes faster by the slope${exists(learned.slope) ? `: now ${fixed(learned.slope, 2)}\u00a0km/s` : ""}.`,
  optimizer: () =>
    "The rule for each step. SGD goes straight downhill; with momentum it rolls on like a ball; Adam finds step sizes of its own for slope and intercept.",
  age: ({ display: { learned } }) =>
    `At today's speed a galaxy took distance / velocity, or 1/slope, to get where it is${exists(learned.age) ? `: ${UNIT} / ${fixed(learned.slope, 2)}, where ${UNIT} turns the units into billion years` : ""}. True if the expansion was never faster or slower.`,
  summary,
};

function zones({ settings, labels, display: { descent } }: Snapshot): string {
  if (!descent || !hasClosedForm(settings) || !showsExact(settings)) return "";
  const { moments } = descent;
  const [, learningRate] = lastRate(descent.learningRate, descent.rateChanges);
  const [, swings, diverges] = zoneEnds(moments).map((end) => general(end, 2));
  const zone = ZONE_NAMES[zoneOf(moments, learningRate)];
  return ` Yours, ${general(learningRate, 4)}, is “${zone}”: on these ${labels.rows} rates swing from ${swings} on and diverge from ${diverges} on.`;
}

const digits = (value: number | null) => significant(value, 4);

/** A description of the plots. */
function summary(now: Snapshot): string {
  const { labels, exact } = now;
  const isShown = showsExact(now.settings);
  const { learned, descent } = now.display;
  const { slope, intercept, iteration, loss } = learned;
  const unit = labels.has_age ? "km/s per Mpc" : labels.slope_unit;
  const line = exists(slope)
    ? `The learned line starts at ${withUnit(fixed(intercept, 1), labels.y_unit)} and ${slope < 0 ? "falls" : "rises"} by ${withUnit(fixed(Math.abs(slope), 2), unit)}${isShown ? `; the exact slope is ${fixed(exact.slope, 2)}` : ""}.`
    : "The training diverged: there is no learned line.";
  return `${descent?.moments.n} ${labels.rows} from ${ends(now, "distance")}, ${ends(now, "velocity")}. ${line}${surface(now)} The loss at iteration ${iteration} is ${digits(loss)}, at the start ${digits(lossAt(now, 0))}${isShown ? `, of the exact fit ${digits(exact.loss)}` : ""}.`;
}

/** The path on the loss surface while that is shown. */
function surface({ settings, showsSurface, display: { descent } }: Snapshot): string {
  if (!showsSurface || !descent) return "";
  const { moments, start } = descent;
  const from = `the path to it from slope ${fixed(start[0], 2)}`;
  if (!moments.fit_intercept) return ` The curve of the loss over the slope shows ${from}.`;
  const { flat, steep } = quadraticLossOf(moments);
  const times = grouped(Math.round(steep / flat));
  const shape =
    times === "1" ? "equally steep in all directions" : `${times} times steeper across than along`;
  const valley = settings.loss_function === "MSE" ? ` in a valley ${shape}` : "";
  return ` The loss surface shows ${from}, intercept ${fixed(start[1], 1)}${valley}.`;
}

/** The range of the points. */
function ends({ labels, rows }: Snapshot, column: "distance" | "velocity"): string {
  const unit = column === "distance" ? labels.x_unit : labels.y_unit;
  return withUnit(range(rows, rows[column]).map(digits).join(" to "), unit);
}

/** The order of the tones, and their meaning. */
export function soundDescription(now: Snapshot): string {
  const { labels, rows, display } = now;
  const line = exists(display.learned.slope) ? `, the learned line in ${SECONDS.line}` : "";
  const below = range(rows, rows.velocity)[0] < 0 ? "; a rough tone is below 0" : "";
  return `The ${labels.rows} from ${ends(now, "distance")} in ${SECONDS.points} seconds${line}, the loss in ${SECONDS.loss}. Higher tones are higher in the plot${below}.`;
}
