/**
 * Plays a training: about ten times a second the kernel sends the states that torch has computed, and the page shows
 * them one after the other at the screen's own rate. It never shows a state that torch has not reached.
 */

import { GrowingPath, type Path } from "../gradient_descent/path";
import { prefersReducedMotion } from "../host/timing";

/** Milliseconds between two batches: the first guess, and the limits of the measured value. */
const FIRST_GUESS = 100;
const [LEAST, MOST] = [40, 500];
/** Milliseconds in which the remaining states are shown after a training has ended. */
const AT_THE_END = 80;
/** Milliseconds between two states for people who prefer reduced motion. */
export const REDUCED_MOTION = 250;

/** The kernel's description of a batch of states. */
export interface Batch {
  run: string;
  /** The iteration of the first state. */
  first: number;
  /** For a page that has missed states: the iteration to continue from. */
  at?: number;
}

/** Calls `moved` with the iteration of each next state, and with null at the end. */
export class Playout {
  /** The states that torch has computed; null if there are none. */
  path: GrowingPath | null = null;
  /** Whether it was stopped while the training was running. */
  isHalted = false;
  #run: string | undefined;
  /** The iteration of the present state, plus the part of the way to the next one. */
  #at = 0;
  #perMillisecond = 0;
  #interval = FIRST_GUESS;
  #batchAt = Number.NEGATIVE_INFINITY;
  #isPlaying = false;
  #ticked = 0;
  #notified = 0;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly moved: (position: number | null) => void) {}

  /** The iteration to show; null while nothing is played. */
  get position(): number | null {
    return this.#isPlaying ? Math.floor(this.#at) : null;
  }

  /** Takes states that torch has computed. */
  take({ run, first, at }: Batch, states: Path, running: boolean): void {
    const isNew = run !== this.#run || !this.path;
    if (isNew) {
      this.#stop();
      [this.#run, this.path, this.isHalted, this.#at] = [
        run,
        new GrowingPath(),
        false,
        at ?? first,
      ];
    }
    const path = this.path as GrowingPath;
    if (first > path.length) return; // a batch is missing: the states before it stay right
    path.put(first, states);
    if (!running) this.moved(null);
    if (!running || this.isHalted) return;
    this.#learnInterval();
    this.#isPlaying = true;
    if (at === undefined) this.#aim(this.#interval);
    else this.#at = at;
    this.#start();
    if (isNew) this.#notify(performance.now());
  }

  /** Stops at the present state. */
  halt(): void {
    this.isHalted = true;
    this.#stop();
  }

  /** The training has ended: shows the remaining states quickly, then stops. */
  end(): void {
    this.isHalted = false;
    if (!this.#isPlaying) return;
    this.#aim(AT_THE_END);
    this.#start();
    // Not in an animation frame: a hidden tab has none.
    this.#timer = setTimeout(() => {
      this.#stop();
      this.moved(null);
    }, AT_THE_END);
  }

  /** Drops the path: it belongs to other settings. */
  forget(): void {
    this.#stop();
    [this.#run, this.path] = [undefined, null];
  }

  get #last(): number {
    return (this.path?.length ?? 0) - 1;
  }

  #aim(duration: number): void {
    this.#perMillisecond = Math.max(0, this.#last - this.#at) / duration;
  }

  #start(): void {
    if (this.#frame !== undefined) return;
    this.#ticked = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  #stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = undefined;
    this.#isPlaying = false;
  }

  #tick = () => {
    this.#frame = undefined;
    const now = performance.now();
    const before = Math.floor(this.#at);
    this.#at = Math.min(this.#at + this.#perMillisecond * (now - this.#ticked), this.#last);
    this.#ticked = now;
    const mustWait = prefersReducedMotion() && now - this.#notified < REDUCED_MOTION;
    if (Math.floor(this.#at) !== before && !mustWait) this.#notify(now);
    if (this.#at < this.#last) this.#frame = requestAnimationFrame(this.#tick);
  };

  #notify(now: number): void {
    this.#notified = now;
    this.moved(Math.floor(this.#at));
  }

  #learnInterval(): void {
    const now = performance.now();
    const since = now - this.#batchAt;
    this.#batchAt = now;
    if (since < MOST) this.#interval += (Math.max(LEAST, since) - this.#interval) / 4;
  }
}
