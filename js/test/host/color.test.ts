import { describe, expect, test } from "vitest";
import { contrast, isDark, luminance, paintOver, parseColor, toHex } from "../../src/host/color";

const color = (text: string) => {
  const parsed = parseColor(text);
  if (!parsed) throw new Error(`${text} is no color`);
  return parsed;
};

describe("parseColor reads what computed styles hold", () => {
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
    expect(toHex(color(text))).toBe(hex);
    expect(color(text).alpha).toBe(alpha);
  });

  test.each(["", "canvas", "lab(50 20 30)", "var(--x)"])("%s is left alone", (text) => {
    expect(parseColor(text)).toBeNull();
  });
});

describe("luminance", () => {
  test("runs from black to white", () => {
    expect(luminance(color("#000000"))).toBe(0);
    expect(luminance(color("#ffffff"))).toBeCloseTo(1, 12);
    expect(contrast(color("#ffffff"), color("#000000"))).toBeCloseTo(21, 10);
  });

  test("half of white on black is half-way", () => {
    expect(toHex(paintOver(color("rgba(255, 255, 255, 0.5)"), color("#000000")))).toBe("#808080");
  });

  test.each(["#111111", "#1e1e1e", "#383838", "#2b2b2b", "#002b36", "#000000"])(
    "%s is dark",
    (text) => {
      expect(isDark(color(text))).toBe(true);
    },
  );

  test.each(["#ffffff", "#fdf6e3", "#eeeeee", "#b0b0b0"])("%s is light", (text) => {
    expect(isDark(color(text))).toBe(false);
  });

  test("a background is dark exactly where white reads better than black", () => {
    for (let gray = 0; gray <= 255; gray++) {
      const background = { red: gray, green: gray, blue: gray, alpha: 1 };
      const white = contrast(background, color("#ffffff"));
      const black = contrast(background, color("#000000"));
      expect(isDark(background)).toBe(white > black);
    }
  });
});
