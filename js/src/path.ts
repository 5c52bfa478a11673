/** The path that torch walked, as it comes over the wire: slopes, intercepts, losses. */

import type { State } from "./descent";

const BYTES = 8;
const COLUMNS = 3;

export type Wired = DataView | Uint8Array;

export interface Path {
  /** States 0 to length - 1. */
  length: number;
  at(iteration: number): State;
  lossAt(iteration: number): number;
}

/** Read in place, double by double: the bytes may begin anywhere in their buffer, and are many. */
export function readPath(bytes: Wired | null | undefined): Path | null {
  if (!bytes || bytes.byteLength < COLUMNS * BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Math.floor(bytes.byteLength / (COLUMNS * BYTES));
  const value = (column: number, row: number) =>
    view.getFloat64((column * length + row) * BYTES, true);
  return {
    length,
    at: (iteration) => ({
      slope: value(0, iteration),
      intercept: value(1, iteration),
      loss: value(2, iteration),
    }),
    lossAt: (iteration) => value(2, iteration),
  };
}

const UNKNOWN: State = { slope: Number.NaN, intercept: Number.NaN, loss: Number.NaN };

/** A path that grows while torch walks it. */
export class GrowingPath implements Path {
  #states: State[] = [];

  get length() {
    return this.#states.length;
  }

  at = (iteration: number) => this.#states[iteration] ?? UNKNOWN;
  lossAt = (iteration: number) => this.at(iteration).loss;

  /** Puts states in, from iteration `first` on; what there was from there on is gone. */
  put(first: number, states: Path): void {
    this.#states.length = first;
    for (let index = 0; index < states.length; index += 1) this.#states.push(states.at(index));
  }
}

/** The first lost state, up to `iteration`; beyond it the kernel has marked every state as lost. */
export function pathDivergedBy(path: Path, iteration: number): number | null {
  const isLost = (index: number) => !Number.isFinite(path.at(index).slope);
  let [low, high] = [0, Math.min(iteration, path.length - 1)];
  if (!isLost(high)) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isLost(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
