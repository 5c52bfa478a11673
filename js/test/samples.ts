/** The lesson: 23 galaxies, 500 iterations at 0.05 from a flat line. */

import type { Exact, Learned } from "../src/model";

export const LEARNED: Learned = {
  iteration: 500,
  slope: 74.5887,
  intercept: 36.1,
  r: 0.866297,
  age: 13.1091,
  loss: 0.019889,
  source: "torch",
};

export const EXACT: Exact = {
  slope: 80.37767,
  slope_stderr: 10.11393,
  intercept: -30.6679,
  intercept_stderr: 129.693,
  r: 0.866297,
  age: 12.16497,
  age_stderr: 1.5307,
  loss: 0.0195826,
};
