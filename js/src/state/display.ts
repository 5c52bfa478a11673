/**
 * Chooses the state to display: the kernel's own if it is the newest one, else a state that the page computes for the
 * present positions of the sliders.
 */

import { hasClosedForm, progressOf } from "../gradient_descent/convergence";
import {
  type Descent,
  divergedBy,
  lastRate,
  type State,
  stateAt,
} from "../gradient_descent/gradient_descent";
import { ageOf, correlationAt } from "../gradient_descent/line";
import { type Path, pathDivergedBy } from "../gradient_descent/path";
import { exists } from "../text/decimal";
import { labelsOf } from "../text/labels";
import { verdict } from "../text/verdict";
import {
  isFilled,
  type Labels,
  type Learned,
  type Model,
  type Moments,
  type Settings,
  showsExact,
  type Words,
} from "./model";

/** The state of an explorer, as far as the page has it. */
export interface ExplorerState
  extends Pick<
    Model,
    "moments" | "labels" | "settings" | "learned" | "scales" | "running" | "notice"
  > {
  /** The part that torch has computed of the path of `settings`; null if there is none. */
  path: Path | null;
}

/** The positions of the page's sliders: two indices of the scales, one iteration; null for a slider not found yet. */
export interface Positions {
  learning_rate: number | null;
  iterations: number | null;
  iteration: number | null;
}

export interface Display {
  learned: Learned;
  /** The last iteration of the path of `learned`. */
  iterations: number;
  words: Words;
  /** The descent that leads to `learned`; null before the kernel has sent the settings. */
  descent: Descent | null;
  /** The part of the path that torch has computed. */
  path: Path | null;
}

/** What a person has chosen with the sliders. */
export interface Choice {
  /** The learning rate's slider: the last rate of the path. */
  learningRate: number;
  iterations: number;
  /** The settings of that path, and whether these are the kernel's. */
  settings: Settings;
  isKernels: boolean;
}

const SILENT: Words = { headline: "", sentence: "" };

export function choiceOf({ settings, scales }: ExplorerState, positions: Positions): Choice | null {
  if (!isFilled(settings)) return null;
  const [rates, counts] = isFilled(scales) ? [scales.learning_rate, scales.iterations] : [[], []];
  const [, rate] = lastRate(settings.learning_rate, settings.rate_changes);
  const learningRate = valueAt(rates, positions.learning_rate, rate);
  const iterations = valueAt(counts, positions.iterations, settings.iterations);
  const isSameRate = learningRate === rate;
  const chosen = isSameRate ? {} : { learning_rate: learningRate, rate_changes: [] };
  return {
    learningRate,
    iterations,
    settings: { ...settings, ...chosen, iterations },
    isKernels: isSameRate && iterations === settings.iterations,
  };
}

const descentOf = (
  moments: Moments,
  { learning_rate, rate_changes, start }: Settings,
): Descent => ({ moments, learningRate: learning_rate, rateChanges: rate_changes, start });

/** The kernel's value if the slider is at its nearest position: a person may have typed a value between two. */
function valueAt(scale: readonly number[], index: number | null, current: number): number {
  if (index === null || index === nearest(scale, current)) return current;
  return scale[index] ?? current;
}

/** The index of the nearest position of an ascending scale; half-way between two it is the lower one, like in the kernel. */
export function nearest(scale: readonly number[], value: number): number {
  const after = scale.findIndex((position) => position >= value); // 1e300 is as far from each of them, in floats
  if (after < 1) return after < 0 ? scale.length - 1 : 0;
  const [low = 0, high = 0] = scale.slice(after - 1);
  return high - value < value - low ? after : after - 1;
}

