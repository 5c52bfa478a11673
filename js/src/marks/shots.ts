/** Makes what is to be painted out of what is shown. */

import { hasClosedForm } from "../convergence";
import { number } from "../decimal";
import { type Descent, statesOf } from "../descent";
import { labelsOf } from "../labels";
import type { Line, Model, Settings } from "../model";
import type { Path, Wired } from "../path";
import type { Shown } from "../shown";
import type { Losses } from "./curve";
import type { Shot } from "./painter";
import type { Rows } from "./rows";

const NOWHERE: Line = [Number.NaN, Number.NaN];

/** What a person points at. */
export interface Pointing {
  row: number | null;
  iteration: number | null;
  byFinger: boolean;
}

export interface Source {
  shown: Shown;
  settings: Settings;
  rows: Rows;
  labels: Model["labels"];
  pins: readonly Pin[];
  /** Of the line to start from, where that is shown. */
  startLoss: () => number;
}

/** Returns a function that makes them; curves are computed once for each path. */
export function shotMaker(): (source: Source, pointing: Pointing) => Shot {
  let key = "";
  let closed: Losses | null = null;
  const closedForm = (descent: Descent, last: number): Losses => {
    const next = JSON.stringify([descent, last]);
    if (next !== key || !closed) [key, closed] = [next, closedLosses(descent, last)];
    return closed;
  };
  return ({ shown, settings, rows, labels, pins, startLoss }, { row, iteration, byFinger }) => {
    const { learned, iterations, descent, path } = shown;
    const { slope, intercept, loss } = learned;
    const walked = path ? pathLosses(path) : null;
    const ahead = descent && hasClosedForm(settings) ? closedForm(descent, iterations) : walked;
    const showsStart = learned.iteration === 0 || !!settings.show_start;
    const isWalked = path !== null && learned.iteration < path.length;
    return {
      line: slope === null || intercept === null ? NOWHERE : [slope, intercept],
      iteration: learned.iteration,
      loss: loss ?? Number.POSITIVE_INFINITY,
      ahead,
      walked: isWalked ? walked : ahead,
      start: descent?.start ?? NOWHERE,
      startLoss: showsStart ? startLoss() : Number.NaN,
      showsStart,
      rows,
      row,
      byFinger,
      pointed: iteration,
      pinned: iteration === null ? [] : pins.flatMap((pin) => pinLine(pin, iteration)),
      labels: labelsOf(labels),
    };
  };
}

function pathLosses(path: Path): Losses {
  return { last: path.length - 1, at: path.lossAt, isSmooth: false };
}

/** Each loss is computed when it is first asked for, which only few of them are. */
function closedLosses(descent: Descent, last: number): Losses {
  const stateAt = statesOf(descent);
  const losses = new Float64Array(last + 1).fill(-1); // no loss is below 0
  return {
    last,
    isSmooth: true,
    at(iteration) {
      const known = losses[iteration];
      if (known !== undefined && known !== -1) return known;
      const { loss } = stateAt(iteration);
      losses[iteration] = loss;
      return loss;
    },
  };
}

export interface Pin {
  label: string;
  losses: Float64Array;
}

export function readPins(pins: Model["pins"], bytes: Wired | null): Pin[] {
  const { labels = [], lengths = [] } = pins ?? {};
  if (!bytes || 8 * lengths.reduce((sum, length) => sum + length, 0) !== bytes.byteLength)
    return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let next = 0;
  return labels.map((label, index) => {
    const losses = Float64Array.from({ length: lengths[index] ?? 0 }, () => {
      const loss = view.getFloat64(next, true);
      next += 8;
      return loss;
    });
    return { label, losses };
  });
}

function pinLine({ label, losses }: Pin, iteration: number): string[] {
  const loss = losses[iteration];
  if (loss === undefined) return [];
  return [`${label}: ${Number.isFinite(loss) ? number(loss, 4) : "diverged"}`];
}
