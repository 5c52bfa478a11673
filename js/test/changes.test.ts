import { expect, test } from "vitest";
import { inflate } from "../src/changes";

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

test("a change that ends amid a number is an error", async () => {
  const stream = new Blob([Uint8Array.of(1, 2, 3)]).stream();
  const odd = await new Response(
    stream.pipeThrough(new CompressionStream("deflate")),
  ).arrayBuffer();
  expect(() => inflate(new Uint8Array(odd))).toThrow(RangeError);
});
