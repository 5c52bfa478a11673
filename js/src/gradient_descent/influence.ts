/** What leaving one row out does to the least-squares line (hubble_widget/fit/influence.py). */

import { residualOf } from "#shared";
import type { Rows } from "../marks/rows";
import type { Moments } from "../state/model";

/** Where 1 - leverage is smaller, the others are too close together for a line. */
const MIN_OTHERS = 1e-10;

/** The slope without an included row; NaN if the others determine none. */
export function slopeWithout(rows: Rows, row: number, moments: Moments): number {
  const { n, distance_mean, velocity_mean, distance_ss, cross_ss, fit_intercept } = moments;
  const slope = cross_ss / distance_ss;
  const away = (rows.distance[row] as number) - distance_mean;
  const residual = residualOf(rows, row, [slope, velocity_mean - slope * distance_mean]);
  const weight = rows.weights?.[row] ?? 1;
  const others = 1 - weight * ((fit_intercept ? 1 / n : 0) + away ** 2 / distance_ss);
  const change = (weight * away * residual) / (distance_ss * others);
  return others > MIN_OTHERS ? slope - change : Number.NaN;
}
