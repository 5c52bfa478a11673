// @vitest-environment jsdom
import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offerPlay } from "../../src/state/play";
import { FakeModel } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<div class="hubble-playback"><button></button></div>`;
});

afterEach(() => {
  vi.useRealTimers();
});

function play(value = 500) {
  const slider = new FakeModel({ value, max: 500 });
  const seen: number[] = [];
  const end = offerPlay(
    document.body,
    () => slider as unknown as AnyModel,
    (iteration) => {
      seen.push(iteration);
      slider.set("value", iteration);
    },
  );
  const button = document.querySelector(".hubble-play") as HTMLButtonElement;
  return { slider, seen, end, button };
}

test("Play goes through the path in three seconds, from its start where it stands at the end", () => {
  const { seen, button, end } = play();
  expect(document.querySelector(".hubble-playback")?.firstElementChild).toBe(button);
  button.click();
  expect([button.textContent, seen]).toEqual(["Pause", [0]]);
  vi.advanceTimersByTime(1500);
  expect(seen.at(-1)).toBeGreaterThan(240);
  expect(seen.at(-1)).toBeLessThanOrEqual(250);
  vi.advanceTimersByTime(1600);
  expect([button.textContent, seen.at(-1)]).toEqual(["Play", 500]);
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  end();
  expect(document.querySelector(".hubble-play")).toBeNull();
});

test("it can be paused, and goes on from there", () => {
  const { seen, button } = play();
  button.click();
  vi.advanceTimersByTime(900);
  button.click();
  const paused = seen.at(-1);
  vi.advanceTimersByTime(500);
  expect([button.textContent, seen.at(-1)]).toEqual(["Play", paused]);
  button.click();
  vi.advanceTimersByTime(100);
  expect(seen.at(-1)).toBeGreaterThan(paused ?? 0);
});

test("a person at the scrubber ends it", () => {
  const { slider, seen, button } = play(100);
  button.click();
  vi.advanceTimersByTime(300);
  slider.set("value", 42);
  vi.advanceTimersByTime(300);
  expect([button.textContent, slider.get("value")]).toEqual(["Play", 42]);
  expect(seen.at(-1)).not.toBe(42);
});
