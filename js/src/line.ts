/** What follows from the moments and from a slope alone (moments.py, trajectory.py, cosmology.py). */

import type { Line, Moments } from "./model";

/** 1 / (km/s/Mpc) in 10⁹ Julian years; tests hold it to astropy's. */
export const AGE_AT_UNIT_SLOPE = 977.7922216807892;

export function bestLine(moments: Moments): Line {
  const slope = moments.cross_ss / moments.distance_ss;
  return [slope, moments.velocity_mean - slope * moments.distance_mean];
}

/** Pearson's correlation of distance and velocity; NaN where all velocities are equal. */
export function correlation(moments: Moments): number {
  if (moments.velocity_ss === 0) return Number.NaN;
  const r = moments.cross_ss / Math.sqrt(moments.distance_ss * moments.velocity_ss);
  return Math.max(-1, Math.min(1, r));
}

/**
 * The correlation of observed with predicted velocities. A line predicts what is
 * proportional to distance, so that only the sign of its slope counts.
 */
export function correlationAt(moments: Moments, slope: number): number {
  return slope === 0 ? Number.NaN : Math.sign(slope) * correlation(moments);
}

/** What a slope of 1 is in scaled data, in km/s/Mpc. */
export function slopeScale(moments: Moments): number {
  return moments.velocity_scale / moments.distance_scale;
}

/** The Hubble time in billion years; NaN where a slope gives no age. */
export function ageOf(slope: number): number {
  return slope > 0 && Number.isFinite(slope) ? AGE_AT_UNIT_SLOPE / slope : Number.NaN;
}
