import { expect, test } from "vitest";
import { pathDivergedBy, readPath } from "../../src/gradient_descent/path";
import { pathBytes } from "../samples";

const COLUMNS = [
  [0, 1, 2],
  [10, 11, 12],
  [0.5, 0.25, 0.125],
];
const LAST = { slope: 2, intercept: 12, loss: 0.125 };

test.each([0, 1, 8, 13])("three columns that begin at byte %d of a buffer", (offset) => {
  const view = pathBytes(COLUMNS, offset);
  expect(readPath(view)?.length).toBe(3);
  expect(readPath(view)?.at(2)).toEqual(LAST);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  expect(readPath(bytes)?.at(2)).toEqual(LAST);
});

test.each([null, undefined, new Uint8Array(0)])("there may be none: %s", (bytes) => {
  expect(readPath(bytes)).toBeNull();
});

test("the first lost state is found, if it has come by then", () => {
  const lost = Array.from({ length: 50 }, (_, k) => (k < 31 ? k : Number.NaN));
  const path = readPath(pathBytes([lost, lost, lost]));
  if (!path) throw new Error("no path");
  expect(pathDivergedBy(path, 30)).toBeNull();
  expect(pathDivergedBy(path, 31)).toBe(31);
  expect(pathDivergedBy(path, 49)).toBe(31);
});
