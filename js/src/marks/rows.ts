/** The rows of the data, as they come over the wire: galaxies, mostly. */

import { fixedPoint, general } from "../decimal";
import { exists, MISSING, withMinus } from "../format";
import { withUnit } from "../labels";
import type { Labels, Line, Model } from "../model";
import type { Plane } from "./plane";

export interface Rows {
  names: readonly string[];
  distance: Float64Array;
  velocity: Float64Array;
  isLeftOut: Uint8Array;
  /** What the residual plot shows: of those that count every so many, and all that are left out. */
  thinned: Uint32Array;
  leftOut: Uint32Array;
  /** Whether there are too many for marks of their own. */
  isCrowd: boolean;
  /** Whether each has a dot that can be pointed at. */
  canBePointedAt: boolean;
}

const NONE: Rows = {
  names: [],
  distance: new Float64Array(0),
  velocity: new Float64Array(0),
  isLeftOut: new Uint8Array(0),
  thinned: new Uint32Array(0),
  leftOut: new Uint32Array(0),
  isCrowd: false,
  canBePointedAt: false,
};

export function readRows(rows: Model["rows"], bytes: Model["row_values"]): Rows {
  const count = (bytes?.byteLength ?? 0) / 16;
  const names = rows?.names ?? [];
  if (!bytes || (rows?.pointable && names.length !== count)) return NONE; // one of both is still to come
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const column = (first: number) =>
    Float64Array.from({ length: count }, (_, row) => view.getFloat64(8 * (first + row), true));
  const isLeftOut = new Uint8Array(count);
  for (const row of rows?.left_out ?? []) isLeftOut[row] = 1;
  const all = Uint32Array.from(isLeftOut, (_, row) => row);
  const step = rows?.residual_step ?? 1;
  return {
    names,
    distance: column(0),
    velocity: column(count),
    isLeftOut,
    thinned: all.filter((row) => !isLeftOut[row]).filter((_, index) => index % step === 0),
    leftOut: all.filter((row) => isLeftOut[row]),
    isCrowd: rows?.crowd ?? false,
    canBePointedAt: rows?.pointable ?? false,
  };
}

/** The row whose mark is nearest to a place, and within reach of it; null where there is none. */
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

export function residualOf({ distance, velocity }: Rows, row: number, [slope, intercept]: Line) {
  return (velocity[row] as number) - (slope * (distance[row] as number) + intercept);
}

/** The numbers of a row with the digits that they were measured with, up to six (hubble_widget/display/words.py). */
export function placeText({ distance, velocity }: Rows, row: number, labels: Labels): string {
  const digits = (value: number | undefined) => withMinus(general(value ?? Number.NaN, 6));
  const x = withUnit(digits(distance[row]), labels.x_unit);
  return `${x}, ${withUnit(digits(velocity[row]), labels.y_unit)}`;
}

export function residualText(residual: number, { y_unit }: Labels): string {
  return `residual ${withUnit(withMinus(signed(residual)), y_unit)}`;
}

/** As the kernel has it: whole from 100 on, three digits below, two from a million on. */
function signed(value: number): string {
  if (!exists(value)) return MISSING;
  const size = Math.abs(value);
  if (size >= 1e6) return general(value, 2);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "+";
  return sign + (size >= 100 ? fixedPoint(size, 0) : general(size, 3));
}
