/**
 * The verdict on paths without a closed form, and what is said while the exact line is hidden
 * (hubble_widget/text/verdict.py).
 */

import {
  atStart,
  CLOSE,
  counted,
  decimal,
  general,
  grouped,
  iterations,
  message,
  NO_NUMBERS,
  way,
  withUnit,
  words,
} from "#shared";
import type { Progress } from "../gradient_descent/convergence";
import type { Labels, Words } from "../state/model";

/** Compares the learned line with the exact one, if no closed form gives the rest of the path. */
export function comparison(progress: Progress, degree: number): Words {
  if (progress.diverged === 0) return NO_NUMBERS;
  const { iteration, fraction, isNear, loss_function: loss } = progress;
  const steps = stepsOf(progress);
  if (progress.diverged !== null) return tooLarge(steps);
  const values = {
    steps,
    slope: decimal(progress.slope, 2),
    exact:
      degree === 1 ? message("the exact least-squares fit") : message("the exact straight line"),
    exact_slope: decimal(progress.exactSlope, 2),
    loss,
  };
  const isMSE = loss === "MSE";
  if (iteration === 0) {
    return atStart(
      isMSE
        ? message("No step has been taken yet; {exact} has {exact_slope}.", values)
        : message(
            "No step has been taken yet; {exact} has {exact_slope}, but the {loss} loss has its lowest value at another line.",
            values,
          ),
    );
  }
  const sentence = isMSE
    ? message("{steps} brought the slope to {slope}; {exact} has {exact_slope}.", values)
    : message(
        "{steps} brought the slope to {slope}; {exact} has {exact_slope}, but the {loss} loss has its lowest value at another line.",
        values,
      );
  const headline = isNear
    ? message("Within {share} of the exact slope.", { share: CLOSE })
    : way(fraction);
  return words(headline, sentence, arrival(progress));
}

/** Words that say nothing about the exact line. */
export function withoutExact(progress: Progress, labels: Labels): Words {
  const { iteration, diverged } = progress;
  if (diverged === 0) return NO_NUMBERS;
  const steps = stepsOf(progress);
  if (diverged !== null) return tooLarge(steps);
  const hidden = message("The exact fit is hidden: guess where it is.");
  if (iteration === 0) return atStart(message("No step has been taken yet."), hidden);
  const slope = withUnit(decimal(progress.slope, 2), labels.slope_unit);
  return words(
    message("How close is it?"),
    message("{steps} brought the slope to {slope}.", { steps, slope }),
    hidden,
  );
}

const tooLarge = (steps: string): Words =>
  words(
    message("Diverged."),
    message(
      "After {steps} the numbers were too large to hold: a smaller learning rate may converge.",
      { steps },
    ),
  );

/** How many steps of which kind were taken, at which learning rate. */
function stepsOf(progress: Progress): string {
  const { iteration, rateSince, epochs, optimizer, batch_size: size, learningRate } = progress;
  const values = {
    iterations: epochs === null ? iterations(iteration) : withEpochs(iteration, epochs),
    optimizer,
    size: grouped(size ?? 0),
    last: grouped(iteration - rateSince),
    rate: general(learningRate, 4),
  };
  if (size) {
    return rateSince
      ? message(
          "{iterations} of {optimizer} in batches of {size}, the last {last} at {rate},",
          values,
        )
      : message("{iterations} of {optimizer} in batches of {size} at {rate}", values);
  }
  return rateSince
    ? message("{iterations} of {optimizer}, the last {last} at {rate},", values)
    : message("{iterations} of {optimizer} at {rate}", values);
}

function withEpochs(iteration: number, count: number): string {
  const epochs = decimal(count, 1).replace(/\D0$/, "");
  return counted(
    "{iterations} ({epochs} epoch)",
    "{iterations} ({epochs} epochs)",
    epochs === "1" ? 1 : Math.max(2, Math.round(count)), // 1.2 epochs
    { iterations: iterations(iteration), epochs },
  );
}

/** Of a path: what has stood still for the rest of it has arrived. */
const LONG_SETTLED = 0.9;

/** Since which iteration the slope has been within 1 %, up to the present one. */
function arrival({ settled, iteration, loss_function }: Progress): string {
  if (settled === null || settled >= iteration) return "";
  // Each walk is slow at its last steps, and one that has not begun has arrived nowhere.
  if (loss_function !== "MSE" && !(settled && settled <= LONG_SETTLED * iteration)) return "";
  const values = { share: CLOSE, iteration: grouped(settled) };
  return loss_function === "MSE"
    ? message("It has stayed within {share} of it since iteration {iteration}.", values)
    : message("Since iteration {iteration} it has moved by less than {share}.", values);
}
