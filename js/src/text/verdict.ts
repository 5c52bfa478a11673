/** Compares the learned line with the exact one, in words (hubble_widget/text/verdict.py). */

import {
  CLOSE_ENOUGH,
  hasClosedForm,
  type Progress,
  type Zone,
} from "../gradient_descent/convergence";
import { ageOf } from "../gradient_descent/line";
import type { Labels, Words } from "../state/model";
import { EARTH } from "./ages";
import { decimal, exists, general, grouped, percent } from "./decimal";
import { HUBBLE, withUnit } from "./labels";

/** The largest number of iterations in the explorer. */
const MAX_ITERATIONS = 10_000;

const CLOSE = percent(0.01);

const KINDS: Record<Zone, string> = {
  slow: "a slow rate",
  fast: "a steady rate",
  oscillating: "a rate that swings",
  diverging: "a rate that diverges",
};

const words = (headline: string, sentence: string): Words => ({ headline, sentence });

const atStart = (rest: string): Words =>
  words("At the start.", `No step has been taken yet${rest}`);

const tooLarge = (steps: string): Words =>
  words("Diverged.", `After ${steps} ${TOO_LARGE}: a smaller learning rate may converge.`);

const TOO_LARGE = "the numbers were too large to hold";

export function verdict(progress: Progress, degree: number, labels = HUBBLE): Words {
  const { headline, sentence } = judge(progress, degree, labels);
  const isAge = degree === 1 && labels.has_age;
  return words(headline, sentence + (isAge ? tooYoung(progress.exactSlope) : ""));
}

function judge(progress: Progress, degree: number, labels: Labels): Words {
  if (progress.diverged === 0) return NO_NUMBERS;
  if (!hasClosedForm(progress)) return compared(progress, degree);
  const unstable = progress.learningRate >= progress.largestStableRate;
  if (progress.diverged !== null || unstable) return diverging(progress, labels);
  if (!Number.isNaN(progress.fraction)) return onTheWay(progress, degree, labels);
  const sentence = progress.fitIntercept
    ? "The start has the exact slope already; only the intercept may have to move."
    : "The start is the exact line already.";
  return words("No slope to learn.", sentence);
}

const NO_NUMBERS = words(
  "No numbers.",
  "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
);

/** Words that say nothing about the exact line. */
export function withoutExact(progress: Progress, labels = HUBBLE): Words {
  const { iteration, diverged, slope } = progress;
  if (diverged === 0) return NO_NUMBERS;
  const by = stepsOf(progress);
  if (diverged !== null) return tooLarge(by);
  const hidden = "The exact fit is hidden: guess where it is.";
  if (iteration === 0) return atStart(`. ${hidden}`);
  const reached = withUnit(decimal(slope, 2), labels.slope_unit);
  return words("How close is it?", `${by} brought the slope to ${reached}. ${hidden}`);
}

/** A warning if the exact line's age is below that of the Earth. */
function tooYoung(exactSlope: number): string {
  const age = ageOf(exactSlope);
  if (!exists(age) || age >= EARTH) return "";
  const shown = withUnit(decimal(age, 2), "billion years");
  const cause = "the distances are too short, or the velocities too large.";
  return ` At ${shown} the universe would be younger than the Earth (${decimal(EARTH, 1)}): ${cause}`;
}

function onTheWay(progress: Progress, degree: number, labels: Labels): Words {
  const { iteration, fraction, iterationsNeeded: needed } = progress;
  const slope = withUnit(decimal(progress.exactSlope, 2), labels.slope_unit);
  const line = `the exact straight line, ${slope}`;
  const exact = degree === 1 ? "the exact fit" : line;
  const rate = `${general(progress.learningRate, 4)} (${KINDS[progress.zone ?? "slow"]})`;
  if (iteration === 0) return atStart(`; at ${rate} ${wanted(progress, exact)}.`);
  const steps = `${iterations(iteration)}${at(progress, rate)}`;
  if (needed !== null && iteration >= needed) {
    const sentence = `${steps} brought the slope within ${CLOSE} of ${exact}${enough(progress)}.`;
    return words("Converged.", sentence);
  }
  if (Math.abs(fraction - 1) < CLOSE_ENOUGH) {
    const moves = progress.zone === "oscillating" ? "swings" : "moves";
    const still = `but it still ${moves}; ${wanted(progress, "")}.`;
    const sentence = `${steps} came within ${CLOSE} of ${exact}, ${still}`;
    return words("Nearly there.", sentence);
  }
  const have = iteration === 1 ? "has" : "have";
  const sentence = `${steps} ${have} not converged: ${wanted(progress, exact)}.`;
  return words(way(fraction), sentence);
}

