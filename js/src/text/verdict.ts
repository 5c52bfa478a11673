/** Compares the learned line with the exact one, in words (hubble_widget/text/verdict.py). */

import type { Progress } from "../gradient_descent/convergence";
import { CLOSE_ENOUGH } from "../gradient_descent/gradient_descent";
import type { Labels, Words } from "../state/model";
import { decimal, general, percent } from "./decimal";
import { HUBBLE, withUnit } from "./labels";
import { counted, grouped, message } from "./messages";

/** The largest number of iterations in the explorer. */
const MAX_ITERATIONS = 10_000;

export const CLOSE = percent(CLOSE_ENOUGH);

export const words = (headline: string, ...sentences: string[]): Words => ({
  headline,
  sentence: sentences.filter(Boolean).join(" "),
});

export const atStart = (...sentences: string[]): Words =>
  words(message("At the start."), ...sentences);

/** Of plain gradient descent, whose path has a closed form, while the exact line is shown; else other_words.ts. */
export function verdict(progress: Progress, degree: number, labels = HUBBLE): Words {
  if (progress.diverged === 0) return NO_NUMBERS;
  if (progress.diverged !== null || progress.zone === "diverging")
    return diverging(progress, labels);
  const beginsThere = Number.isNaN(progress.fraction) && !progress.iteration;
  if (!beginsThere) return onTheWay(progress, degree, labels);
  const share = { share: CLOSE };
  const sentence = progress.fitIntercept
    ? message(
        "The start is within {share} of the exact slope already; only the intercept may have to move.",
        share,
      )
    : message("The start is within {share} of the exact line already.", share);
  return words(message("No slope to learn."), sentence);
}

export const NO_NUMBERS = words(
  message("No numbers."),
  message(
    "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
  ),
);

function onTheWay(progress: Progress, degree: number, labels: Labels): Words {
  const { iteration, fraction, isNear, zone, iterationsNeeded } = progress;
  const slope = withUnit(decimal(progress.exactSlope, 2), labels.slope_unit);
  const exact =
    degree === 1
      ? message("the exact fit")
      : message("the exact straight line, {slope}", { slope });
  const rate = rateOf(progress);
  const reached = { exact, share: CLOSE, steps: stepsAt(progress, rate) };
  if (iterationsNeeded !== null && iteration >= iterationsNeeded) {
    const enough = about(iterationsNeeded);
    const sentence = !enough
      ? message("{steps} kept the slope within {share} of {exact}.", reached)
      : enough < iteration
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
  const sentence = isNear
    ? zone === "oscillating"
      ? message(
          "{steps} came within {share} of {exact}, but it still swings; {needed} would keep it there.",
          values,
        )
      : message(
          "{steps} came within {share} of {exact}, but it still moves; {needed} would keep it there.",
          values,
        )
    : counted(
        "{steps} has not converged: {needed} would bring the slope within {share} of {exact}.",
        "{steps} have not converged: {needed} would bring the slope within {share} of {exact}.",
        iteration,
        values,
      );
  return words(way(isNear ? 1 : fraction), sentence, faster);
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

/** How much of the way is covered. It never reads 99, 100 or 101 %. */
export function way(fraction: number): string {
  if (Number.isNaN(fraction)) return message("The start was nearer.");
  if (fraction < -0.005) return message("On the wrong side of the start.");
  if (fraction < 0.99) {
    return message("{share} of the way.", {
      share: percent(Math.min(Math.max(0, fraction), 0.98)),
    });
  }
  if (fraction < 1.015) return message("Nearly there.");
  return fraction > 2 // the way was short: a share of it would mislead
    ? message("Past the exact slope.")
    : message("Past the exact slope by {share}.", { share: percent(fraction - 1) });
}

/** After how many iterations the slope stays within 1 % of the exact fit. */
const wanted = ({ iterationsNeeded: needed }: Progress): string =>
  isInReach(needed)
    ? message("about {count}", { count: grouped(about(needed)) })
    : message("more than {count}", { count: grouped(MAX_ITERATIONS) });

/** A sentence about larger rates where the explorer cannot go on for long enough. */
const fasterRate = (progress: Progress): string =>
  isInReach(progress.iterationsNeeded) || progress.zone === "oscillating"
    ? ""
    : message("A larger rate, below {limit}, is faster.", {
        limit: general(progress.largestStableRate, 2),
      });

const isInReach = (needed: number | null): needed is number =>
  needed !== null && needed <= MAX_ITERATIONS;

/** Rounded up to two digits: fewer would not be enough. */
function about(count: number): number {
  const unit = 10 ** Math.max(0, String(count).length - 2);
  return Math.ceil(count / unit) * unit;
}

export const iterations = (count: number): string =>
  counted("{count} iteration", "{count} iterations", count);
