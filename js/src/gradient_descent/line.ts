/** What follows from the moments and from a slope alone (moments.py, trajectory.py, cosmology.py). */

import type { Line, Moments } from "../state/model";

/** 1 / (km/s/Mpc) in 10⁹ Julian years. Tests compare it with astropy's value. */
export const AGE_AT_UNIT_SLOPE = 977.7922216807892;

export function bestLine(moments: Moments): Line {
  const slope = moments.cross_ss / moments.distance_ss;
  return [slope, moments.velocity_mean - slope * moments.distance_mean];
}

/**
 * The correlation of observed with predicted velocities. Predicted velocities depend linearly on distance, so that only
 * the sign of the slope counts.
 */
export const correlationAt = (moments: Moments, slope: number): number =>
  slope === 0 ? Number.NaN : Math.sign(slope) * (moments.r ?? Number.NaN);

/** The slope in km/s/Mpc that is 1 in scaled data. */
export const slopeScale = (moments: Moments): number =>
  moments.velocity_scale / moments.distance_scale;

/** The Hubble time in billion years; NaN if the slope gives no age. */
export const ageOf = (slope: number): number =>
  slope > 0 && Number.isFinite(slope) ? AGE_AT_UNIT_SLOPE / slope : Number.NaN;

/**
 * The age of a flat universe as a multiple of its Hubble time; 1 without a share of matter, as in an empty universe
 * (hubble_widget/fit/cosmology.py).
 */
export function ageFactor(omegaMatter: number | null): number {
  if (omegaMatter === null) return 1;
  const root = Math.sqrt((1 - omegaMatter) / omegaMatter);
  return ((2 / 3) * (root ? Math.asinh(root) / root : 1)) / Math.sqrt(omegaMatter);
}

/** Where a galaxy was a time (billion years) ago. */
export const distanceAt = (distance: number, velocity: number, time: number): number =>
  distance - (velocity * time) / AGE_AT_UNIT_SLOPE;

/** A line as the galaxies on it make it, a time ago: it stands upright at 1/slope. */
export function lineAgo([slope, intercept]: Line, time: number): Line {
  const part = 1 - (slope * time) / AGE_AT_UNIT_SLOPE;
  return [slope / part, intercept / part];
}
