import { describe, expect, test } from "vitest";
import { addWords, choiceOf, displayOf, nearest, type Positions } from "../../src/state/display";
import * as OTHER_WORDS from "../../src/text/other_words";
import { EXPLORER, LEARNED, pathOf, SCALES, SETTINGS } from "../samples";

const HERE: Positions = { learning_rate: 3, iterations: 3, iteration: 500 };
const UNKNOWN: Positions = { learning_rate: null, iterations: null, iteration: null };
const NAN = Number.NaN;
const ADAM = { ...EXPLORER, settings: { ...SETTINGS, optimizer: "Adam" as const } };

describe("what is chosen", () => {
  test("is the typed value while the slider stands nearest to it", () => {
    const explorer = {
      ...EXPLORER,
      settings: { ...SETTINGS, learning_rate: 0.0512, iterations: 507 },
    };
    const typed = { learningRate: 0.0512, iterations: 507, isKernels: true };
    expect(choiceOf(explorer, HERE)).toMatchObject(typed);
    expect(choiceOf(explorer, UNKNOWN)).toMatchObject(typed);
    expect(choiceOf(explorer, { ...HERE, learning_rate: 4 })?.learningRate).toBe(0.1);
  });

  test("is the last rate of a schedule, which a move of the slider drops", () => {
    const rate_changes = [[200, 0.1]] as const;
    const explorer = { ...EXPLORER, settings: { ...SETTINGS, rate_changes } };
    const stays = choiceOf(explorer, { ...HERE, learning_rate: 4 });
    expect(stays).toMatchObject({ learningRate: 0.1, isKernels: true });
    expect(stays?.settings).toMatchObject({ learning_rate: 0.05, rate_changes });
    const moved = choiceOf(explorer, { ...HERE, learning_rate: 2 });
    expect(moved).toMatchObject({ learningRate: 0.01, isKernels: false });
    expect(moved?.settings).toMatchObject({ learning_rate: 0.01, rate_changes: [] });
    const longer = choiceOf(explorer, { ...HERE, learning_rate: 4, iterations: 4 });
    expect(longer?.settings).toMatchObject({ learning_rate: 0.05, rate_changes, iterations: 1000 });
    const { learned, words } = displayOf(explorer, { ...HERE, learning_rate: 4, iteration: 400 });
    expect(learned.slope).toBeCloseTo(76.79008, 5);
    expect(words.sentence).toContain("400 iterations, the last 200 at 0.1 (a steady rate), have");
  });

  test("half-way between two positions the lower one is nearest, as for the kernel", () => {
    expect(nearest([1, 2, 4], 3)).toBe(1);
    expect(nearest([1, 2, 4], 3.01)).toBe(2);
    expect([0, 1e9, 1e300].map((value) => nearest([1, 2, 4], value))).toEqual([0, 2, 2]);
  });
});

