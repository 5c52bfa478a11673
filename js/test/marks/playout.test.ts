// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Playout } from "../../src/marks/playout";
import { pathOf } from "../samples";

let isCalm = false;

beforeEach(() => {
  vi.useFakeTimers();
  isCalm = false;
  vi.stubGlobal("matchMedia", () => ({ matches: isCalm }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** So many states whose slopes are their iterations. */
const states = (first: number, count: number) => {
  const column = Array.from({ length: count }, (_, index) => first + index);
  return pathOf([column, column, column]);
};

function playout() {
  const seen: (number | null)[] = [];
  const player = new Playout((position) => seen.push(position));
  const take = (first: number, count: number, run = "a", at?: number) =>
    player.take({ run, first, ...(at === undefined ? {} : { at }) }, states(first, count), true);
  return { player, seen, take };
}

test("states that come in batches are shown evenly, one by one, none before torch has reached it", () => {
  const { player, seen, take } = playout();
  let sent = 0;
  for (let batch = 0; batch < 10; batch += 1) {
    take(sent, 20);
    sent += 20;
    for (let each = 0; each < 10; each += 1) {
      vi.advanceTimersByTime(10);
      expect(player.position).toBeLessThan(sent);
    }
  }
  expect(seen.length).toBeGreaterThan(55); // of some 62 animation frames
  const steps = seen.slice(15).map((each, index) => (each ?? 0) - (seen[index + 14] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(6);
  expect(player.path?.at(150)).toEqual({ slope: 150, intercept: 150, loss: 150 });
});

test("when the training has ended the remaining states are shown quickly, then the kernel's state", () => {
  const { player, seen, take } = playout();
  take(0, 200);
  vi.advanceTimersByTime(30);
  expect(player.position).toBeLessThan(100);
  player.end();
  vi.advanceTimersByTime(100);
  expect(seen.at(-1)).toBeNull();
  expect(seen.at(-2)).toBeGreaterThan(150);
  expect([player.position, player.path?.length]).toEqual([null, 200]);
});

test("one that is halted stays where it is, whatever comes, until the training has ended", () => {
  const { player, seen, take } = playout();
  take(0, 100);
  vi.advanceTimersByTime(50);
  const at = player.position ?? 0;
  expect(at).toBeGreaterThan(10);
  player.halt();
  take(100, 50);
  vi.advanceTimersByTime(500);
  expect(seen.at(-1)).toBe(at);
  expect([player.position, player.isHalted, player.path?.length]).toEqual([null, true, 150]);
  player.end();
  expect(player.isHalted).toBe(false);
});

test("a training that goes on, or a page that comes late, begins where it stood", () => {
  const { player, seen, take } = playout();
  take(0, 301, "b", 300);
  expect(seen).toEqual([300]);
  take(301, 20, "b");
  vi.advanceTimersByTime(500);
  expect(seen.every((each) => (each ?? 0) >= 300)).toBe(true);
  expect(player.position).toBe(320);
});

test("another run starts again, and states after a gap are dropped", () => {
  const { player, seen, take } = playout();
  take(0, 50);
  vi.advanceTimersByTime(500);
  take(80, 10);
  expect(player.path?.length).toBe(50);
  take(0, 5, "b");
  expect([seen.at(-1), player.path?.length]).toEqual([0, 5]);
  player.forget();
  expect([player.position, player.path]).toEqual([null, null]);
});

test("states that arrive when nothing is running are kept, but not played", () => {
  const { player, seen } = playout();
  player.take({ run: "c", first: 0 }, states(0, 30), false);
  vi.advanceTimersByTime(200);
  expect([seen, player.position, player.path?.length]).toEqual([[null], null, 30]);
});

test("who wants less motion sees some four steps a second, and the last state all the same", () => {
  isCalm = true;
  const { player, seen, take } = playout();
  for (let batch = 0; batch < 20; batch += 1) {
    take(20 * batch, 20);
    vi.advanceTimersByTime(100);
  }
  expect(seen.length).toBeLessThanOrEqual(10);
  player.end();
  vi.advanceTimersByTime(100);
  expect(seen.at(-1)).toBeNull();
});

test("a hidden tab, which has no animation frames, ends a training as well", () => {
  const { player, seen, take } = playout();
  vi.stubGlobal("requestAnimationFrame", () => 1);
  take(0, 100);
  player.end();
  vi.advanceTimersByTime(100);
  expect([seen.at(-1), player.position]).toEqual([null, null]);
});
