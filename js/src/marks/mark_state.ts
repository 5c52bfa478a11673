/** The state of the marks: everything that the page paints over the figure, for the state that is displayed. */

import { hasClosedForm, hasGuide } from "../gradient_descent/convergence";
import { type Descent, statesOf } from "../gradient_descent/gradient_descent";
import { type Path, readDoubles, type WireBytes } from "../gradient_descent/path";
import type { Display } from "../state/display";
import type { Line, Model, Settings } from "../state/model";
import { exists, number } from "../text/decimal";
import { labelsOf } from "../text/labels";
import { message } from "../text/messages";
import type { MarkState, States } from "./painting";
import type { Rows } from "./rows";

const NOWHERE: Line = [Number.NaN, Number.NaN];

/** What the pointer points at. */
export interface Pointing {
  row: number | null;
  iteration: number | null;
  /** The line whose place on the loss surface the pointer points at. */
  line: Line | null;
  byFinger: boolean;
}

export interface Source {
  display: Display;
  settings: Settings;
  rows: Rows;
  labels: Model["labels"];
  pins: readonly Pin[];
  /** The loss of the start line. Called only if that line is visible. */
  startLoss: () => number;
  lossOf: MarkState["lossOf"];
  sure: MarkState["sure"];
  universe: { time: number } | null;
}

/** Returns a function that computes the state of the marks. It computes the curve of each path once. */
export function markStateMaker(): (source: Source, pointing: Pointing) => MarkState {
  let key = "";
  let closed: States | null = null;
  const closedForm = (descent: Descent, last: number): States => {
    const next = JSON.stringify([descent, last]);
    if (next !== key || !closed) [key, closed] = [next, closedStates(descent, last)];
    return closed;
  };
  return (source, { row, iteration, line, byFinger }) => {
    const { display, settings, rows, labels, pins, startLoss, lossOf, sure, universe } = source;
    const { learned, iterations, descent, path } = display;
    const { slope, intercept, loss } = learned;
    const computed = path ? pathStates(path) : null;
    const ahead = descent && hasClosedForm(settings) ? closedForm(descent, iterations) : computed;
    const showsStart = learned.iteration === 0 || !!settings.show_start;
    const isComputed = path !== null && learned.iteration < path.length;
    return {
      line: slope === null || intercept === null ? NOWHERE : [slope, intercept],
      iteration: learned.iteration,
      loss: loss ?? Number.POSITIVE_INFINITY,
      rateChanges: descent?.rateChanges?.map(([at]) => at) ?? [],
      ahead,
      computed: isComputed ? computed : ahead,
      guide:
        descent && hasGuide(settings, descent.moments) ? closedForm(descent, iterations) : null,
      start: descent?.start ?? NOWHERE,
      startLoss: showsStart ? startLoss() : Number.NaN,
      showsStart,
      atOrigin: descent?.moments.fit_intercept === false,
      rows,
      row,
      byFinger,
      pointed: iteration,
      pointedLine: line,
      lossOf,
      time: universe?.time ?? 0,
      pinned: iteration === null ? [] : pins.flatMap((pin) => pinLine(pin, iteration)),
      labels: labelsOf(labels),
      sure,
    };
  };
}

const pathStates = (path: Path): States => ({
  last: path.length - 1,
  at: path.lossAt,
  lineAt(iteration) {
    const { slope, intercept } = path.at(iteration);
    return [slope, intercept];
  },
  isSmooth: false,
});

/** Computes each loss when it is first needed. Most are never needed. */
function closedStates(descent: Descent, last: number): States {
  const stateAt = statesOf(descent);
  const losses = new Float64Array(last + 1).fill(-1); // no loss is below 0
  return {
    last,
    isSmooth: !descent.rateChanges?.length,
    lineAt(iteration) {
      const { slope, intercept } = stateAt(iteration);
      return [slope, intercept];
    },
    at(iteration) {
      const stored = losses[iteration];
      if (stored !== undefined && stored !== -1) return stored;
      const { loss } = stateAt(iteration);
      losses[iteration] = loss;
      return loss;
    },
  };
}

export interface Pin {
  label: string;
  losses: ArrayLike<number>;
}

export function readPins(pins: Model["pins"], bytes: WireBytes | null): Pin[] {
  const { labels = [], lengths = [] } = pins ?? {};
  const values = bytes ? readDoubles(bytes) : [];
  // Lengths and values are two traits: one of them may be older.
  if (lengths.reduce((sum, length) => sum + length, 0) !== values.length) return [];
  let end = 0;
  return labels.map((label, index) => {
    const begin = end;
    end += lengths[index] ?? 0;
    return { label, losses: values.slice(begin, end) };
  });
}

function pinLine({ label, losses }: Pin, iteration: number): string[] {
  const loss = losses[iteration];
  if (loss === undefined) return [];
  const shown = exists(loss) ? number(loss, 4) : message("diverged");
  return [`${label}: ${shown}`];
}