describe("the displayed state", () => {
  test("is the kernel's state where the sliders stand at it", () => {
    expect(displayOf(EXPLORER, HERE).learned).toBe(LEARNED);
    expect(displayOf(EXPLORER, UNKNOWN).learned).toBe(LEARNED);
  });

  test("is the end of another path as soon as a slider moves", () => {
    const { learned, iterations, words } = displayOf(EXPLORER, { ...HERE, learning_rate: 4 });
    expect([learned.iteration, iterations, learned.source]).toEqual([500, 500, "closed form"]);
    expect(learned.slope).toBeCloseTo(79.8425, 4);
    expect(words.sentence).toContain("500 iterations at 0.1 (a steady rate) brought the slope");
    const more = displayOf(EXPLORER, { ...HERE, iterations: 4 });
    expect([more.learned.iteration, more.iterations]).toEqual([1000, 1000]);
    expect(more.learned.slope).toBeCloseTo(79.8364, 4);
  });

  test("follows the scrubber, on torch's path where there is one", () => {
    const scrubbed = { ...HERE, iteration: 1 };
    const closed = displayOf(EXPLORER, scrubbed).learned;
    expect([closed.iteration, closed.source]).toEqual([1, "closed form"]);
    expect(closed.slope).toBeCloseTo(2.68636, 5);
    const path = pathOf([
      [0, 2.5],
      [0, 90],
      [0.3, 0.25],
    ]);
    const learned = displayOf({ ...EXPLORER, path }, scrubbed).learned;
    expect(learned).toMatchObject({ slope: 2.5, intercept: 90, loss: 0.25, source: "torch" });
    expect(learned.age).toBeCloseTo(977.7922 / 2.5, 3);
    expect(learned.r).toBeCloseTo(0.8663, 4);
    expect(displayOf({ ...EXPLORER, path }, { ...HERE, iteration: 2 }).learned.source).toBe(
      "closed form",
    );
    expect(displayOf({ ...EXPLORER, path }, { ...scrubbed, learning_rate: 4 }).learned.source).toBe(
      "closed form",
    );
  });

  test("is the kernel's state while a training runs, wherever the scrubber stands", () => {
    const running = { ...EXPLORER, running: true, learned: { ...LEARNED, iteration: 20 } };
    expect(displayOf(running, HERE).learned.iteration).toBe(20);
  });

  test("never lies beyond the path's end", () => {
    expect(displayOf(EXPLORER, { ...HERE, iteration: 9000 }).learned).toBe(LEARNED);
  });

  test("has no numbers once a path has diverged, and tells where it did", () => {
    const far = displayOf(EXPLORER, { ...HERE, learning_rate: 6 });
    expect(far.learned).toMatchObject({ slope: null, r: null, age: null, loss: null });
    expect(far.words.headline).toBe("Diverged.");
    expect(far.words.sentence).toMatch(/^At 10 each step .* after \d+ iterations the numbers/);
  });
});

describe("without a closed form", () => {
  test("only torch's own states are displayed", () => {
    const path = pathOf([
      [0, 2.5],
      [0, 90],
      [0.3, 0.25],
    ]);
    const moved = { ...HERE, learning_rate: 4 };
    expect(displayOf({ ...ADAM, path }, HERE).words.sentence).toBe(""); // not loaded yet
    addWords(OTHER_WORDS);
    expect(displayOf({ ...ADAM, path }, { ...HERE, iteration: 1 }).learned.slope).toBe(2.5);
    expect(displayOf({ ...ADAM, path }, { ...HERE, iteration: 2 }).learned).toBe(LEARNED);
    const kept = displayOf({ ...ADAM, path }, { ...moved, iterations: 4 });
    expect([kept.learned, kept.iterations]).toEqual([LEARNED, 500]);
    expect(kept.words.sentence).toContain("500 iterations of Adam at 0.05 brought");
  });

  test("the iteration of divergence is that of the path, else that of the state itself", () => {
    addWords(OTHER_WORDS);
    const learned = { ...LEARNED, slope: null, intercept: null, r: null, age: null, loss: null };
    const lost = [0, 1, NAN, ...Array(498).fill(NAN)];
    const explorer = { ...ADAM, learned, path: pathOf([lost, lost, lost]) };
    expect(displayOf(explorer, HERE).words.sentence).toContain("After 500 iterations of Adam");
    expect(displayOf({ ...explorer, path: null }, HERE).words.headline).toBe("Diverged.");
  });
});

test("the kernel's words replace those of the page", () => {
  const notice = { headline: "Loading torch.", sentence: "Wait." };
  expect(displayOf({ ...EXPLORER, notice }, HERE).words).toBe(notice);
});

test("what the kernel has not filled yet is displayed as it is", () => {
  for (const empty of [
    { ...EXPLORER, moments: {} },
    { ...EXPLORER, settings: {} },
  ]) {
    expect(displayOf(empty, HERE)).toMatchObject({ learned: LEARNED, words: { headline: "" } });
  }
  expect(displayOf({ ...EXPLORER, scales: {} }, HERE).learned).toBe(LEARNED);
  expect(SCALES.iterations).toHaveLength(6);
});
