import { describe, expect, test } from "vitest";
import { describeAges } from "../../src/text/ages";
import { announcement, cardTexts, progressText } from "../../src/text/content";
import { EXACT, LEARNED } from "../samples";

const FLAT = { ...LEARNED, iteration: 0, slope: 0, r: null, age: null };
const DIVERGED = { ...LEARNED, slope: null, intercept: null, r: null, age: null, loss: null };

describe("cards", () => {
  test("show each number beside the exact one", () => {
    const texts = cardTexts(LEARNED, EXACT).map(({ value, note, exact }) => [value, note, exact]);
    expect(texts).toEqual([
      ["74.59", "km/s/Mpc", "exact 80.38 ± 10.11"],
      ["0.866", "", "exact 0.866"],
      ["13.11", "billion years", "exact 12.2, 68\u00a0%: 10.8 to 14.0"],
      ["36.1", "km/s", "exact −30.7 ± 129.7"],
      ["0.01989", "", "exact 0.01958"],
    ]);
  });

  test("name the loss function where it is not the mean squared error", () => {
    expect(cardTexts(LEARNED, EXACT)[4]?.label).toBe("Loss");
    expect(cardTexts(LEARNED, EXACT, "Huber")[4]?.label).toBe("Loss (Huber)");
  });

  test("explain what a flat line does not have", () => {
    const [, r, age] = cardTexts(FLAT, EXACT);
    expect([r?.value, r?.note]).toEqual(["–", "not defined for a flat line"]);
    expect([age?.value, age?.note]).toEqual(["–", "no age: slope is 0 or below"]);
  });

  test("explain what is missing where the numbers are too large, be it by the training or by the guess", () => {
    const notes = cardTexts(DIVERGED, EXACT).map(({ note }) => note);
    expect(notes).toEqual([
      "too large to hold",
      "not defined",
      "no age: no slope",
      "",
      "too large to hold",
    ]);
  });

  test("explain why the exact fit may have no age either", () => {
    const age = cardTexts(LEARNED, { ...EXACT, slope: -3, age: null })[2];
    expect(age?.exact).toBe("exact –, no age: slope is 0 or below");
    const curve = cardTexts(LEARNED, { ...EXACT, slope: 90, age: null })[2];
    expect(curve?.exact).toBe("exact –, no age: a curve");
  });
});

describe("data of other kinds", () => {
  const labels = {
    slope_name: "Slope",
    slope_unit: "points/h",
    x_unit: "h",
    y_unit: "points",
    rows: "points",
    has_age: false,
  };
  const learned = { ...LEARNED, age: null };

  test("have no card of an age, in their own unit", () => {
    const texts = cardTexts(learned, { ...EXACT, age: null }, "MSE", labels);
    expect(texts.map(({ label, note }) => [label, note])).toEqual([
      ["Slope", "points/h"],
      ["Correlation r", ""],
      ["Intercept", "points"],
      ["Loss", ""],
    ]);
  });

  test("are announced without an age", () => {
    expect(announcement(learned, 500, false, labels)).toBe(
      "Iteration 500 of 500. Slope 74.59\u00a0points/h, loss 0.01989.",
    );
    const plain = { ...labels, slope_unit: "" };
    expect(announcement(learned, 500, false, plain)).toContain("Slope 74.59, loss");
  });
});

describe("in words", () => {
  test("whose the learned line is, and where on its path", () => {
    expect(progressText(LEARNED, 500)).toBe("by torch, now at iteration 500 of 500");
    const predicted = { ...LEARNED, source: "closed form" as const, iteration: 9999 };
    expect(progressText(predicted, 10_000)).toBe("predicted, now at iteration 9,999 of 10,000");
  });

  test("an announcement spells out the units", () => {
    expect(announcement(LEARNED, 500, false)).toBe(
      "Iteration 500 of 500. Slope 74.59\u00a0kilometers per second per megaparsec, " +
        "age 13.11\u00a0billion years, loss 0.01989.",
    );
    expect(announcement({ ...LEARNED, iteration: 9999 }, 10_000, false)).toMatch(
      /^Iteration 9,999 of 10,000\. /,
    );
    expect(announcement({ ...DIVERGED, iteration: 1000 }, 1000, false)).toBe(
      "Iteration 1,000 of 1,000. The numbers are too large to hold.",
    );
    expect(announcement(FLAT, 500, false)).toMatch(/^Iteration 0 of 500\..*no age/);
    expect(announcement(DIVERGED, 500, false)).toBe(
      "Iteration 500 of 500. The numbers are too large to hold.",
    );
  });

  test("a training is announced by the quarter, not at each of its states", () => {
    const news = Array.from({ length: 500 }, (_, iteration) =>
      announcement({ ...LEARNED, iteration }, 500, true),
    );
    expect([...new Set(news)]).toEqual(
      [0, 25, 50, 75].map((percent) => `Training, ${percent}\u00a0%.`),
    );
  });

  test("the ruler", () => {
    expect(describeAges(LEARNED, EXACT)).toContain(
      "learned 13.11, exact 12.2, 68\u00a0%: 10.8 to 14.0; to compare:",
    );
    expect(describeAges(FLAT, EXACT)).toContain("the learned line has no age");
  });
});
