import { describe, expect, test } from "vitest";
import { contrast, isDark, luminance, paintOver, parseColour, toHex } from "../src/colour";

const colour = (text: string) => {
  const parsed = parseColour(text);
  if (!parsed) throw new Error(`${text} is no colour`);
  return parsed;
};

describe("parseColour reads what computed styles hold", () => {
  test.each([
    ["#d1344f", "#d1344f", 1],
    [" rgb(209, 52, 79)", "#d1344f", 1],
    ["rgba(209, 52, 79, 0.5)", "#d1344f", 0.5],
    ["rgb(209 52 79 / 50%)", "#d1344f", 0.5],
    ["rgba(0, 0, 0, 0)", "#000000", 0],
    ["transparent", "#000000", 0],
    ["color(srgb 1 0.5 0)", "#ff8000", 1],
    ["color(srgb 1 0.5 0 / 0.25)", "#ff8000", 0.25],
  ])("%s", (text, hex, alpha) => {
    expect(toHex(colour(text))).toBe(hex);
    expect(colour(text).alpha).toBe(alpha);
  });

  test.each(["", "canvas", "lab(50 20 30)", "var(--x)"])("%s is left alone", (text) => {
    expect(parseColour(text)).toBeNull();
  });
});

describe("luminance", () => {
  test("runs from black to white", () => {
    expect(luminance(colour("#000000"))).toBe(0);
    expect(luminance(colour("#ffffff"))).toBeCloseTo(1, 12);
    expect(contrast(colour("#ffffff"), colour("#000000"))).toBeCloseTo(21, 10);
  });

  test("half of white on black is half-way", () => {
    expect(toHex(paintOver(colour("rgba(255, 255, 255, 0.5)"), colour("#000000")))).toBe("#808080");
  });

  test.each(["#111111", "#1e1e1e", "#383838", "#2b2b2b", "#002b36", "#000000"])(
    "%s is dark",
    (text) => {
      expect(isDark(colour(text))).toBe(true);
    },
  );

  test.each(["#ffffff", "#fdf6e3", "#eeeeee", "#b0b0b0"])("%s is light", (text) => {
    expect(isDark(colour(text))).toBe(false);
  });

  test("a background is dark exactly where white reads better than black", () => {
    for (let grey = 0; grey <= 255; grey++) {
      const background = { red: grey, green: grey, blue: grey, alpha: 1 };
      const white = contrast(background, colour("#ffffff"));
      const black = contrast(background, colour("#000000"));
      expect(isDark(background)).toBe(white > black);
    }
  });
});
