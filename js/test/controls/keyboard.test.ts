// @vitest-environment jsdom
import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerScrubberKeys, stateAfter } from "../../src/controls/keyboard";
import { FakeModel } from "../samples";

let root: HTMLElement;
let end = () => {};

beforeEach(() => {
  document.body.innerHTML = `<div><div class="hubble-scrubber"><div class="noUi-handle"></div></div>
    <div class="hubble-setting"><div class="noUi-handle"></div></div></div>`;
  root = document.body.firstElementChild as HTMLElement;
});

afterEach(() => {
  end();
});

function press(selector: string, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  root.querySelector(selector)?.dispatchEvent(event);
  return event;
}

test.each([
  ["Home", 700, 0],
  ["End", 700, 1400],
  ["PageUp", 700, 840],
  ["PageUp", 1399, 1400],
  ["PageDown", 700, 560],
  ["PageDown", 20, 0],
  ["ArrowLeft", 700, null],
])("%s at %i leads to %s of 1400", (key, iteration, reached) => {
  expect(stateAfter(key, iteration, 1400)).toBe(reached);
});

test("a short path is stepped through one by one", () => {
  expect(stateAfter("PageUp", 1, 3)).toBe(2);
});

test("End moves to the end of the current path, and the kernel receives it", () => {
  const slider = new FakeModel({ value: 500, max: 500 });
  end = answerScrubberKeys(root, () => slider as unknown as AnyModel);
  slider.set("max", 1400);
  const sliders = vi.fn();
  root.querySelector(".noUi-handle")?.addEventListener("keydown", sliders);
  expect(press(".hubble-scrubber > *", { key: "End" }).defaultPrevented).toBe(true);
  expect([slider.get("value"), slider.saved]).toEqual([1400, 1]);
  expect(sliders).not.toHaveBeenCalled();
  press(".hubble-scrubber > *", { key: "ArrowLeft" });
  expect(sliders).toHaveBeenCalledOnce();
});

test("commands, other sliders, and a slider that is not found yet are left alone", () => {
  const slider = new FakeModel({ value: 5, max: 10 });
  let found = false;
  end = answerScrubberKeys(root, () => (found ? (slider as unknown as AnyModel) : undefined));
  press(".hubble-scrubber > *", { key: "End" });
  found = true;
  press(".hubble-scrubber > *", { key: "End", ctrlKey: true });
  press(".hubble-setting > *", { key: "End" });
  expect([slider.get("value"), slider.saved]).toEqual([5, 0]);
});
