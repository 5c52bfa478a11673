/**
 * The plots as tones. Time goes from left to right, and higher in the plot is higher in pitch: equal differences of
 * velocity, and equal factors of the loss, are equal musical intervals.
 */

import { hasClosedForm, stateAt } from "#shared";
import type { Rows } from "../marks/rows";
import type { Display } from "../state/display";
import type { Exact, Labels, Settings } from "../state/model";

/** Everything that an explanation depends on. */
export interface Snapshot {
  settings: Settings;
  labels: Labels;
  display: Display;
  rows: Rows;
  exact: Exact;
  /** Whether the right-hand plot is the loss surface. */
  showsSurface: boolean;
}

export interface Tone {
  /** Seconds from the beginning. */
  at: number;
  seconds: number;
  /** The frequencies that it passes, at equal intervals of time. */
  hertz: readonly number[];
  /** Whether the value is below zero. */
  isRough: boolean;
}

export const SECONDS = { points: 4, line: 2, loss: 2 };
const PAUSE = 0.5;
const NOTE = 0.15;

/** More points than these sound like noise. */
const MAX_POINTS = 200;
/** The number of steps of a glide. */
const STEPS = 40;

const LOWEST = 200;
const HIGHEST = 1000;
/** How far a line may go beyond the points, in parts of their range. */
const BEYOND = 0.25;

type Ends = readonly [number, number];

/** The points one after the other, then the learned line, then the loss. */
export function tonesOf(now: Snapshot): Tone[] {
  const { rows, display } = now;
  const ends = range(rows, rows.distance);
  const { slope, intercept } = display.learned;
  const line = steps(ends).map((x) => (slope ?? Number.NaN) * x + (intercept ?? Number.NaN));
  const losses = lossHeights(now);
  const lineAt = SECONDS.points + PAUSE;
  return [
    ...pointTones(rows, ends),
    ...glide(line, range(rows, rows.velocity), lineAt, SECONDS.line),
    ...glide(losses, [0, Math.max(...losses)], lineAt + SECONDS.line + PAUSE, SECONDS.loss),
  ];
}

function pointTones(rows: Rows, [left, right]: Ends): Tone[] {
  const heights = range(rows, rows.velocity);
  const all = included(rows);
  const step = Math.ceil(all.length / MAX_POINTS);
  return all
    .filter((_, index) => index % step === 0)
    .map((row) => {
      const [x, y] = [rows.distance[row] as number, rows.velocity[row] as number];
      const at = (SECONDS.points * (x - left)) / (right - left || 1);
      return { at, seconds: NOTE, hertz: [pitch(y, heights)], isRough: y < 0 };
    });
}

/** Logarithms of the losses, less the smallest of them and of the exact fit's. */
function lossHeights(now: Snapshot): number[] {
  const logarithms = steps([0, now.display.learned.iteration])
    .map((iteration) => Math.log(lossAt(now, Math.round(iteration))))
    .filter(Number.isFinite);
  const exact = [Math.log(now.exact.loss ?? 0)].filter(Number.isFinite);
  const least = Math.min(...exact, ...logarithms);
  return logarithms.map((each) => each - least);
}

/** NaN if only the kernel can compute it. */
export function lossAt(
  { settings, display: { descent, path } }: Snapshot,
  iteration: number,
): number {
  if (path && iteration < path.length) return path.lossAt(iteration);
  return descent && hasClosedForm(settings) ? stateAt(descent, iteration).loss : Number.NaN;
}

/** One tone; several if the heights change their sign. */
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

/** The frequency of a value; two octaves and a third lie between both ends. */
function pitch(value: number, [low, high]: Ends): number {
  const part = high > low ? (value - low) / (high - low) : 0.5;
  return LOWEST * (HIGHEST / LOWEST) ** Math.min(Math.max(part, -BEYOND), 1 + BEYOND);
}

/** The included rows. */
const included = ({ isExcluded }: Rows): number[] =>
  [...isExcluded.keys()].filter((row) => !isExcluded[row]);

/** The smallest and the largest value of a column, among the included rows. */
export function range(rows: Rows, values: Float64Array): Ends {
  const all = included(rows).map((row) => values[row] as number);
  return [Math.min(...all), Math.max(...all)];
}

const steps = ([from, to]: Ends): number[] =>
  Array.from({ length: STEPS + 1 }, (_, step) => from + ((to - from) * step) / STEPS);
