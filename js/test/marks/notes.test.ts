import { expect, test } from "vitest";
import { oneLine, placeNote, shorten } from "../../src/marks/notes";
import type { Box } from "../../src/marks/scene";
import TEXT from "../vectors.json?raw";

/** Written by tests/vectors.py: where the kernel puts notes among lines. */
interface Places {
  box: Box;
  size: [number, number];
  around: (number | null)[][];
  places: [number, number, number, number][];
}
const PLACES: Places[] = JSON.parse(TEXT).note_places;

const BOX: Box = [100, 50, 400, 250];
const PADDING = 4.5; // for text of this size
const MEASURES = { size: 10, gap: 8, widthOf: (text: string) => 6 * text.length };

const note = (x: number, y: number, below = false, lines = ["a note", "of two lines"]) =>
  placeNote({ lines, x, y, below }, BOX, MEASURES);

test("a note stands above its point, at its right; near the right edge it is moved left", () => {
  const usual = note(200, 200);
  expect([usual.left, usual.top + usual.height]).toEqual([208, 192]);
  const atRight = note(395, 200);
  expect(atRight.left + atRight.width).toBe(400);
  expect(note(200, 60).top).toBe(68);
});

test("one that goes under its point stands under its middle, or above where there is no room", () => {
  const usual = note(250, 100, true);
  expect([usual.left + usual.width / 2, usual.top]).toEqual([250, 108]);
  const low = note(250, 240, true);
  expect(low.top + low.height).toBe(232);
});

test.each(PLACES)("among lines it stands where the kernel puts it: $around", (vectors) => {
  const around = vectors.around.map((line) => line.map((value) => value ?? Number.NaN));
  const [width, height] = vectors.size;
  for (const [x, y, ...wanted] of vectors.places) {
    const measures = { ...MEASURES, widthOf: () => width - 2 * PADDING };
    const placed = placeNote(
      { lines: ["a", "b", "seventeen letters"], x, y, below: false, around },
      vectors.box,
      measures,
    );
    expect([placed.width, placed.height]).toEqual([width, height]);
    expect([placed.left, placed.top]).toEqual(wanted.map((edge) => expect.closeTo(edge, 6)));
  }
});

test("it stays in the plot, wherever its point is", () => {
  for (const x of [-1e4, 100, 250, 400, 1e4]) {
    for (const y of [-1e4, 50, 150, 250, 1e4]) {
      for (const below of [false, true]) {
        const { left, top, width, height } = note(x, y, below);
        expect([left >= 100, left + width <= 400, top >= 50, top + height <= 250]).toEqual(
          Array(4).fill(true),
        );
      }
    }
  }
});

test("long lines are cut in the middle until they fit", () => {
  const { lines, width } = note(200, 200, false, [`${"x".repeat(90)}1`, "short"]);
  expect(lines[0]).toMatch(/^x+…x+1$/);
  expect(lines[1]).toBe("short");
  expect(width).toBeLessThanOrEqual(300);
});

test.each([
  ["NGC 4639", 8, "NGC 4639"],
  ["NGC 4639", 7, "NGC…639"],
  ["a name of many words", 9, "a na…ords"],
  ["😀😀😀😀😀😀", 5, "😀😀…😀😀"],
])("%s in %d characters", (text, most, wanted) => {
  expect(shorten(text, most)).toBe(wanted);
});

test("a text has no line breaks and no signs that are none", () => {
  expect(oneLine(" a\n b\tc\u0007 ")).toBe("a b c\ufffd");
});
