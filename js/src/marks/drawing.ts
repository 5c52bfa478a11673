/** The resamples of one data set as they come: one by one, or all within a second. */

import { grouped, message, prefersReducedMotion } from "#shared";
import { type Resample, resamples } from "../gradient_descent/resamples";
import type { Line, Moments } from "../state/model";
import type { Drawn } from "./painting";
import type { Rows } from "./rows";
import type { Uncertainty } from "./scene";

/** Milliseconds in which one resample falls into place, and in which all come. */
const FALL = 500;
const FILL = 800;

export class Drawing {
  readonly tallies: Uint16Array;
  /** The one that came last, if they come one by one. */
  drawn: Drawn | null = null;
  #shown: number;
  #values: Float64Array;
  /** Draws the next one; null if all are shown, or are coming. */
  #next: (() => Resample) | null = null;
  #motion: { since: number; lasts: number; from: number } | null = null;

  /** At first all are shown. */
  constructor(
    readonly info: Uncertainty,
    readonly numberOf: (line: Line) => number,
    readonly draws: () => Generator<Resample, never>,
  ) {
    const all = draws();
    this.#values = Float64Array.from({ length: info.resamples }, () =>
      numberOf(all.next().value.line),
    );
    this.#shown = info.resamples;
    this.tallies = new Uint16Array(info.bins[2]);
    this.#tally();
  }

  /** Draws one more; the first one if all are there. */
  one(): void {
    if (!this.#next) {
      const draws = this.draws();
      this.#next = () => draws.next().value;
      this.#shown = 0;
    }
    this.#shown += 1;
    this.drawn = { ...this.#next(), number: this.#shown, fallen: 0 };
    this.#move(FALL);
  }

  /** Draws all that are missing, or all again. */
  all(): void {
    if (!this.#next) this.#shown = 0;
    this.drawn = this.#next = null;
    this.#move(FILL);
  }

  #move(lasts: number): void {
    this.#motion = { since: performance.now(), lasts, from: this.#shown };
  }

  /** Shows what is there at a time. */
  advance(now: number): "moving" | "landed" | "still" {
    if (!this.#motion) return "still";
    const { since, lasts, from } = this.#motion;
    const share = prefersReducedMotion() ? 1 : Math.min(1, (now - since) / lasts);
    if (this.drawn) this.drawn.fallen = share;
    else this.#shown = from + Math.round(share * (this.info.resamples - from));
    this.#tally();
    if (share < 1) return "moving";
    this.#motion = null;
    return "landed";
  }

  get caption(): string {
    const { resamples, caption, seed } = this.info;
    if (this.#shown === resamples) return caption;
    return message("{count} of {all} resamples, seed {seed}", {
      count: grouped(this.#shown),
      all: grouped(resamples),
      seed,
    });
  }

  #tally(): void {
    const { tallies } = this;
    const [first, width] = this.info.bins;
    const landed = this.#shown - (this.drawn && this.drawn.fallen < 1 ? 1 : 0);
    tallies.fill(0);
    for (const value of this.#values.subarray(0, landed)) {
      const bin = Math.floor((value - first) / width); // beyond the plot it has none
      if (bin >= 0 && bin < tallies.length) tallies[bin] = (tallies[bin] as number) + 1;
    }
  }
}

/** Returns the drawing of these rows, a new one if anything has changed; null if there are none to draw. */
export function drawingKeeper() {
  let key = "";
  let drawing: Drawing | null = null;
  return (rows: Rows, moments: Moments, info: Uncertainty, numberOf: Drawing["numberOf"]) => {
    if (info.resamples === 0 || rows.included.length !== moments.n) return null;
    const next = JSON.stringify([moments, info]);
    if (next !== key || !drawing) {
      key = next;
      drawing = new Drawing(info, numberOf, () => resamples(rows, moments, info.seed));
    }
    return drawing;
  };
}