/** The words if no closed form gives the rest of the path. */
function compared(progress: Progress, degree: number): Words {
  const { iteration, fraction, loss_function: loss } = progress;
  const by = stepsOf(progress);
  if (progress.diverged !== null) return tooLarge(by);
  const fit = degree === 1 ? "least-squares fit" : "straight line";
  const other = `, but the ${loss} loss has its lowest value at another line`;
  const exact = `the exact ${fit} has ${decimal(progress.exactSlope, 2)}${loss === "MSE" ? "" : other}`;
  if (iteration === 0) return atStart(`; ${exact}.`);
  const sentence = `${by} brought the slope to ${decimal(progress.slope, 2)}; ${exact}.${arrival(progress)}`;
  if (Number.isNaN(fraction)) return words("The start had the exact slope.", sentence);
  if (Math.abs(fraction - 1) < CLOSE_ENOUGH) {
    return words(`Within ${CLOSE} of the exact slope.`, sentence);
  }
  return words(way(fraction), sentence);
}

/** How many steps of which kind were taken, at which learning rate. */
function stepsOf(progress: Progress): string {
  const { iteration, epochs, optimizer, batch_size: size, learningRate } = progress;
  const rounded = epochs === null ? "" : decimal(epochs, 1).replace(/\.0$/, "");
  const passes = rounded && ` (${rounded} ${rounded === "1" ? "epoch" : "epochs"})`;
  const batches = size ? ` in batches of ${grouped(size)}` : "";
  return `${iterations(iteration)}${passes} of ${optimizer}${batches}${at(progress, general(learningRate, 4))}`;
}

/** At which rate the iterations were made; if it has changed, the last ones. */
const at = ({ iteration, rateSince }: Progress, rate: string): string =>
  rateSince ? `, the last ${grouped(iteration - rateSince)} at ${rate},` : ` at ${rate}`;

function diverging(progress: Progress, labels: Labels): Words {
  const overshoots = `At ${general(progress.learningRate, 4)} each step overshoots by more than the last`;
  const limit = general(progress.largestStableRate, 2);
  const unscaled = progress.scaling === "none" ? ", unscaled," : "";
  const cure = `on these ${labels.rows}${unscaled} the learning rate must stay below ${limit}.`;
  if (progress.diverged === null) return words("Diverging.", `${overshoots}: ${cure}`);
  const after = `after ${iterations(progress.diverged)} ${TOO_LARGE}`;
  return words("Diverged.", `${overshoots}, and ${after}: ${cure}`);
}

/** Since which iteration the slope has been within 1 % of the way, up to the present one. */
function arrival({ settled, iteration, loss_function }: Progress): string {
  if (settled === null || settled >= iteration) return "";
  const since = grouped(settled);
  return loss_function === "MSE"
    ? ` It has stayed within ${CLOSE} of it since iteration ${since}.`
    : ` Since iteration ${since} it has moved by less than ${CLOSE} of the way.`;
}

/** How much of the way is covered: 98 % at most before it is within 1 % of its end, which is another headline. */
function way(fraction: number): string {
  if (fraction < -0.005) return "On the wrong side of the start.";
  if (fraction > 1) {
    const beyond = fraction - 1;
    return `Past the exact slope by ${beyond >= 0.015 ? percent(beyond) : `more than ${CLOSE}`}.`;
  }
  return `${percent(Math.min(Math.max(0, fraction), 0.98))} of the way.`;
}

/** The number of iterations after which the slope stays within 1 % of the exact fit. */
function wanted(progress: Progress, exact: string): string {
  const goal = exact ? `bring the slope within ${CLOSE} of ${exact}` : "keep it there";
  const { iterationsNeeded: needed, learningRate, largestStableRate } = progress;
  if (needed !== null && needed <= MAX_ITERATIONS) {
    return `about ${grouped(about(needed))} would ${goal}`;
  }
  const faster = `; a larger rate, below ${general(largestStableRate, 2)}, is faster`;
  const hint = 2 * learningRate < largestStableRate ? faster : "";
  return `more than ${grouped(MAX_ITERATIONS)} would ${goal}${hint}`;
}

/** The number of iterations that are enough, if it is smaller. */
function enough({ iteration, iterationsNeeded }: Progress): string {
  const count = about(iterationsNeeded ?? 0);
  if (count >= iteration) return "";
  return `; about ${grouped(count)} ${count === 1 ? "is" : "are"} enough`;
}

/** Rounded to two digits. */
const about = (count: number): number => Number(general(count, 2));

const iterations = (count: number): string =>
  count === 1 ? "1 iteration" : `${grouped(count)} iterations`;
