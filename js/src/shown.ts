/**
 * What to show: the kernel's own state where it is the newest, else what the page
 * computes for where the sliders stand now.
 */

import { hasClosedForm, progressOf } from "./convergence";
import { type Descent, divergedBy, type State, stateAt } from "./descent";
import { labelsOf } from "./labels";
import { ageOf, correlationAt } from "./line";
import {
  isFilled,
  type Labels,
  type Learned,
  type Model,
  type Moments,
  type Settings,
  type Words,
} from "./model";
import { type Path, pathDivergedBy } from "./path";
import { verdict } from "./verdict";

/** What the choice depends on. */
export interface Known
  extends Pick<
    Model,
    "moments" | "labels" | "settings" | "learned" | "scales" | "running" | "notice"
  > {
  /** What torch has walked of the path of `settings`; null where nothing is known of it. */
  path: Path | null;
}

/** Where the page's sliders stand: two indices of the scales, one iteration; null where not known. */
export interface Positions {
  learning_rate: number | null;
  iterations: number | null;
  iteration: number | null;
}

export interface Shown {
  learned: Learned;
  /** What belongs to `learned`: so many iterations are its path's last. */
  iterations: number;
  words: Words;
  /** Where the path of `learned` comes from; null before the kernel has told the settings. */
  descent: Descent | null;
  /** As far as torch has walked it. */
  path: Path | null;
}

/** What a person has chosen by the sliders; null before the kernel has told the settings. */
export interface Choice {
  learningRate: number;
  iterations: number;
}

const SILENT: Words = { headline: "", sentence: "" };

export function chosen({ settings, scales }: Known, positions: Positions): Choice | null {
  if (!isFilled(settings)) return null;
  const [rates, counts] = isFilled(scales) ? [scales.learning_rate, scales.iterations] : [[], []];
  return {
    learningRate: valueAt(rates, positions.learning_rate, settings.learning_rate),
    iterations: valueAt(counts, positions.iterations, settings.iterations),
  };
}

/** The kernel's value while the slider stands nearest to it: it may be one that was typed. */
function valueAt(scale: readonly number[], index: number | null, current: number): number {
  if (index === null || index === nearest(scale, current)) return current;
  return scale[index] ?? current;
}

/** The index of the position that lies nearest; half-way it is the lower one, as the kernel has it. */
export function nearest(scale: readonly number[], value: number): number {
  let best = 0;
  for (const [index, position] of scale.entries()) {
    if (Math.abs(position - value) < Math.abs((scale[best] ?? 0) - value)) best = index;
  }
  return best;
}

export function shown(known: Known, positions: Positions): Shown {
  const { moments, settings, learned } = known;
  const choice = chosen(known, positions);
  if (!choice || !isFilled(moments) || !isFilled(settings)) {
    const iterations = learned.iteration ?? 0;
    return { learned, iterations, words: noticeOr(known, SILENT), descent: null, path: null };
  }
  const here = place(known, settings, choice, positions.iteration);
  const path = here.unchanged ? known.path : null;
  const descent = { moments, learningRate: choice.learningRate, start: settings.start };
  const computed = here.isKernels ? null : compute(here.iteration, descent, settings, path);
  const words = (state: Learned, of: Descent, walked: Path | null) =>
    noticeOr(known, wordsFor(state, of, settings, walked, labelsOf(known.labels)));
  if (computed) {
    const { iterations } = choice;
    const learned = labelsOf(known.labels).has_age ? computed : { ...computed, age: null };
    return { learned, iterations, words: words(computed, descent, path), descent, path };
  }
  const kernels = { ...descent, learningRate: settings.learning_rate };
  const { iterations } = settings;
  const told = words(learned, kernels, known.path);
  return { learned, iterations, words: told, descent: kernels, path: known.path };
}

/** Null where only the kernel can tell: another optimizer or loss function, beyond what torch has walked. */
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
  return verdict(progressOf(descent, settings, reached, path), settings.degree, labels);
}

interface Place {
  iteration: number;
  /** Whether both settings are those that the kernel answered last. */
  unchanged: boolean;
  /** Whether the kernel has told this very state. */
  isKernels: boolean;
}

function place(
  { learned, running }: Known,
  settings: Settings,
  choice: Choice,
  scrubber: number | null,
): Place {
  if (running) return { iteration: learned.iteration, unchanged: true, isKernels: true };
  const unchanged =
    choice.learningRate === settings.learning_rate && choice.iterations === settings.iterations;
  const here = unchanged ? (scrubber ?? learned.iteration) : choice.iterations;
  const iteration = Math.min(Math.max(here, 0), choice.iterations);
  return { iteration, unchanged, isKernels: unchanged && iteration === learned.iteration };
}

/** With null for what does not exist, as the kernel sends it. */
export function asLearned(
  moments: Moments,
  iteration: number,
  { slope, intercept, loss }: State,
  source: Learned["source"],
): Learned {
  return {
    iteration,
    slope: finite(slope),
    intercept: finite(intercept),
    r: finite(correlationAt(moments, slope)),
    age: finite(ageOf(slope)),
    loss: finite(loss),
    source,
  };
}

/** At which iteration the finite range was left. A training that leaves it ends there: that is the last resort. */
function divergenceOf(state: Learned, path: Path | null, descent: Descent | null): number | null {
  if (state.slope !== null && state.intercept !== null && state.loss !== null) return null;
  const { iteration } = state;
  const walked = path && iteration < path.length ? pathDivergedBy(path, iteration) : null;
  const computed = descent ? divergedBy(descent, iteration) : null;
  return walked ?? computed ?? iteration;
}

function noticeOr({ notice }: Known, words: Words): Words {
  return isFilled(notice) ? notice : words;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
