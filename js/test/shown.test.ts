import { describe, expect, test } from "vitest";
import { chosen, nearest, type Positions, shown } from "../src/shown";
import { KNOWN, LEARNED, pathOf, SCALES, SETTINGS } from "./samples";

const HERE: Positions = { learning_rate: 3, iterations: 3, iteration: 500 };
const UNKNOWN: Positions = { learning_rate: null, iterations: null, iteration: null };
const NAN = Number.NaN;
const ADAM = { ...KNOWN, settings: { ...SETTINGS, optimizer: "Adam" as const } };

describe("what is chosen", () => {
  test("is the typed value while the slider stands nearest to it", () => {
    const known = { ...KNOWN, settings: { ...SETTINGS, learning_rate: 0.0512, iterations: 507 } };
    expect(chosen(known, HERE)).toEqual({ learningRate: 0.0512, iterations: 507 });
    expect(chosen(known, UNKNOWN)).toEqual({ learningRate: 0.0512, iterations: 507 });
    expect(chosen(known, { ...HERE, learning_rate: 4 })?.learningRate).toBe(0.1);
  });

  test("half-way between two positions the lower one is nearest, as for the kernel", () => {
    expect(nearest([1, 2, 4], 3)).toBe(1);
    expect(nearest([1, 2, 4], 3.01)).toBe(2);
    expect([0, 1e9].map((value) => nearest([1, 2, 4], value))).toEqual([0, 2]);
  });
});

describe("what is shown", () => {
  test("is the kernel's state where the sliders stand at it", () => {
    expect(shown(KNOWN, HERE).learned).toBe(LEARNED);
    expect(shown(KNOWN, UNKNOWN).learned).toBe(LEARNED);
  });

  test("is the end of another path as soon as a slider moves", () => {
    const { learned, iterations, words } = shown(KNOWN, { ...HERE, learning_rate: 4 });
    expect([learned.iteration, iterations, learned.source]).toEqual([500, 500, "closed form"]);
    expect(learned.slope).toBeCloseTo(79.8425, 4);
    expect(words.sentence).toContain("500 iterations at 0.1 (a steady rate) brought the slope");
    const more = shown(KNOWN, { ...HERE, iterations: 4 });
    expect([more.learned.iteration, more.iterations]).toEqual([1000, 1000]);
    expect(more.learned.slope).toBeCloseTo(79.8364, 4);
  });

  test("follows the scrubber, on torch's path where there is one", () => {
    const scrubbed = { ...HERE, iteration: 1 };
    const closed = shown(KNOWN, scrubbed).learned;
    expect([closed.iteration, closed.source]).toEqual([1, "closed form"]);
    expect(closed.slope).toBeCloseTo(2.68636, 5);
    const path = pathOf([
      [0, 2.5],
      [0, 90],
      [0.3, 0.25],
    ]);
    const walked = shown({ ...KNOWN, path }, scrubbed).learned;
    expect(walked).toMatchObject({ slope: 2.5, intercept: 90, loss: 0.25, source: "torch" });
    expect(walked.age).toBeCloseTo(977.7922 / 2.5, 3);
    expect(walked.r).toBeCloseTo(0.8663, 4);
    expect(shown({ ...KNOWN, path }, { ...HERE, iteration: 2 }).learned.source).toBe("closed form");
    expect(shown({ ...KNOWN, path }, { ...scrubbed, learning_rate: 4 }).learned.source).toBe(
      "closed form",
    );
  });

  test("is the kernel's state while a training runs, wherever the scrubber stands", () => {
    const running = { ...KNOWN, running: true, learned: { ...LEARNED, iteration: 20 } };
    expect(shown(running, HERE).learned.iteration).toBe(20);
  });

  test("never lies beyond the path's end", () => {
    expect(shown(KNOWN, { ...HERE, iteration: 9000 }).learned).toBe(LEARNED);
  });

  test("has no numbers once a path has diverged, and tells where it did", () => {
    const far = shown(KNOWN, { ...HERE, learning_rate: 6 });
    expect(far.learned).toMatchObject({ slope: null, r: null, age: null, loss: null });
    expect(far.words.headline).toBe("Diverged.");
    expect(far.words.sentence).toMatch(/^At 10 each step .* after \d+ iterations the numbers/);
  });
});

describe("without a closed form", () => {
  test("only torch's own states are shown", () => {
    const path = pathOf([
      [0, 2.5],
      [0, 90],
      [0.3, 0.25],
    ]);
    const moved = { ...HERE, learning_rate: 4 };
    expect(shown({ ...ADAM, path }, { ...HERE, iteration: 1 }).learned.slope).toBe(2.5);
    expect(shown({ ...ADAM, path }, { ...HERE, iteration: 2 }).learned).toBe(LEARNED);
    const kept = shown({ ...ADAM, path }, { ...moved, iterations: 4 });
    expect([kept.learned, kept.iterations]).toEqual([LEARNED, 500]);
    expect(kept.words.sentence).toContain("500 iterations of Adam at 0.05 brought");
  });

  test("the iteration of divergence is that of the path, else that of the state itself", () => {
    const learned = { ...LEARNED, slope: null, intercept: null, r: null, age: null, loss: null };
    const lost = [0, 1, NAN, ...Array(498).fill(NAN)];
    const known = { ...ADAM, learned, path: pathOf([lost, lost, lost]) };
    expect(shown(known, HERE).words.sentence).toContain("After 500 iterations of Adam");
    expect(shown({ ...known, path: null }, HERE).words.headline).toBe("Diverged.");
  });
});

test("words of the kernel go before those of the page", () => {
  const notice = { headline: "Loading torch.", sentence: "Wait." };
  expect(shown({ ...KNOWN, notice }, HERE).words).toBe(notice);
});

test("what the kernel has not filled yet is shown as it is", () => {
  for (const empty of [
    { ...KNOWN, moments: {} },
    { ...KNOWN, settings: {} },
  ]) {
    expect(shown(empty, HERE)).toMatchObject({ learned: LEARNED, words: { headline: "" } });
  }
  expect(shown({ ...KNOWN, scales: {} }, HERE).learned).toBe(LEARNED);
  expect(SCALES.iterations).toHaveLength(6);
});
