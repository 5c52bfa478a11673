/**
 * Plays a training out: the kernel sends the states that torch has walked some ten times a second, and they are shown
 * one after the other at the screen's own rate, never one that torch has not reached.
 */

import { createGrowingPath, type GrowingPath, type Path } from "../path";

/** Milliseconds between two batches, before it is known; and what it may be taken for. */
const USUAL = 100;
const [LEAST, MOST] = [40, 500];
/** Milliseconds in which the rest is shown once a training has ended. */
const AT_THE_END = 80;
/** Milliseconds between two steps for who wants less motion. */
const CALM = 250;

/** What goes with some states of a run, as the kernel sends it. */
export interface Batch {
  run: string;
  /** The iteration of the first of them. */
  first: number;
  /** Of states from before: the one to stand at, from which the play-out goes on. */
  at?: number;
}

export interface Playout {
  /** What torch has walked; null where nothing is known. */
  readonly path: Path | null;
  /** The state to show while a training is played out; null where it is not. */
  readonly position: number | null;
  /** Whether it was ended before the training. */
  readonly isHalted: boolean;
  /** Takes states that torch has walked. */
  take(batch: Batch, states: Path, running: boolean): void;
  /** Ends the play-out at the state that is shown. */
  halt(): void;
  /** Nothing runs any more: shows what is left, then no more. */
  end(): void;
  /** Forgets the path: it is one of other settings. */
  forget(): void;
}

/** Calls `moved` whenever another state is to be shown, and once more when the play-out has ended. */
export function createPlayout(moved: (position: number | null) => void): Playout {
  let run: string | undefined;
  let path: GrowingPath | null = null;
  let at = 0; // the state that is shown, and the part of the way to the next one
  let perMillisecond = 0;
  let interval = USUAL;
  let batchAt = Number.NEGATIVE_INFINITY;
  let isPlaying = false;
  let isHalted = false;
  let ticked = 0;
  let told = 0;
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const last = () => (path?.length ?? 0) - 1;
  const aim = (duration: number) => {
    perMillisecond = Math.max(0, last() - at) / duration;
  };
  const stop = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = undefined;
    isPlaying = false;
  };
  const tick = () => {
    frame = undefined;
    const now = performance.now();
    const before = Math.floor(at);
    at = Math.min(at + perMillisecond * (now - ticked), last());
    ticked = now;
    const isCalm = wantsCalm() && now - told < CALM;
    if (Math.floor(at) !== before && !isCalm) tell(now);
    if (at < last()) frame = requestAnimationFrame(tick);
  };
  const tell = (now: number) => {
    told = now;
    moved(Math.floor(at));
  };
  const start = () => {
    if (frame !== undefined) return;
    ticked = performance.now();
    frame = requestAnimationFrame(tick);
  };
  const learnInterval = () => {
    const now = performance.now();
    const since = now - batchAt;
    batchAt = now;
    if (since < MOST) interval += (Math.max(LEAST, since) - interval) / 4;
  };
  return {
    get path() {
      return path;
    },
    get position() {
      return isPlaying ? Math.floor(at) : null;
    },
    get isHalted() {
      return isHalted;
    },
    take({ run: newRun, first, at: here }, states, running) {
      const isNew = newRun !== run || !path;
      if (isNew) {
        stop();
        [run, path, isHalted, at] = [newRun, createGrowingPath(), false, here ?? first];
      }
      if (first > (path as GrowingPath).length) return; // some went missing: what is known stays right
      path?.put(first, states);
      if (!running) return moved(null);
      if (isHalted) return;
      learnInterval();
      isPlaying = true;
      if (here === undefined) aim(interval);
      else at = here;
      start();
      if (isNew) tell(performance.now());
    },
    halt() {
      isHalted = true;
      stop();
    },
    end() {
      isHalted = false;
      if (!isPlaying) return;
      aim(AT_THE_END);
      start();
      // Not by animation frames, of which a hidden tab has none.
      timer = setTimeout(() => {
        stop();
        moved(null);
      }, AT_THE_END);
    },
    forget() {
      stop();
      [run, path] = [undefined, null];
    },
  };
}

function wantsCalm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
