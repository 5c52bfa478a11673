/** What separates the learned line from the exact one, in words (hubble_widget/display/words.py). */

import { EARTH } from "./ages";
import { hasClosedForm, type Progress, THERE, type Zone } from "./convergence";
import { decimal, general, grouped, percent } from "./decimal";
import { HUBBLE, withUnit } from "./labels";
import { ageOf } from "./line";
import type { Labels, Words } from "./model";

/** As many iterations as the explorer offers. */
const MOST_ITERATIONS = 10_000;

const CLOSE = percent(0.01);

const KINDS: Record<Zone, string> = {
  slow: "a slow rate",
  fast: "a steady rate",
  oscillating: "a rate that swings",
  diverging: "a rate that diverges",
};

export function verdict(progress: Progress, degree: number, labels = HUBBLE): Words {
  const { headline, sentence } = judge(progress, degree, labels);
  const isAge = degree === 1 && labels.has_age;
  return { headline, sentence: sentence + (isAge ? tooYoung(progress.exactSlope) : "") };
}

function judge(progress: Progress, degree: number, labels: Labels): Words {
  if (progress.diverged === 0) {
    const sentence =
      "The guess is so far off that its loss is too large to hold; choose one nearer to the data.";
    return { headline: "No numbers.", sentence };
  }
  if (!hasClosedForm(progress)) return compared(progress, degree);
  const unstable = progress.learningRate >= progress.largestStableRate;
  if (progress.diverged !== null || unstable) return diverging(progress, labels);
  if (!Number.isNaN(progress.fraction)) return onTheWay(progress, degree, labels);
  return {
    headline: "No slope to learn.",
    sentence: "The start has the exact slope already; only the intercept may have to move.",
  };
}

/** What cannot be about the exact line's age, where it is below that of the Earth. */
function tooYoung(exactSlope: number): string {
  const age = ageOf(exactSlope);
  if (!Number.isFinite(age) || age >= EARTH) return "";
  const shown = withUnit(decimal(age, 2), "billion years");
  const cause = "the distances are too short, or the velocities too large.";
  return ` At ${shown} the universe would be younger than the Earth (${decimal(EARTH, 1)}): ${cause}`;
}

function onTheWay(progress: Progress, degree: number, labels: Labels): Words {
  const { iteration, fraction, iterationsNeeded: needed } = progress;
  const slope = withUnit(decimal(progress.exactSlope, 2), labels.slope_unit);
  const line = `the exact straight line, ${slope}`;
  const exact = degree === 1 ? "the exact fit" : line;
  const steps = iterations(iteration);
  const rate = `${general(progress.learningRate, 4)} (${KINDS[progress.zone ?? "slow"]})`;
  if (iteration === 0) {
    const sentence = `No step has been taken yet; at ${rate} ${wanted(progress, exact)}.`;
    return { headline: "At the start.", sentence };
  }
  if (needed !== null && iteration >= needed) {
    const sentence = `${steps} at ${rate} brought the slope within ${CLOSE} of ${exact}${enough(progress)}.`;
    return { headline: "Converged.", sentence };
  }
  if (Math.abs(fraction - 1) < THERE) {
    const moves = progress.zone === "oscillating" ? "swings" : "moves";
    const still = `but it still ${moves}; ${wanted(progress, "")}.`;
    const sentence = `${steps} at ${rate} came within ${CLOSE} of ${exact}, ${still}`;
    return { headline: "Nearly there.", sentence };
  }
  const have = iteration === 1 ? "has" : "have";
  const sentence = `${steps} at ${rate} ${have} not converged: ${wanted(progress, exact)}.`;
  return { headline: way(fraction), sentence };
}

/** Where no closed form tells what is still to come. */
function compared(progress: Progress, degree: number): Words {
  const { iteration, fraction, optimizer, loss_function: loss } = progress;
  const by = `${iterations(iteration)} of ${optimizer} at ${general(progress.learningRate, 4)}`;
  if (progress.diverged !== null) {
    const cure = "a smaller learning rate may converge.";
    const sentence = `After ${by} the numbers were too large to hold: ${cure}`;
    return { headline: "Diverged.", sentence };
  }
  const fit = degree === 1 ? "least-squares fit" : "straight line";
  const other = `, but the ${loss} loss has its lowest value at another line`;
  const exact = `the exact ${fit} has ${decimal(progress.exactSlope, 2)}${loss === "MSE" ? "" : other}`;
  if (iteration === 0) {
    return { headline: "At the start.", sentence: `No step has been taken yet; ${exact}.` };
  }
  const sentence = `${by} brought the slope to ${decimal(progress.slope, 2)}; ${exact}.${arrival(progress)}`;
  if (Number.isNaN(fraction)) return { headline: "The start had the exact slope.", sentence };
  if (Math.abs(fraction - 1) < THERE) {
    return { headline: `Within ${CLOSE} of the exact slope.`, sentence };
  }
  return { headline: way(fraction), sentence };
}

function diverging(progress: Progress, labels: Labels): Words {
  const told = `At ${general(progress.learningRate, 4)} each step overshoots by more than the last`;
  const limit = general(progress.largestStableRate, 2);
  const cure = `on these ${labels.rows} the learning rate must stay below ${limit}.`;
  if (progress.diverged === null) return { headline: "Diverging.", sentence: `${told}: ${cure}` };
  const after = `after ${iterations(progress.diverged)} the numbers were too large to hold`;
  return { headline: "Diverged.", sentence: `${told}, and ${after}: ${cure}` };
}

/** Since when the slope has been where it is: within 1 % of the way, for good as far as is known. */
function arrival({ settled, iteration, loss_function }: Progress): string {
  if (settled === null || settled >= iteration) return "";
  const since = grouped(settled);
  return loss_function === "MSE"
    ? ` It has stayed within ${CLOSE} of it since iteration ${since}.`
    : ` Since iteration ${since} it has moved by less than ${CLOSE} of the way.`;
}

/** How much of the way is covered; what rounds to 99 or 101 % is not yet within 1 % of its end. */
function way(fraction: number): string {
  if (fraction < -0.005) return "On the wrong side of the start.";
  if (fraction > 1) {
    const beyond = fraction - 1;
    return `Past the exact slope by ${beyond >= 0.015 ? percent(beyond) : `more than ${CLOSE}`}.`;
  }
  return `${percent(Math.min(Math.max(0, fraction), 0.98))} of the way.`;
}

/** How many iterations it takes to come within 1 % of the exact fit, and to stay there. */
function wanted(progress: Progress, exact: string): string {
  const goal = exact ? `bring the slope within ${CLOSE} of ${exact}` : "keep it there";
  const { iterationsNeeded: needed, learningRate, largestStableRate } = progress;
  if (needed !== null && needed <= MOST_ITERATIONS) {
    return `about ${grouped(about(needed))} would ${goal}`;
  }
  const faster = `; a larger rate, below ${general(largestStableRate, 2)}, is faster`;
  const hint = 2 * learningRate < largestStableRate ? faster : "";
  return `more than ${grouped(MOST_ITERATIONS)} would ${goal}${hint}`;
}

/** How many iterations would have done, where those are fewer. */
function enough({ iteration, iterationsNeeded }: Progress): string {
  const count = about(iterationsNeeded ?? 0);
  if (count >= iteration) return "";
  return `; about ${grouped(count)} ${count === 1 ? "is" : "are"} enough`;
}

/** Rounded to two digits. */
function about(count: number): number {
  return Number(general(count, 2));
}

function iterations(count: number): string {
  return count === 1 ? "1 iteration" : `${grouped(count)} iterations`;
}
