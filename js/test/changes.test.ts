import { expect, test } from "vitest";
import { inflate, repaint } from "../src/changes";

const packed = async (...columns: readonly number[][]) => {
  const stream = new CompressionStream("deflate");
  const bytes = new Uint8Array(Uint32Array.from(columns.flat()).buffer);
  const packed = new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();
  return new Uint8Array(await packed);
};

test("steps and colours come out of the stream as they went in, however many", async () => {
  expect(await inflate(await packed([3, 1, 4]))).toEqual(Uint32Array.of(3, 1, 4));
  expect(await inflate(await packed([]))).toEqual(new Uint32Array(0));
  const many = Array.from({ length: 300_000 }, (_, index) => (index * 2_654_435_761) % 2 ** 32);
  expect(await inflate(await packed(many))).toEqual(Uint32Array.from(many));
});

test("what is no such stream is an error, and the page can ask for the whole", async () => {
  await expect(inflate(Uint8Array.of(1, 2, 3, 4))).rejects.toThrow();
});

test("only the pixels that are named change their colours", () => {
  const picture = { data: new Uint8ClampedArray(4 * 6).fill(9) } as unknown as ImageData;
  const pixels = new Uint32Array(picture.data.buffer);
  const before = [...pixels];
  repaint(picture, Uint32Array.of(0, 2, 3, 0xff0000ff, 0xff00ff00, 0xffff0000));
  expect([...pixels]).toEqual([
    0xff0000ff,
    before[1],
    0xff00ff00,
    before[3],
    before[4],
    0xffff0000,
  ]);
  repaint(picture, new Uint32Array(0));
  expect(pixels[5]).toBe(0xffff0000);
});

test("a change that lacks a colour, or ends amid a number, changes nothing", async () => {
  const picture = { data: new Uint8ClampedArray(4 * 6).fill(9) } as unknown as ImageData;
  expect(() => repaint(picture, Uint32Array.of(0, 2, 0xff0000ff))).toThrow(RangeError);
  expect(new Set(picture.data)).toEqual(new Set([9]));
  const stream = new Blob([Uint8Array.of(1, 2, 3)]).stream();
  const odd = new Response(stream.pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  await expect(inflate(new Uint8Array(await odd))).rejects.toThrow(RangeError);
});
