import { describe, expect, test } from "vitest";
import {
  type Progress,
  progressOf,
  settledSince,
  zoneEnds,
  zoneOf,
} from "../src/gradient_descent/convergence";
import { divergedBy, iterationsToReach, stateAt } from "../src/gradient_descent/gradient_descent";
import { AGE_AT_UNIT_SLOPE, ageFactor, ageOf, correlationAt } from "../src/gradient_descent/line";
import type { Path } from "../src/gradient_descent/path";
import type { Line, Moments, RateChanges, Settings } from "../src/state/model";
import { decimal, fixedPoint, general, number, withError } from "../src/text/decimal";
import { HUBBLE } from "../src/text/labels";
import { comparison, withoutExact } from "../src/text/other_words";
import { verdict } from "../src/text/verdict";
import TEXT from "./vectors.json?raw";

/** Written by tests/vectors.py: iteration, slope, intercept, r, age, loss, divergence, headline, sentence. */
type Written = [number, ...((number | null)[] & { length: 6 }), string, string];
interface Walked {
  learning_rate: number;
  rate_changes?: RateChanges;
  start: Line;
  degree: number;
  zone: string;
  iterations_needed: number | null;
  states: Written[];
}
interface Comparison extends Settings {
  iteration: number;
  slope: number | null;
  diverged: number | null;
  settled: number | null;
  words: [string, string];
}
interface Vectors {
  age_at_unit_slope: number;
  age_factors: [number, number][];
  data: { name: string; moments: Moments; zone_ends: number[]; paths: Walked[] }[];
  comparisons: Comparison[];
  hidden: Comparison[];
  settling: [(number | null)[], number, number, number | null][];
  errors: [number, number, string, string][];
  formats: [string, string, string][];
}

const VECTORS: Vectors = JSON.parse(TEXT);
const RULES = { optimizer: "SGD", loss_function: "MSE" } as const;
const TOLERANCE = 1e-12;

function expectClose(value: number, written: number | null | undefined, what: string): void {
  if (written === null || written === undefined) {
    expect(Number.isFinite(value), what).toBe(false);
    return;
  }
  const size = Math.max(Math.abs(value), Math.abs(written));
  expect(Math.abs(value - written), `${what}: ${value}, ${written}`).toBeLessThanOrEqual(
    TOLERANCE * size,
  );
}

test("matter makes the same of an age as in the kernel, and an empty universe nothing", () => {
  for (const [share, factor] of VECTORS.age_factors) {
    expectClose(ageFactor(share), factor, `Ωₘ ${share}`);
  }
  expect(ageFactor(null)).toBe(1);
});

test("an age in billion years is astropy's", () => {
  expect(AGE_AT_UNIT_SLOPE).toBe(VECTORS.age_at_unit_slope);
});

describe.each(VECTORS.data)("$name", ({ moments, zone_ends, paths }) => {
  test("the zones end at the same rates", () => {
    zoneEnds(moments).forEach((end, index) => {
      expectClose(end, zone_ends[index], `end ${index}`);
    });
  });

  test.each(paths)("at $learning_rate from $start, degree $degree", (path) => {
    const { learning_rate: learningRate, rate_changes: rateChanges, start } = path;
    const descent = { moments, learningRate, rateChanges, start };
    expect(zoneOf(moments, path.learning_rate)).toBe(path.zone);
    expect(iterationsToReach(descent)).toBe(path.iterations_needed);
    for (const [iteration, ...written] of path.states) {
      const [slope, intercept, r, age, loss, diverged, headline, sentence] = written;
      const state = stateAt(descent, iteration);
      const at = (name: string) => `${name} at ${iteration}`;
      expectClose(state.slope, slope as number | null, at("slope"));
      expectClose(state.intercept, intercept as number | null, at("intercept"));
      expectClose(correlationAt(moments, state.slope), r as number | null, at("r"));
      expectClose(ageOf(state.slope), age as number | null, at("age"));
      expectClose(state.loss, loss as number | null, at("loss"));
      const gone = divergedBy(descent, iteration);
      expect(gone, at("divergence")).toBe(diverged);
      const progress = progressOf(descent, RULES, {
        iteration,
        slope: state.slope,
        diverged: gone,
      });
      expect(verdict(progress, path.degree)).toEqual({ headline, sentence });
    }
  });
});

test.each(VECTORS.comparisons)(
  "$optimizer, $loss_function: $slope after $iteration",
  ({ words, slope, iteration, diverged, settled, start, degree, ...rules }) => {
    const moments = VECTORS.data.find(({ name }) => name === "key_project")?.moments as Moments;
    const state = { iteration, slope: slope ?? Number.NaN, diverged };
    const path = walked(Array(iteration + 1).fill(state.slope));
    const descent = { moments, learningRate: 0.05, start };
    const progress: Progress = progressOf(descent, rules, state, path);
    expect(progress.settled).toBe(settled);
    const { headline, sentence } = comparison(progress, degree);
    expect([headline, sentence]).toEqual(words);
  },
);

test("a walk that was slow at its last steps alone has not arrived", () => {
  const [data] = VECTORS.data;
  const rules = { ...RULES, loss_function: "Huber" } as const;
  const descent = { moments: data?.moments as Moments, learningRate: 0.06, start: [0, 0] } as const;
  const sentence = (settled: number) => {
    const state = { iteration: 500, slope: 47, diverged: null };
    return comparison({ ...progressOf(descent, rules, state), settled }, 1).sentence;
  };
  expect(sentence(486)).not.toContain("Since iteration");
  expect(sentence(449)).toContain("Since iteration 449 it has moved by less");
});

test.each(VECTORS.hidden)(
  "while the exact fit is hidden: $slope after $iteration",
  ({ words, slope, iteration, diverged, start, ...rules }) => {
    const moments = VECTORS.data.find(({ name }) => name === "key_project")?.moments as Moments;
    const state = { iteration, slope: slope ?? Number.NaN, diverged };
    const progress = progressOf({ moments, learningRate: 0.05, start }, rules, state);
    const { headline, sentence } = withoutExact(progress, HUBBLE);
    expect([headline, sentence]).toEqual(words);
  },
);

test.each(VECTORS.settling)("%j settles at %s ± %s", (slopes, target, tolerance, since) => {
  const slopeAt = (index: number) => slopes[index] ?? Number.NaN;
  expect(settledSince(slopeAt, slopes.length - 1, target, tolerance)).toBe(since);
});

test.each(VECTORS.errors)("%s ± %s to %s is %s", (value, error, digits, text) => {
  expect(withError(value, error, Number(digits.slice(1, -1)))).toBe(text);
});

function walked(slopes: number[]): Path {
  return {
    length: slopes.length,
    at: (index) => ({ slope: slopes[index] ?? Number.NaN, intercept: 0, loss: 0 }),
    lossAt: () => 0,
  };
}

describe("numbers in the kernel's notation", () => {
  test.each(VECTORS.formats)("%s to %s is %s", (written, digits, text) => {
    const value = { inf: Number.POSITIVE_INFINITY, nan: Number.NaN }[written] ?? Number(written);
    const count = Number(digits.slice(1, -1));
    expect(digits.endsWith("g") ? number(value, count) : decimal(value, count)).toBe(text);
  });

  test("a number too long for toFixed has all its digits", () => {
    expect(fixedPoint(2e21, 0)).toBe("2000000000000000000000");
    expect(fixedPoint(-0, 0)).toBe("-0");
    expect(general(-0, 3)).toBe("-0");
  });
});
