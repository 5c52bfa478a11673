/** Compares the learned line with the exact one, in words (hubble_widget/text/verdict.py). */

import { CLOSE_ENOUGH, type Progress } from "../gradient_descent/convergence";
import { ageOf } from "../gradient_descent/line";
import type { Labels, Words } from "../state/model";
import { EARTH } from "./ages";
import { decimal, exists, general, percent, roundedTo } from "./decimal";
import { HUBBLE, withUnit } from "./labels";
import { counted, grouped, message } from "./messages";

/** The largest number of iterations in the explorer. */
const MAX_ITERATIONS = 10_000;

export const CLOSE = percent(0.01);

export const words = (headline: string, ...sentences: string[]): Words => ({
  headline,
  sentence: sentences.filter(Boolean).join(" "),
});

export const atStart = (...sentences: string[]): Words =>
  words(message("At the start."), ...sentences);

/** Of plain gradient descent, whose path has a closed form, while the exact line is shown; else other_words.ts. */
export const verdict = (progress: Progress, degree: number, labels = HUBBLE): Words =>
  withWarning(judge(progress, degree, labels), progress, degree, labels);

/** With a warning if the exact line's age is below that of the Earth. */
export function withWarning(
  { headline, sentence }: Words,
  { exactSlope }: Progress,
  degree: number,
  labels: Labels,
): Words {
  const isAge = degree === 1 && labels.has_age;
  return words(headline, sentence, isAge ? tooYoung(exactSlope) : "");
}

function judge(progress: Progress, degree: number, labels: Labels): Words {
  if (progress.diverged === 0) return NO_NUMBERS;
  const unstable = progress.learningRate >= progress.largestStableRate;
  if (progress.diverged !== null || unstable) return diverging(progress, labels);
  if (!Number.isNaN(progress.fraction)) return onTheWay(progress, degree, labels);
  const sentence = progress.fitIntercept
    ? message("The start has the exact slope already; only the intercept may have to move.")
    : message("The start is the exact line already.");
  return words(message("No slope to learn."), sentence);
}

export const NO_NUMBERS = words(
  message("No numbers."),
  message(
    "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
  ),
);

function tooYoung(exactSlope: number): string {
  const age = ageOf(exactSlope);
  if (!exists(age) || age >= EARTH) return "";
  return message(
    "At {age} the universe would be younger than the Earth ({earth}): the distances are too short, or the velocities too large.",
    { age: withUnit(decimal(age, 2), message("billion years")), earth: decimal(EARTH, 1) },
  );
}

function onTheWay(progress: Progress, degree: number, labels: Labels): Words {
  const { iteration, fraction, zone, iterationsNeeded } = progress;
  const slope = withUnit(decimal(progress.exactSlope, 2), labels.slope_unit);
  const exact =
    degree === 1
      ? message("the exact fit")
      : message("the exact straight line, {slope}", { slope });
  const rate = rateOf(progress);
  const reached = { exact, share: CLOSE, steps: stepsAt(progress, rate) };
  if (iterationsNeeded !== null && iteration >= iterationsNeeded) {
    const enough = about(iterationsNeeded);
    const sentence =
      enough < iteration
        ? counted(
            "{steps} brought the slope within {share} of {exact}; about {count} is enough.",
            "{steps} brought the slope within {share} of {exact}; about {count} are enough.",
            enough,
            reached,
          )
        : message("{steps} brought the slope within {share} of {exact}.", reached);
    return words(message("Converged."), sentence);
  }
  const values = { ...reached, rate, needed: wanted(progress) };
  const faster = fasterRate(progress);
  if (iteration === 0) {
    return atStart(
      message(
        "No step has been taken yet; at {rate} {needed} would bring the slope within {share} of {exact}.",
        values,
      ),
      faster,
    );
  }
  if (Math.abs(fraction - 1) < CLOSE_ENOUGH) {
    const sentence =
      zone === "oscillating"
        ? message(
            "{steps} came within {share} of {exact}, but it still swings; {needed} would keep it there.",
            values,
          )
        : message(
            "{steps} came within {share} of {exact}, but it still moves; {needed} would keep it there.",
            values,
          );
    return words(message("Nearly there."), sentence, faster);
  }
  const sentence = counted(
    "{steps} has not converged: {needed} would bring the slope within {share} of {exact}.",
    "{steps} have not converged: {needed} would bring the slope within {share} of {exact}.",
    iteration,
    values,
  );
  return words(way(fraction), sentence, faster);
}

