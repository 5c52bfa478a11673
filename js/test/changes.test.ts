import { expect, test } from "vitest";
import { createEasel, inflate } from "../src/changes";

const packed = async (...columns: readonly number[][]) => {
  const stream = new CompressionStream("deflate");
  const bytes = new Uint8Array(Uint32Array.from(columns.flat()).buffer);
  const packed = new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();
  return new Uint8Array(await packed);
};

test("steps and colours come out of the stream as they went in, however many", async () => {
  expect(inflate(await packed([3, 1, 4]))).toEqual(Uint32Array.of(3, 1, 4));
  expect(inflate(await packed([]))).toEqual(new Uint32Array(0));
  const many = Array.from({ length: 300_000 }, (_, index) => (index * 2_654_435_761) % 2 ** 32);
  expect(inflate(await packed(many))).toEqual(Uint32Array.from(many));
});

test("what is no such stream is an error, and the page can ask for the whole", () => {
  expect(() => inflate(Uint8Array.of(1, 2, 3, 4))).toThrow();
});

const BACKGROUND = 0x09090909;
const blank = (width: number, height: number) => {
  const data = new Uint8ClampedArray(4 * width * height).fill(9);
  const picture = { data, width, height } as unknown as ImageData;
  return { picture, pixels: new Uint32Array(data.buffer) };
};

test("only the pixels that are named change their colours, and those of the change before are as they were", () => {
  const { picture, pixels } = blank(2, 3);
  const { paint } = createEasel(picture);
  expect(paint(Uint32Array.of(0, 3, 0xff0000ff, 0xff00ff00))).toEqual({
    picture,
    top: 0,
    height: 2,
  });
  expect([...pixels]).toEqual([
    0xff0000ff,
    BACKGROUND,
    BACKGROUND,
    0xff00ff00,
    BACKGROUND,
    BACKGROUND,
  ]);
  expect(paint(Uint32Array.of(4, 0xffff0000))).toEqual({ picture, top: 0, height: 3 });
  expect([...pixels]).toEqual([
    ...Array.from({ length: 4 }, () => BACKGROUND),
    0xffff0000,
    BACKGROUND,
  ]);
  expect(paint(new Uint32Array(0))).toEqual({ picture, top: 2, height: 1 });
  expect(new Set(pixels)).toEqual(new Set([BACKGROUND]));
  expect(paint(new Uint32Array(0)).height).toBe(0);
});

test("a change that lacks a colour, or ends amid a number, changes nothing", async () => {
  const { picture, pixels } = blank(2, 3);
  expect(() => createEasel(picture).paint(Uint32Array.of(0, 2, 0xff0000ff))).toThrow(RangeError);
  expect(new Set(pixels)).toEqual(new Set([BACKGROUND]));
  const stream = new Blob([Uint8Array.of(1, 2, 3)]).stream();
  const odd = await new Response(
    stream.pipeThrough(new CompressionStream("deflate")),
  ).arrayBuffer();
  expect(() => inflate(new Uint8Array(odd))).toThrow(RangeError);
});
