/** What follows from the moments beside the exact line: the other regression, and the band of single rows. */

import type { Line, Moments } from "../state/model";

/** The line whose horizontal residuals have the least squares, distance on velocity; NaN or infinite if there is none. */
export function otherRegression({
  velocity_ss,
  cross_ss,
  distance_mean,
  velocity_mean,
}: Moments): Line {
  const slope = velocity_ss / cross_ss;
  return [slope, velocity_mean - slope * distance_mean];
}

/** Returns the velocities between which one more row lies at a distance (PolynomialFit.predict in the kernel). */
export function galaxyBand(moments: Moments, quantile: number): (at: number) => [number, number] {
  const { n, distance_mean, velocity_mean, distance_ss, cross_ss, residual_ss } = moments;
  const slope = cross_ss / distance_ss;
  const [free, parameters] = moments.fit_intercept ? [1 / n, 2] : [0, 1];
  const variance = residual_ss / (n - parameters);
  return (at) => {
    const away = at - distance_mean;
    const reach = quantile * Math.sqrt(variance * (1 + free + away ** 2 / distance_ss));
    const middle = velocity_mean + slope * away;
    return [middle - reach, middle + reach];
  };
}
