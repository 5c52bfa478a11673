/** The shape of the loss: a quadratic bowl (hubble_widget/regression/bowl.py). */

import { bestLine, slopeScale } from "./line";
import type { Line, Moments } from "./model";

/** The loss of scaled data over the plane of (weight, bias), seen along its two axes. */
export interface Bowl {
  moments: Moments;
  /** Eigenvalues of the Hessian, both above 0. */
  flat: number;
  steep: number;
  /** The direction of the steep axis; the flat one is (-sine, cosine). */
  cosine: number;
  sine: number;
}

/** Along the flat and along the steep axis. */
export type Components = readonly [number, number];

export function bowlOf(moments: Moments): Bowl {
  const scale = moments.distance_scale;
  const mean = moments.distance_mean / scale;
  const variance = moments.distance_ss / moments.n / scale / scale;
  const halfDifference = variance + mean * mean - 1;
  // Math.hypot of some browsers is off by a bit, which a diverging descent magnifies.
  const difference = Math.sqrt(halfDifference * halfDifference + 4 * mean * mean);
  const steep = variance + mean * mean + 1 + difference;
  const angle = Math.atan2(2 * mean, halfDifference) / 2;
  // From the determinant, 4 variance: the other root would cancel for a flat bowl.
  const flat = (4 * variance) / steep;
  return { moments, flat, steep, cosine: Math.cos(angle), sine: Math.sin(angle) };
}

export function componentsOf(bowl: Bowl, [slope, intercept]: Line): Components {
  return alongAxes(bowl, slope, slope * bowl.moments.distance_mean + intercept);
}

export function bestComponents(bowl: Bowl): Components {
  return alongAxes(bowl, bestLine(bowl.moments)[0], bowl.moments.velocity_mean);
}

/** The line over the mean distance is `height` high: bowl.py tells why it is not the intercept. */
function alongAxes(bowl: Bowl, slope: number, height: number): Components {
  const weight = slope / slopeScale(bowl.moments);
  const scaled = height / bowl.moments.velocity_scale;
  return [
    bowl.cosine * scaled - (bowl.sine * weight * bowl.steep) / 2,
    bowl.sine * scaled + (bowl.cosine * weight * bowl.flat) / 2,
  ];
}

export function lineOf(bowl: Bowl, [flat, steep]: Components): Line {
  return [
    slopeScale(bowl.moments) * (bowl.cosine * steep - bowl.sine * flat),
    bowl.moments.velocity_scale * (bowl.sine * steep + bowl.cosine * flat),
  ];
}

/** The mean squared error of a line that is so far from the best one. */
export function lossOf(bowl: Bowl, [flatError, steepError]: Components): number {
  const { n, velocity_scale: scale } = bowl.moments;
  const flat = Math.sqrt((n * bowl.flat) / 2) * flatError;
  const steep = Math.sqrt((n * bowl.steep) / 2) * steepError;
  // Summed before the division, as the kernel does: so both overflow at the same iteration.
  return (bowl.moments.residual_ss / scale / scale + flat * flat + steep * steep) / n;
}
