/** The loss as a quadratic function of the line (hubble_widget/fit/quadratic_loss.py). */

import type { Line, Moments } from "../state/model";
import { bestLine, slopeScale } from "./line";

/** The loss of scaled data over the plane of (weight, bias), in the directions of its two axes. */
export interface QuadraticLoss {
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

export function quadraticLossOf(moments: Moments): QuadraticLoss {
  const scale = moments.distance_scale;
  if (!moments.fit_intercept) {
    // The "steep" axis is that of the weight, the only one along which anything moves.
    const steep = (2 * moments.distance_ss) / moments.n / scale / scale;
    return { moments, flat: 2, steep, cosine: 1, sine: 0 };
  }
  const mean = (moments.distance_mean - moments.distance_offset) / scale;
  const variance = moments.distance_ss / moments.n / scale / scale;
  const halfDifference = variance + mean * mean - 1;
  // Math.hypot of some browsers is off by the last bit, and a diverging descent magnifies that.
  const difference = Math.sqrt(halfDifference * halfDifference + 4 * mean * mean);
  const steep = variance + mean * mean + 1 + difference;
  const angle = Math.atan2(2 * mean, halfDifference) / 2;
  // From the determinant, 4 variance: the formula of the other root loses digits where the loss is flat.
  const flat = (4 * variance) / steep;
  return { moments, flat, steep, cosine: Math.cos(angle), sine: Math.sin(angle) };
}

export const componentsOf = (quadratic: QuadraticLoss, [slope, intercept]: Line): Components =>
  alongAxes(quadratic, slope, slope * quadratic.moments.distance_mean + intercept);

export const bestComponents = (quadratic: QuadraticLoss): Components =>
  alongAxes(quadratic, bestLine(quadratic.moments)[0], quadratic.moments.velocity_mean);

/** `height`: the line's velocity at the mean distance. quadratic_loss.py explains why it is not the intercept. */
function alongAxes(quadratic: QuadraticLoss, slope: number, height: number): Components {
  const weight = slope / slopeScale(quadratic.moments);
  const { velocity_offset, velocity_scale } = quadratic.moments;
  const scaled = (height - velocity_offset) / velocity_scale;
  return [
    quadratic.cosine * scaled - (quadratic.sine * weight * quadratic.steep) / 2,
    quadratic.sine * scaled + (quadratic.cosine * weight * quadratic.flat) / 2,
  ];
}

export function lineOf(quadratic: QuadraticLoss, [flat, steep]: Components): Line {
  const { moments, cosine, sine } = quadratic;
  const slope = slopeScale(moments) * (cosine * steep - sine * flat);
  const intercept = moments.velocity_scale * (sine * steep + cosine * flat);
  return [slope, intercept + (moments.velocity_offset - slope * moments.distance_offset)];
}

/** The mean squared error of a line with these errors. */
export function lossOf(quadratic: QuadraticLoss, [flatError, steepError]: Components): number {
  const { n, velocity_scale: scale } = quadratic.moments;
  const flat = Math.sqrt((n * quadratic.flat) / 2) * flatError;
  const steep = Math.sqrt((n * quadratic.steep) / 2) * steepError;
  // Summed before the division, like in the kernel, so that both overflow at the same iteration.
  return (quadratic.moments.residual_ss / scale / scale + flat * flat + steep * steep) / n;
}
