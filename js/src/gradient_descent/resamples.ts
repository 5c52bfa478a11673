/** Lines through rows that are drawn again and again: those of hw.bootstrap (hubble_widget/fit/bootstrap.py). */

import type { Rows } from "../marks/rows";
import type { Line, Moments } from "../state/model";

/** Where distances vary by a smaller share of their mean square, they are one distance but for rounding. */
const ONE_DISTANCE = 1e-12;

export interface Resample {
  /** How often each included row is drawn. The next resample reuses the array. */
  counts: Uint16Array;
  /** NaN where all drawn rows are at one distance. */
  line: Line;
}

/** Yields one resample after another, without end; those of a seed are always the same. */
export function* resamples(rows: Rows, moments: Moments, seed: number): Generator<Resample, never> {
  const random = randomState(seed);
  const { fit_intercept, distance_mean, velocity_mean } = moments; // the means are 0 for lines through the origin
  const n = rows.included.length;
  const x = Float64Array.from(
    rows.included,
    (row) => (rows.distance[row] as number) - distance_mean,
  );
  const v = Float64Array.from(
    rows.included,
    (row) => (rows.velocity[row] as number) - velocity_mean,
  );
  const weights = Float64Array.from(rows.included, (row) => rows.weights?.[row] ?? 1);
  const counts = new Uint16Array(n);
  for (;;) {
    counts.fill(0);
    let [total, x1, v1, xx, xv] = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < n; draw += 1) {
      const row = Math.floor(random() * n);
      counts[row] = (counts[row] as number) + 1;
      const [away, velocity, weight] = [x[row] as number, v[row] as number, weights[row] as number];
      total += weight;
      x1 += weight * away;
      v1 += weight * velocity;
      xx += weight * away * away;
      xv += weight * away * velocity;
    }
    if (!fit_intercept) x1 = v1 = 0;
    const variance = xx - (x1 * x1) / total;
    const slope = variance > ONE_DISTANCE * xx ? (xv - (x1 * v1) / total) / variance : Number.NaN;
    const height = (v1 - slope * x1) / total + velocity_mean - slope * distance_mean;
    yield { counts, line: [slope, height] };
  }
}

const WORDS = 624;

/**
 * NumPy's RandomState(seed).random_sample(), whose stream never changes: the Mersenne Twister of Matsumoto & Nishimura,
 * ACM Transactions on Modeling and Computer Simulation 8 (1998) 3.
 */
export function randomState(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let at = 1; at < WORDS; at += 1) {
    const last = state[at - 1] as number;
    state[at] = Math.imul(1812433253, last ^ (last >>> 30)) + at;
  }
  let next = WORDS;
  const word = (): number => {
    if (next === WORDS) {
      twist(state);
      next = 0;
    }
    let bits = state[next] as number;
    next += 1;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ (bits >>> 18);
  };
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

function twist(state: Uint32Array): void {
  const at = (index: number) => state[index % WORDS] as number;
  for (let index = 0; index < WORDS; index += 1) {
    const bits = (at(index) & 0x80000000) | (at(index + 1) & 0x7fffffff);
    state[index] = at(index + 397) ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
  }
}