/** The steps of plain gradient descent. If the rate has changed, it is that of the last ones. */
function stepsAt({ iteration, rateSince }: Progress, rate: string): string {
  const values = { iterations: iterations(iteration), last: grouped(iteration - rateSince), rate };
  return rateSince
    ? message("{iterations}, the last {last} at {rate},", values)
    : message("{iterations} at {rate}", values);
}

function rateOf({ learningRate, zone }: Progress): string {
  const rate = { learning_rate: general(learningRate, 4) };
  if (zone === "fast") return message("{learning_rate} (a steady rate)", rate);
  return zone === "oscillating"
    ? message("{learning_rate} (a rate that swings)", rate)
    : message("{learning_rate} (a slow rate)", rate);
}

function diverging(progress: Progress, labels: Labels): Words {
  const { diverged, scaling, learningRate, largestStableRate } = progress;
  const values = {
    rate: general(learningRate, 4),
    rows: labels.rows,
    limit: general(largestStableRate, 2),
    iterations: iterations(diverged ?? 0),
  };
  const isUnscaled = scaling === "none";
  if (diverged === null) {
    return words(
      message("Diverging."),
      isUnscaled
        ? message(
            "At {rate} each step overshoots by more than the last: on these {rows}, unscaled, the learning rate must stay below {limit}.",
            values,
          )
        : message(
            "At {rate} each step overshoots by more than the last: on these {rows} the learning rate must stay below {limit}.",
            values,
          ),
    );
  }
  return words(
    message("Diverged."),
    isUnscaled
      ? message(
          "At {rate} each step overshoots by more than the last, and after {iterations} the numbers were too large to hold: on these {rows}, unscaled, the learning rate must stay below {limit}.",
          values,
        )
      : message(
          "At {rate} each step overshoots by more than the last, and after {iterations} the numbers were too large to hold: on these {rows} the learning rate must stay below {limit}.",
          values,
        ),
  );
}

/** How much of the way is covered: 98 % at most before it is within 1 % of its end, which is another headline. */
export function way(fraction: number): string {
  if (fraction < -0.005) return message("On the wrong side of the start.");
  if (fraction > 1) {
    const beyond = fraction - 1;
    return beyond >= 0.015
      ? message("Past the exact slope by {share}.", { share: percent(beyond) })
      : message("Past the exact slope by more than {share}.", { share: CLOSE });
  }
  return message("{share} of the way.", { share: percent(Math.min(Math.max(0, fraction), 0.98)) });
}

/** After how many iterations the slope stays within 1 % of the exact fit. */
const wanted = ({ iterationsNeeded: needed }: Progress): string =>
  isInReach(needed)
    ? message("about {count}", { count: grouped(about(needed)) })
    : message("more than {count}", { count: grouped(MAX_ITERATIONS) });

/** A sentence about larger rates where the explorer cannot go on for long enough. */
const fasterRate = (progress: Progress): string =>
  isInReach(progress.iterationsNeeded) || 2 * progress.learningRate >= progress.largestStableRate
    ? ""
    : message("A larger rate, below {limit}, is faster.", {
        limit: general(progress.largestStableRate, 2),
      });

const isInReach = (needed: number | null): needed is number =>
  needed !== null && needed <= MAX_ITERATIONS;

const about = (count: number): number => roundedTo(count, 2);

export const iterations = (count: number): string =>
  counted("{count} iteration", "{count} iterations", count);
