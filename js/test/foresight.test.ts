import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change } from "../src/changes";
import { createForesight, type Frame, type Place } from "../src/foresight";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const KEY = 3;
const EDITION = 8;
const places = Array.from({ length: 6 }, (_, index): Place => [index, 5]);
const [A, B, C, D, E, F] = places as [Place, Place, Place, Place, Place, Place];
const bytesOf = ([index]: Place) => Uint8Array.of(index);

/** What is on the page is one of the places, or "other". */
function page() {
  const shown: unknown[] = [];
  const leftOut: number[] = [];
  let count = 0;
  const foresight = createForesight({
    paint: ({ bytes }: Change) => shown.push(places[bytes[0] as number] ?? "other"),
    leftOut: (frame) => leftOut.push(frame),
  });
  const keep = (kept: Place[], edition = EDITION) =>
    foresight.keep({ key: KEY, edition }, kept, kept.map(bytesOf));
  const comes = (shows: Place | null, more: Partial<Frame> = {}) => {
    count += 1;
    const bytes = shows ? bytesOf(shows) : Uint8Array.of(99);
    foresight.take({ frame: count, key: KEY, edition: EDITION, shows, bytes, ...more });
  };
  return { foresight, shown, leftOut, keep, comes };
}

test("a picture is there as soon as a slider stands where it belongs, and then the kernel's own", () => {
  const { foresight, shown, keep, comes } = page();
  foresight.moved(A);
  keep([A, B]);
  expect(shown).toEqual([]);
  foresight.moved(B);
  expect(shown).toEqual([B]);
  foresight.moved(B); // the slider of the shown iteration
  expect(shown).toEqual([B]);
  comes(B);
  expect(shown).toEqual([B, B]);
  foresight.moved(C);
  expect(shown).toEqual([B, B]);
  comes(C);
  expect(shown).toEqual([B, B, C]);
});

test("while a slider is dragged the picture never goes back to where it has been", () => {
  const { foresight, shown, leftOut, keep, comes } = page();
  foresight.moved(A);
  keep([A, B, C]);
  for (const place of [B, C, D, E]) foresight.moved(place);
  comes(B); // as the kernel lags behind
  expect(shown).toEqual([B, C]);
  expect(leftOut).toEqual([1]); // the kernel may go on
  comes(D); // beyond what was drawn ahead
  comes(E);
  expect(shown).toEqual([B, C, D, E]);
  vi.runAllTimers();
  expect(shown).toEqual([B, C, D, E]);
});

test("to and fro, what is painted last is what the kernel shows in the end", () => {
  const { foresight, shown, keep, comes } = page();
  keep(places);
  const way = [A, B, C, B, A, B];
  for (const place of way) foresight.moved(place);
  for (const place of way) comes(place);
  expect(new Set(shown.slice(way.length))).toEqual(new Set([B]));
  expect(shown.at(-1)).toBe(B);
});

test("where the kernel stays at another place than the sliders, its picture is right after a while", () => {
  const { foresight, shown, keep, comes } = page();
  foresight.moved(A);
  keep([A, B]);
  foresight.moved(B);
  comes(A);
  expect(shown).toEqual([B]);
  vi.advanceTimersByTime(500);
  expect(shown).toEqual([B]);
  vi.advanceTimersByTime(600);
  expect(shown).toEqual([B, A]);
  comes(F); // and from then on nothing is left out
  expect(shown).toEqual([B, A, F]);
});

test("a frame of where a slider comes only now was not in vain", () => {
  const { foresight, shown, keep, comes } = page();
  foresight.moved(A);
  keep([A, B]);
  foresight.moved(B);
  comes(F); // set by a cell, and told before the slider has moved
  foresight.moved(F);
  expect(shown).toEqual([B, F]);
});

test("what no place leads to is always painted", () => {
  const { foresight, shown, leftOut, keep, comes } = page();
  foresight.moved(A);
  keep([A, B, C]);
  foresight.moved(B);
  comes(null); // a training, say
  comes(A);
  expect(shown).toEqual([B, "other", A]);
  expect(leftOut).toEqual([]);
  foresight.moved(null);
  foresight.moved(A);
  expect(shown.at(-1)).toBe(A);
});

test.each<[string, (of: ReturnType<typeof page>) => void]>([
  ["another edition", ({ comes }) => comes(null, { edition: EDITION + 1 })],
  ["another key", ({ comes }) => comes(null, { key: KEY + 1 })],
  ["pictures of another edition", ({ keep }) => keep([F], EDITION + 1)],
  ["a whole picture", ({ foresight }) => foresight.forget()],
  ["the end", ({ foresight }) => foresight.stop()],
])("%s makes all that was drawn ahead wrong", (_what, happens) => {
  const on = page();
  on.foresight.moved(A);
  on.keep([A, B, C]);
  on.foresight.moved(B);
  happens(on);
  const before = on.shown.length;
  on.foresight.moved(C);
  expect(on.shown).toHaveLength(before);
  vi.runAllTimers();
  expect(on.shown).toHaveLength(before);
});
