import { expect, test } from "vitest";
import { createEasel } from "../src/easel";

const BACKGROUND = 0x09090909;
const blank = (width: number, height: number) => {
  const data = new Uint8ClampedArray(4 * width * height).fill(9);
  const picture = { data, width, height } as unknown as ImageData;
  return { picture, pixels: new Uint32Array(data.buffer) };
};

test("only the pixels that are named change their colours, and those of the change before are as they were", () => {
  const { picture, pixels } = blank(2, 3);
  const { paint } = createEasel(picture);
  const all = { x: 0, y: 0, width: 2, height: 3 };
  expect(paint(Uint32Array.of(0, 3, 0xff0000ff, 0xff00ff00))).toEqual({ picture, parts: [all] });
  expect([...pixels]).toEqual([
    0xff0000ff,
    BACKGROUND,
    BACKGROUND,
    0xff00ff00,
    BACKGROUND,
    BACKGROUND,
  ]);
  expect(paint(Uint32Array.of(4, 0xffff0000)).parts).toEqual([all]);
  expect([...pixels]).toEqual([
    ...Array.from({ length: 4 }, () => BACKGROUND),
    0xffff0000,
    BACKGROUND,
  ]);
  expect(paint(Uint32Array.of(4, 0xffff0000)).parts).toEqual([]);
  expect(paint(new Uint32Array(0)).parts).toEqual([all]);
  expect(new Set(pixels)).toEqual(new Set([BACKGROUND]));
  expect(paint(new Uint32Array(0)).parts).toEqual([]);
});

test("what is handed on holds every pixel that is altered, and little else", () => {
  const [width, height] = [700, 300];
  const { picture, pixels } = blank(width, height);
  const { paint } = createEasel(picture);
  const place = (x: number, y: number) => y * width + x;
  const stays = place(699, 299); // in every change, and always of one colour
  const changes = [[place(5, 5)], [place(5, 5), place(130, 5)], [place(300, 290)], []];
  for (const places of changes) {
    const before = pixels.slice();
    const all = [...places, stays];
    const steps = all.map((at, index) => at - (all[index - 1] ?? 0));
    const { parts } = paint(Uint32Array.from([...steps, ...all.map((at) => at + 1)]));
    const inside = (at: number) =>
      parts.some(({ x, y, width: w, height: h }) => {
        const [column, row] = [at % width, Math.floor(at / width)];
        return x <= column && column < x + w && y <= row && row < y + h;
      });
    const altered = [...pixels.keys()].filter((at) => pixels[at] !== before[at]);
    expect(altered.length).toBeGreaterThan(0);
    expect(altered.filter((at) => !inside(at))).toEqual([]);
    const area = parts.reduce((sum, part) => sum + part.width * part.height, 0);
    expect(area).toBeLessThan(0.3 * width * height);
  }
});

test("a change that lacks a colour changes nothing", () => {
  const { picture, pixels } = blank(2, 3);
  expect(() => createEasel(picture).paint(Uint32Array.of(0, 2, 0xff0000ff))).toThrow(RangeError);
  expect(new Set(pixels)).toEqual(new Set([BACKGROUND]));
});
