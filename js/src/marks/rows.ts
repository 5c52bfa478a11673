/** The rows of the data, as the kernel sends them: galaxies, mostly. */

import { readDoubles } from "../gradient_descent/path";
import type { Labels, Line, Model } from "../state/model";
import { fixedPoint, general } from "../text/decimal";
import { exists, MISSING, withMinus } from "../text/format";
import { withUnit } from "../text/labels";
import { message } from "../text/messages";
import type { Plane } from "./plane";

export interface Rows {
  names: readonly string[];
  distance: Float64Array;
  velocity: Float64Array;
  /** What each row counts; null if all count alike. */
  weights: Float64Array | null;
  isExcluded: Uint8Array;
  /** The rows in the residual plot: each so many-th of the included ones, and all excluded ones. */
  thinned: Uint32Array;
  included: Uint32Array;
  excluded: Uint32Array;
  /** Whether there are too many for a mark of each. */
  isCrowd: boolean;
  /** Whether the pointer can point at each row's dot. */
  canBePointedAt: boolean;
}

export function readRows(rows: Model["rows"], bytes: Model["row_values"]): Rows {
  const names = rows?.names ?? [];
  const isPointable = rows?.pointable ?? false;
  // Names and values are two traits: one of them may be older.
  const columns = rows?.weighted ? 3 : 2;
  const isComplete = bytes && (!isPointable || names.length === bytes.byteLength / 8 / columns);
  const values = isComplete ? readDoubles(bytes) : new Float64Array(0);
  const count = values.length / columns;
  const isExcluded = new Uint8Array(count);
  for (const row of rows?.excluded ?? []) isExcluded[row] = 1;
  const all = Uint32Array.from(isExcluded, (_, row) => row);
  const included = all.filter((row) => !isExcluded[row]);
  const step = rows?.residual_step ?? 1;
  return {
    names: isComplete ? names : [],
    distance: values.subarray(0, count),
    velocity: values.subarray(count, 2 * count),
    weights: columns === 3 ? values.subarray(2 * count) : null,
    isExcluded,
    thinned: included.filter((_, index) => index % step === 0),
    included,
    excluded: all.filter((row) => isExcluded[row]),
    isCrowd: rows?.crowd ?? false,
    canBePointedAt: isPointable,
  };
}

/** The row whose mark is nearest to a place and within reach of it; null if there is none. */
export function rowAt(
  { distance, canBePointedAt }: Rows,
  plane: Plane,
  heightOf: (row: number) => number,
  [x, y]: readonly [number, number],
  reach: number,
): number | null {
  if (!canBePointedAt) return null;
  let nearest: number | null = null;
  let least = reach;
  for (let row = 0; row < distance.length; row += 1) {
    const across = plane.toX(distance[row] as number) - x;
    if (Math.abs(across) > least) continue;
    const away = Math.hypot(across, plane.toY(heightOf(row)) - y);
    if (away > least || (away === least && nearest !== null)) continue;
    least = away;
    nearest = row;
  }
  return nearest;
}

export const residualOf = ({ distance, velocity }: Rows, row: number, [slope, intercept]: Line) =>
  (velocity[row] as number) - (slope * (distance[row] as number) + intercept);

/** The numbers of a row with their measured digits, six at most (hubble_widget/text/words.py). */
export function placeText({ distance, velocity }: Rows, row: number, labels: Labels): string {
  const digits = (value: number | undefined) => withMinus(general(value ?? Number.NaN, 6));
  const x = withUnit(digits(distance[row]), labels.x_unit);
  return `${x}, ${withUnit(digits(velocity[row]), labels.y_unit)}`;
}

export const residualText = (residual: number, { y_unit }: Labels): string =>
  message("residual {residual}", { residual: withUnit(withMinus(signed(residual)), y_unit) });

/** In the kernel's notation: two digits from a million on, whole from 100 on, three digits below. */
function signed(value: number): string {
  if (!exists(value)) return MISSING;
  const size = Math.abs(value);
  if (size >= 1e6) return general(value, 2);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "+";
  return sign + (size >= 100 ? fixedPoint(size, 0) : general(size, 3));
}
