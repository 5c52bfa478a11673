/**
 * Plays a training out: the kernel sends the states that torch has walked some ten times a second, and they are shown
 * one after the other at the screen's own rate, never one that torch has not reached.
 */

import { GrowingPath, type Path } from "../path";

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

/** Calls `moved` whenever another state is to be shown, and with null when the play-out has ended. */
export class Playout {
  /** What torch has walked; null where nothing is known. */
  path: GrowingPath | null = null;
  /** Whether it was ended before the training. */
  isHalted = false;
  #run: string | undefined;
  /** The state that is shown, and the part of the way to the next one. */
  #at = 0;
  #perMillisecond = 0;
  #interval = USUAL;
  #batchAt = Number.NEGATIVE_INFINITY;
  #isPlaying = false;
  #ticked = 0;
  #told = 0;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly moved: (position: number | null) => void) {}

  /** The state to show while a training is played out; null where it is not. */
  get position(): number | null {
    return this.#isPlaying ? Math.floor(this.#at) : null;
  }

  /** Takes states that torch has walked. */
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
    if (first > path.length) return; // some went missing: what is known stays right
    path.put(first, states);
    if (!running) this.moved(null);
    if (!running || this.isHalted) return;
    this.#learnInterval();
    this.#isPlaying = true;
    if (at === undefined) this.#aim(this.#interval);
    else this.#at = at;
    this.#start();
    if (isNew) this.#tell(performance.now());
  }

  /** Ends the play-out at the state that is shown. */
  halt(): void {
    this.isHalted = true;
    this.#stop();
  }

  /** Nothing runs any more: shows what is left, then no more. */
  end(): void {
    this.isHalted = false;
    if (!this.#isPlaying) return;
    this.#aim(AT_THE_END);
    this.#start();
    // Not by animation frames, of which a hidden tab has none.
    this.#timer = setTimeout(() => {
      this.#stop();
      this.moved(null);
    }, AT_THE_END);
  }

  /** Forgets the path: it is one of other settings. */
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
    const isCalm = wantsCalm() && now - this.#told < CALM;
    if (Math.floor(this.#at) !== before && !isCalm) this.#tell(now);
    if (this.#at < this.#last) this.#frame = requestAnimationFrame(this.#tick);
  };

  #tell(now: number): void {
    this.#told = now;
    this.moved(Math.floor(this.#at));
  }

  #learnInterval(): void {
    const now = performance.now();
    const since = now - this.#batchAt;
    this.#batchAt = now;
    if (since < MOST) this.#interval += (Math.max(LEAST, since) - this.#interval) / 4;
  }
}

function wantsCalm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
