/**
 * The plots as tones: which note when. Time goes from left to right, and equal steps upwards are equal intervals: of
 * velocity from the lowest to the highest point, of the loss, as in its plot, by factors.
 */

import { hasClosedForm } from "../convergence";
import { stateAt } from "../descent";
import type { Rows } from "../marks/rows";
import type { Exact, Labels, Settings } from "../model";
import type { Shown } from "../shown";

/** What is shown now. */
export interface Now {
  settings: Settings;
  labels: Labels;
  shown: Shown;
  rows: Rows;
  exact: Exact;
}

export interface Tone {
  /** Seconds from the beginning. */
  at: number;
  seconds: number;
  /** What it glides through, at even intervals. */
  hertz: readonly number[];
  /** Of what is below zero. */
  isRough: boolean;
}

export const SECONDS = { points: 4, line: 2, loss: 2 };
const PAUSE = 0.5;
const NOTE = 0.15;

/** More points than these are a noise. */
const MOST = 200;
/** Of a glide. */
const STEPS = 40;

const LOWEST = 200;
const HIGHEST = 1000;
/** How far a line may leave the points, in parts of their range. */
const BEYOND = 0.25;

type Ends = readonly [number, number];

/** The points one after the other, then the learned line, then the loss. */
export function tonesOf(now: Now): Tone[] {
  const { rows, shown } = now;
  const ends = range(rows, rows.distance);
  const { slope, intercept } = shown.learned;
  const line = steps(ends).map((x) => (slope ?? Number.NaN) * x + (intercept ?? Number.NaN));
  const losses = heardLosses(now);
  const lineAt = SECONDS.points + PAUSE;
  return [
    ...pointTones(rows, ends),
    ...glide(line, range(rows, rows.velocity), lineAt, SECONDS.line),
    ...glide(losses, [0, Math.max(...losses)], lineAt + SECONDS.line + PAUSE, SECONDS.loss),
  ];
}

function pointTones(rows: Rows, [left, right]: Ends): Tone[] {
  const heights = range(rows, rows.velocity);
  const all = counted(rows);
  const step = Math.ceil(all.length / MOST);
  return all
    .filter((_, index) => index % step === 0)
    .map((row) => {
      const [x, y] = [rows.distance[row] as number, rows.velocity[row] as number];
      const at = (SECONDS.points * (x - left)) / (right - left || 1);
      return { at, seconds: NOTE, hertz: [pitch(y, heights)], isRough: y < 0 };
    });
}

/** Logarithms, from the exact fit's or the least of all. */
function heardLosses(now: Now): number[] {
  const logarithms = steps([0, now.shown.learned.iteration])
    .map((iteration) => Math.log(lossAt(now, Math.round(iteration))))
    .filter(Number.isFinite);
  const exact = [Math.log(now.exact.loss ?? 0)].filter(Number.isFinite);
  const least = Math.min(...exact, ...logarithms);
  return logarithms.map((each) => each - least);
}

/** NaN where only the kernel knows it. */
export function lossAt({ settings, shown: { descent, path } }: Now, iteration: number): number {
  if (path && iteration < path.length) return path.lossAt(iteration);
  return descent && hasClosedForm(settings) ? stateAt(descent, iteration).loss : Number.NaN;
}

/** One tone, or several where it goes below zero and comes back. */
function glide(heights: readonly number[], ends: Ends, at: number, seconds: number): Tone[] {
  const step = seconds / STEPS;
  const tones: (Tone & { hertz: number[] })[] = [];
  let before: number | undefined;
  heights.filter(Number.isFinite).forEach((height, index) => {
    const hertz = pitch(height, ends);
    const last = tones.at(-1);
    if (last?.isRough === height < 0) {
      last.hertz.push(hertz);
      last.seconds += step;
    } else if (before)
      tones.push({
        at: at + (index - 1) * step,
        seconds: step,
        hertz: [before, hertz],
        isRough: height < 0,
      });
    before = hertz;
  });
  return tones;
}

/** Two octaves and a third from end to end. */
function pitch(value: number, [low, high]: Ends): number {
  const part = high > low ? (value - low) / (high - low) : 0.5;
  return LOWEST * (HIGHEST / LOWEST) ** Math.min(Math.max(part, -BEYOND), 1 + BEYOND);
}

/** The rows that count. */
function counted({ isLeftOut }: Rows): number[] {
  return [...isLeftOut.keys()].filter((row) => !isLeftOut[row]);
}

/** The least and the largest of a column, among the rows that count. */
export function range(rows: Rows, values: Float64Array): Ends {
  const all = counted(rows).map((row) => values[row] as number);
  return [Math.min(...all), Math.max(...all)];
}

function steps([from, to]: Ends): number[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => from + ((to - from) * step) / STEPS);
}