export function displayOf(explorer: ExplorerState, positions: Positions): Display {
  const { moments, settings, learned } = explorer;
  const choice = choiceOf(explorer, positions);
  if (!choice || !isFilled(moments) || !isFilled(settings)) {
    const iterations = learned.iteration ?? 0;
    return { learned, iterations, words: noticeOr(explorer, SILENT), descent: null, path: null };
  }
  const here = place(explorer, choice, positions.iteration);
  const path = here.unchanged ? explorer.path : null;
  const descent = descentOf(moments, choice.settings);
  const computed = here.isKernels ? null : compute(here.iteration, descent, settings, path);
  const words = (state: Learned, of: Descent, torchPath: Path | null) =>
    noticeOr(explorer, wordsFor(state, of, settings, torchPath, labelsOf(explorer.labels)));
  if (computed) {
    const { iterations } = choice;
    const learned = labelsOf(explorer.labels).has_age ? computed : { ...computed, age: null };
    return { learned, iterations, words: words(computed, descent, path), descent, path };
  }
  const kernels = descentOf(moments, settings);
  const { iterations } = settings;
  const kernelWords = words(learned, kernels, explorer.path);
  return { learned, iterations, words: kernelWords, descent: kernels, path: explorer.path };
}

/** Null if only the kernel can compute the state: no closed form, and torch has not reached the iteration. */
function compute(
  iteration: number,
  descent: Descent,
  settings: Settings,
  path: Path | null,
): Learned | null {
  if (path && iteration < path.length) {
    return asLearned(descent.moments, iteration, path.at(iteration), "torch");
  }
  if (!hasClosedForm(settings)) return null;
  return asLearned(descent.moments, iteration, stateAt(descent, iteration), "closed form");
}

function wordsFor(
  state: Learned,
  descent: Descent,
  settings: Settings,
  path: Path | null,
  labels: Labels,
): Words {
  const { iteration, slope } = state;
  const diverged = divergenceOf(state, path, hasClosedForm(settings) ? descent : null);
  const reached = { iteration, slope: slope ?? Number.NaN, diverged };
  const progress = progressOf(descent, settings, reached, path);
  const { degree } = settings;
  if (!needsOtherWords(settings)) return verdict(progress, degree, labels);
  if (!others) return SILENT;
  return showsExact(settings)
    ? others.comparison(progress, degree)
    : others.withoutExact(progress, labels);
}

/** The words for other settings: the module on demand has them. */
type OtherWords = typeof import("../text/other_words");
let others: OtherWords | undefined;

export const needsOtherWords = (settings: Settings): boolean =>
  !hasClosedForm(settings) || !showsExact(settings);

export function addWords(words: OtherWords): OtherWords {
  others = words;
  return words;
}

interface Place {
  iteration: number;
  /** Whether both settings are equal to the kernel's. */
  unchanged: boolean;
  /** Whether the kernel has sent exactly this state. */
  isKernels: boolean;
}

function place(
  { learned, running }: ExplorerState,
  choice: Choice,
  scrubber: number | null,
): Place {
  if (running) return { iteration: learned.iteration, unchanged: true, isKernels: true };
  const unchanged = choice.isKernels;
  const here = unchanged ? (scrubber ?? learned.iteration) : choice.iterations;
  const iteration = Math.min(Math.max(here, 0), choice.iterations);
  return { iteration, unchanged, isKernels: unchanged && iteration === learned.iteration };
}

/** A number that does not exist becomes null, like in the kernel's messages. */
export const asLearned = (
  moments: Moments,
  iteration: number,
  { slope, intercept, loss }: State,
  source: Learned["source"],
): Learned => ({
  iteration,
  slope: finite(slope),
  intercept: finite(intercept),
  r: finite(correlationAt(moments, slope)),
  age: finite(ageOf(slope)),
  loss: finite(loss),
  source,
});

/** The first iteration whose state is not finite. If neither path nor formula has it: the present one, where a diverging training ends. */
function divergenceOf(state: Learned, path: Path | null, descent: Descent | null): number | null {
  if (state.slope !== null && state.intercept !== null && state.loss !== null) return null;
  const { iteration } = state;
  const onPath = path && iteration < path.length ? pathDivergedBy(path, iteration) : null;
  const computed = descent ? divergedBy(descent, iteration) : null;
  return onPath ?? computed ?? iteration;
}

const noticeOr = ({ notice }: ExplorerState, words: Words): Words =>
  isFilled(notice) ? notice : words;

const finite = (value: number): number | null => (exists(value) ? value : null);
