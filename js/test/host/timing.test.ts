import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchWidth, widthFilter } from "../../src/host/placing";
import { debounced, throttled } from "../../src/host/timing";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("throttled runs at once, at most once per interval, and always for the last call", () => {
  const run = vi.fn();
  const call = throttled(run, 2000);
  call();
  expect(run).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 100; i++) {
    call();
    vi.advanceTimersByTime(50);
  }
  expect(run).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(2000);
  expect(run).toHaveBeenCalledTimes(4);
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(4);
});

test("throttled forgets what is pending when cancelled", () => {
  const run = vi.fn();
  const call = throttled(run, 2000);
  call();
  call();
  call.cancel();
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("debounced runs once things are quiet", () => {
  const run = vi.fn();
  const call = debounced(run, 100);
  for (let i = 0; i < 10; i++) {
    call();
    vi.advanceTimersByTime(60);
  }
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(run).toHaveBeenCalledTimes(1);
  call();
  call.cancel();
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(1);
});

test("only new widths of a visible element are passed on, in whole pixels", () => {
  const width = widthFilter();
  expect([859.6, 860.2, 0, 860, 480].map((value, i) => width(value, 5000 * i))).toEqual([
    860,
    null,
    null,
    null,
    480,
  ]);
});

test("the first width is reported at once, a later one when it has settled", () => {
  let measure = (_width: number) => {};
  class Resizes {
    constructor(tell: (entries: object[]) => void) {
      measure = (width) => tell([{ contentRect: { width } }]);
    }
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Resizes);
  const told: number[] = [];
  watchWidth({} as Element, (width) => told.push(width));
  for (const width of [0, 900, 700, 500]) measure(width);
  expect(told).toEqual([900]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([900, 500]);
  vi.unstubAllGlobals();
});

test("a scrollbar that comes and goes with the width does not make it swing for ever", () => {
  const filter = widthFilter();
  let plots = 0;
  let reports = 0;
  let seen = 0;
  for (let now = 0; now < 20_000; now += 200) {
    // Plots as wide as the page are so high that they need the scrollbar, which takes 15 px.
    const available = plots > 850 ? 845 : 860;
    if (available === seen) continue;
    seen = available;
    const width = filter(available, now);
    if (width === null) continue;
    plots = width;
    reports++;
  }
  expect(reports).toBe(2);
  expect(plots).toBe(845);
});
