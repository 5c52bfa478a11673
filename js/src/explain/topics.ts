/** What is explained on the spot. All of its words are here, with the numbers of what is shown now. */

import { hasClosedForm, zoneEnds, zoneOf } from "../convergence";
import { general } from "../decimal";
import { exists, fixed, significant } from "../format";
import { withUnit } from "../labels";
import { AGE_AT_UNIT_SLOPE } from "../line";
import { NAMES } from "../zones";
import { lossAt, type Now, range, SECONDS } from "./tones";

const LENGTHS = {
  MSE: "Draw a square on each of these lengths: the loss is their mean area.",
  L1: "The loss L1 is the mean of these lengths.",
  Huber: "The Huber loss squares short lengths only: a stray point counts for less.",
};

const UNIT = fixed(AGE_AT_UNIT_SLOPE, 1);

/** The names of the buttons, and what they answer. */
export const TOPICS = {
  rate: [
    "What is the learning rate?",
    (now) =>
      `How large each step towards a smaller loss is. Small steps take long, too large ones overshoot.${zones(now)}`,
  ],
  loss: [
    "What is the loss?",
    ({ settings }) =>
      `How far above or below the line is each point? ${LENGTHS[settings.loss_function]} Both axes are first divided by their largest value.`,
  ],
  error: [
    "What is a standard error?",
    ({ exact: { slope, slope_stderr: error } }) =>
      `How far the exact number may be off, because the points scatter: about two times in three by less than this.${exists(slope) && exists(error) ? ` For the slope: ${fixed(slope - error, 2)} to ${fixed(slope + error, 2)}.` : ""}`,
  ],
  r: [
    "What is r?",
    () =>
      "How closely the points follow a straight line: 1 if all lie on a rising one, −1 on a falling one, 0 without any trend.",
  ],
  converged: [
    "What does “converged” mean?",
    () =>
      "More iterations change almost nothing: the slope stays within 1\u00a0% of its way to the exact one. Diverged: each step makes it worse.",
  ],
  mpc: [
    "What is km/s/Mpc?",
    ({ shown: { learned } }) =>
      `A megaparsec (Mpc) is a distance, 3.26 million light-years. For each Mpc that a galaxy is farther away, it recedes faster by the slope${exists(learned.slope) ? `: now ${fixed(learned.slope, 2)}\u00a0km/s` : ""}.`,
  ],
  optimizer: [
    "What is an optimizer?",
    () =>
      "The rule for each step. SGD goes straight downhill; with momentum it rolls on like a ball; Adam finds step sizes of its own for slope and intercept.",
  ],
  age: [
    "Why is 1/slope an age?",
    ({ shown: { learned } }) =>
      `At today's speed a galaxy took distance / velocity, or 1/slope, to get where it is${exists(learned.age) ? `: ${UNIT} / ${fixed(learned.slope, 2)}, where ${UNIT} turns the units into billion years` : ""}. True if the expansion was never faster or slower.`,
  ],
  summary: ["In words", summary],
} satisfies Record<string, [string, (now: Now) => string]>;

export type Topic = keyof typeof TOPICS;

function zones({ settings, labels, shown: { descent } }: Now): string {
  if (!descent || !hasClosedForm(settings)) return "";
  const { moments, learningRate } = descent;
  const [, swings, diverges] = zoneEnds(moments).map((end) => general(end, 2));
  const zone = NAMES[zoneOf(moments, learningRate)];
  return ` Yours, ${general(learningRate, 4)}, is “${zone}”: on these ${labels.rows} rates swing from ${swings} on and diverge from ${diverges} on.`;
}

const digits = (value: number | null) => significant(value, 4);

/** The plots in words. */
function summary(now: Now): string {
  const { labels, exact } = now;
  const { learned, descent } = now.shown;
  const { slope, intercept, iteration, loss } = learned;
  const unit = labels.has_age ? "km/s per Mpc" : labels.slope_unit;
  const line = exists(slope)
    ? `The learned line starts at ${withUnit(fixed(intercept, 1), labels.y_unit)} and ${slope < 0 ? "falls" : "rises"} by ${withUnit(fixed(Math.abs(slope), 2), unit)}; the exact slope is ${fixed(exact.slope, 2)}.`
    : "The training diverged: there is no learned line.";
  return `${descent?.moments.n} ${labels.rows} from ${ends(now, "distance")}, ${ends(now, "velocity")}. ${line} The loss at iteration ${iteration} is ${digits(loss)}, at the start ${digits(lossAt(now, 0))}, of the exact fit ${digits(exact.loss)}.`;
}

/** From where to where the points are. */
function ends({ labels, rows }: Now, column: "distance" | "velocity"): string {
  const unit = column === "distance" ? labels.x_unit : labels.y_unit;
  return withUnit(range(rows, rows[column]).map(digits).join(" to "), unit);
}

export const HEARD = "Play the points, the learned line and the loss as tones.";

/** What is heard, and in which order. */
export function soundWords(now: Now): string {
  const { labels, rows, shown } = now;
  const line = exists(shown.learned.slope) ? `, the learned line in ${SECONDS.line}` : "";
  const below = range(rows, rows.velocity)[0] < 0 ? "; rough is below 0" : "";
  return `The ${labels.rows} from ${ends(now, "distance")} in ${SECONDS.points} seconds${line}, the loss in ${SECONDS.loss}. Higher tones are higher in the plot${below}.`;
}
