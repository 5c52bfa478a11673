/** The path that torch computed, as the kernel sends it: all slopes, all intercepts, all losses. */

import { firstWhere, type State } from "./gradient_descent";

export type WireBytes = DataView | Uint8Array;

/** Little-endian doubles, as the processors of all browsers have them. Copied: the bytes may begin at any address. */
export function readDoubles({ buffer, byteOffset, byteLength }: WireBytes): Float64Array {
  const length = Math.floor(byteLength / 8);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + 8 * length));
}

export interface Path {
  /** States 0 to length - 1. */
  length: number;
  at(iteration: number): State;
  lossAt(iteration: number): number;
}

export function readPath(bytes: WireBytes | null | undefined): Path | null {
  if (!bytes) return null;
  const values = readDoubles(bytes);
  const length = Math.floor(values.length / 3);
  if (length === 0) return null;
  const value = (index: number) => values[index] as number;
  const lossAt = (iteration: number) => value(2 * length + iteration);
  return {
    length,
    at: (iteration) => ({
      slope: value(iteration),
      intercept: value(length + iteration),
      loss: lossAt(iteration),
    }),
    lossAt,
  };
}

const UNKNOWN: State = { slope: Number.NaN, intercept: Number.NaN, loss: Number.NaN };

/** A path that grows during a training. */
export class GrowingPath implements Path {
  #states: State[] = [];

  get length() {
    return this.#states.length;
  }

  at = (iteration: number) => this.#states[iteration] ?? UNKNOWN;
  lossAt = (iteration: number) => this.at(iteration).loss;

  /** Replaces all states from iteration `first` on. */
  put(first: number, states: Path): void {
    this.#states.length = first;
    for (let index = 0; index < states.length; index += 1) this.#states.push(states.at(index));
  }
}

/** The first diverged state, up to `iteration`. The kernel marks every state after it as diverged too. */
export function pathDivergedBy(path: Path, iteration: number): number | null {
  const isLost = (index: number) => !Number.isFinite(path.at(index).slope);
  const last = Math.min(iteration, path.length - 1);
  return isLost(last) ? firstWhere(last, isLost) : null;
}
