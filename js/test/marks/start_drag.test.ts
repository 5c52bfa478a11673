import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StartDrag } from "../../src/marks/start_drag";
import type { Line } from "../../src/state/model";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function drag() {
  const sent: Line[] = [];
  return {
    sent,
    start: new StartDrag(
      () => [0, 0],
      (line) => sent.push(line),
      () => {},
    ),
  };
}

test("the kernel is asked for one line after the other, and for the last one always", () => {
  const { sent, start } = drag();
  for (const slope of [1, 2, 3]) start.drag([slope, 0]);
  expect([sent, start.line]).toEqual([[[1, 0]], [3, 0]]);
  start.settled([1, 0]);
  expect(sent).toEqual([
    [1, 0],
    [3, 0],
  ]);
  start.drag([4, 0]);
  start.release();
  expect(sent.at(-1)).toEqual([4, 0]);
  start.settled([3, 0]);
  expect(start.line).toEqual([4, 0]);
  start.settled([4, 0]);
  expect(start.line).toBeNull();
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(3);
});

test("a busy kernel is asked four times a second, and the line stays until it answers", () => {
  const { sent, start } = drag();
  for (let slope = 0; slope < 100; slope += 1) {
    start.drag([slope, 0]);
    vi.advanceTimersByTime(10);
  }
  start.release();
  vi.advanceTimersByTime(5000);
  expect(sent.length).toBeLessThanOrEqual(6);
  expect(sent.at(-1)).toEqual([99, 0]);
  expect(start.line).toEqual([99, 0]);
  start.settled([99, 0]);
  expect(start.line).toBeNull();
});

test("a line of others goes before one that nobody holds any more, and so does a refusal", () => {
  for (const end of ["settled", "refused"] as const) {
    const { start } = drag();
    start.drag([1, 0]);
    start[end]([7, 7]);
    expect(start.line).toEqual([1, 0]); // a person holds it
    start.release();
    start[end]([8, 8]);
    expect(start.line).toBeNull();
    start.stop();
  }
});

test("a line that was answered or refused before the release is not sent again", () => {
  for (const end of ["settled", "refused"] as const) {
    const { sent, start } = drag();
    start.drag([1, 0]);
    start[end]([1, 0]);
    expect(start.line).toEqual([1, 0]);
    start.release();
    expect([start.line, sent]).toEqual([null, [[1, 0]]]);
  }
});

test("a line that the kernel has already is not asked for, and no answer to it is awaited", () => {
  const { sent, start } = drag();
  start.drag([0, 0]);
  start.release();
  expect([start.line, sent]).toEqual([null, []]);
});
