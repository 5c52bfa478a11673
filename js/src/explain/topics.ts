/** The answers to the questions, with the numbers of the displayed state. */

import {
  AGE_AT_UNIT_SLOPE,
  exists,
  fixed,
  general,
  grouped,
  hasClosedForm,
  lastRate,
  message,
  NO_BREAK,
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
  MSE: message("Draw a square on each of these lengths: the loss is their mean area."),
  L1: message("The loss L1 is the mean of these lengths."),
  Huber: message("The Huber loss squares short lengths only: a stray point counts for less."),
};

const SCALED: Record<Scaling, string> = {
  max: message("Both axes are first divided by their largest value."),
  standard: message("Both axes are first standardized: most values lie between −2 and 2 then."),
  none: message("Both axes are taken as they are, in their units."),
};

const UNIT = fixed(AGE_AT_UNIT_SLOPE, 1);

/** Sentences, one after the other; an empty one is none. */
const together = (...sentences: string[]): string => sentences.filter(Boolean).join(" ");

export const ANSWERS: Record<Topic, (now: Snapshot) => string> = {
  rate: (now) =>
    together(
      message("How large each step toward a smaller loss is."),
      message("Small steps take long, too large ones overshoot."),
      zones(now),
    ),
  loss: ({ settings, display: { descent } }) =>
    together(
      message("How far above or below the line is each point?"),
      LENGTHS[settings.loss_function],
      SCALED[descent?.moments.scaling ?? "max"],
    ),
  error: ({ exact: { slope, slope_stderr: error } }) =>
    together(
      message(
        "The points scatter, so that the exact number may be off: in about two of three cases by less than this.",
      ),
      exists(slope) && exists(error)
        ? message("For the slope: {low} to {high}.", {
            low: fixed(slope - error, 2),
            high: fixed(slope + error, 2),
          })
        : "",
      message(
        "An age, 1/slope, may be off by more upwards than downwards, so that it has limits in place of ±.",
      ),
    ),
  r: () =>
    message(
      "How closely the measured velocities follow those of the line: 1 if every point lies on it, 0 without any trend, below 0 where the line falls and the points rise, or the other way round.",
    ),
  converged: () =>
    together(
      message(
        "More iterations change almost nothing: the slope stays within {share} of the exact one.",
        { share: `1${NO_BREAK}%` },
      ),
      message("Diverged: each step makes it worse."),
    ),
  mpc: ({ display: { learned } }) =>
    together(
      message("A megaparsec (Mpc) is a distance, {distance} million light-years.", {
        distance: fixed(3.26, 2),
      }),
      exists(learned.slope)
        ? message(
            "For each Mpc that a galaxy is farther away, it recedes faster by the slope: now {slope}.",
            { slope: withUnit(fixed(learned.slope, 2), "km/s") },
          )
        : message("For each Mpc that a galaxy is farther away, it recedes faster by the slope."),
    ),
  optimizer: () =>
    together(
      message("The rule for each step."),
      message(
        "SGD goes straight downhill; with momentum it rolls on like a ball; Adam finds step sizes of its own for slope and intercept.",
      ),
    ),
  age: ({ display: { learned } }) =>
    together(
      exists(learned.age)
        ? message(
            "At today's speed a galaxy took distance / velocity, or 1/slope, to get where it is: {factor} / {slope}, where {factor} turns the units into billion years.",
            { factor: UNIT, slope: fixed(learned.slope, 2) },
          )
        : message(
            "At today's speed a galaxy took distance / velocity, or 1/slope, to get where it is.",
          ),
      message("True if the expansion was never faster or slower."),
    ),
  summary,
};

function zones({ settings, labels, display: { descent } }: Snapshot): string {
  if (!descent || !hasClosedForm(settings) || !showsExact(settings)) return "";
  const { moments } = descent;
  const [, learningRate] = lastRate(descent.learningRate, descent.rateChanges);
  const [, swings = "", diverges = ""] = zoneEnds(moments).map((end) => general(end, 2));
  return message(
    "Yours, {rate}, is “{zone}”: on these {rows} rates swing from {swings} on and diverge from {diverges} on.",
    {
      rate: general(learningRate, 4),
      zone: ZONE_NAMES[zoneOf(moments, learningRate)],
      rows: labels.rows,
      swings,
      diverges,
    },
  );
}

