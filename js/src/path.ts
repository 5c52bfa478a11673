/** The path that torch walked, as it comes over the wire: slopes, intercepts, losses. */

import type { State } from "./descent";
import type { Model } from "./model";

const BYTES = 8;
const COLUMNS = 3;

export interface Path {
  /** States 0 to length - 1. */
  length: number;
  at(iteration: number): State;
}

/** Read in place, double by double: the bytes may begin anywhere in their buffer, and are many. */
export function readPath(bytes: Model["path"] | undefined): Path | null {
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
  };
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