const digits = (value: number | null) => significant(value, 4);

/** A description of the plots. */
function summary(now: Snapshot): string {
  const { labels, display } = now;
  return together(
    message("{count} {rows} from {distances}, {velocities}.", {
      count: display.descent?.moments.n ?? 0,
      rows: labels.rows,
      distances: ends(now, "distance"),
      velocities: ends(now, "velocity"),
    }),
    lineText(now),
    surface(now),
    lossSentence(now),
  );
}

function lineText({ labels, exact, settings, display: { learned } }: Snapshot): string {
  const { slope, intercept } = learned;
  if (!exists(slope))
    return message("There is no learned line: its numbers are too large to hold.");
  const unit = labels.has_age ? message("km/s per Mpc") : labels.slope_unit;
  const values = {
    intercept: withUnit(fixed(intercept, 1), labels.y_unit),
    change: withUnit(fixed(Math.abs(slope), 2), unit),
    exact: fixed(exact.slope, 2),
  };
  if (showsExact(settings)) {
    return slope < 0
      ? message(
          "The learned line starts at {intercept} and falls by {change}; the exact slope is {exact}.",
          values,
        )
      : message(
          "The learned line starts at {intercept} and rises by {change}; the exact slope is {exact}.",
          values,
        );
  }
  return slope < 0
    ? message("The learned line starts at {intercept} and falls by {change}.", values)
    : message("The learned line starts at {intercept} and rises by {change}.", values);
}

function lossSentence(now: Snapshot): string {
  const { iteration, loss } = now.display.learned;
  const values = {
    iteration,
    loss: digits(loss),
    start: digits(lossAt(now, 0)),
    exact: digits(now.exact.loss),
  };
  return showsExact(now.settings)
    ? message(
        "The loss at iteration {iteration} is {loss}, at the start {start}, of the exact fit {exact}.",
        values,
      )
    : message("The loss at iteration {iteration} is {loss}, at the start {start}.", values);
}

/** The path on the loss surface while that is shown. */
function surface({ settings, showsSurface, display: { descent } }: Snapshot): string {
  if (!showsSurface || !descent) return "";
  const { moments, start } = descent;
  const slope = fixed(start[0], 2);
  if (!moments.fit_intercept) {
    return message(
      "The curve of the loss over the slope shows the path to it from slope {slope}.",
      {
        slope,
      },
    );
  }
  const { flat, steep } = quadraticLossOf(moments);
  const times = Math.round(steep / flat);
  const values = { slope, intercept: fixed(start[1], 1) };
  if (settings.loss_function !== "MSE") {
    return message(
      "The loss surface shows the path to it from slope {slope}, intercept {intercept}.",
      values,
    );
  }
  return times === 1
    ? message(
        "The loss surface shows the path to it from slope {slope}, intercept {intercept} in a valley equally steep in all directions.",
        values,
      )
    : message(
        "The loss surface shows the path to it from slope {slope}, intercept {intercept} in a valley {times} times steeper across than along.",
        { ...values, times: grouped(times) },
      );
}

/** The range of the points. */
function ends({ labels, rows }: Snapshot, column: "distance" | "velocity"): string {
  const unit = column === "distance" ? labels.x_unit : labels.y_unit;
  const [low, high] = range(rows, rows[column]);
  return withUnit(message("{low} to {high}", { low: digits(low), high: digits(high) }), unit);
}

/** The order of the tones, and their meaning. */
export function soundDescription(now: Snapshot): string {
  const { labels, rows, display } = now;
  const values = {
    rows: labels.rows,
    distances: ends(now, "distance"),
    points: SECONDS.points,
    line: SECONDS.line,
    loss: SECONDS.loss,
  };
  return together(
    exists(display.learned.slope)
      ? message(
          "The {rows} from {distances} in {points} seconds, the learned line in {line}, the loss in {loss}.",
          values,
        )
      : message("The {rows} from {distances} in {points} seconds, the loss in {loss}.", values),
    range(rows, rows.velocity)[0] < 0
      ? message("Higher tones are higher in the plot; a rough tone is below 0.")
      : message("Higher tones are higher in the plot."),
  );
}
