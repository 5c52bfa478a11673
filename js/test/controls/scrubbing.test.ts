// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reportScrubbing } from "../../src/controls/scrubbing";
import { FakeModel, lesson } from "../samples";

/** A model that takes on what the kernel sends as ipywidgets does. */
class Control extends FakeModel {
  override _state_lock: object | null = null;
  setByKernel(value: number) {
    this._state_lock = { value };
    this.set("value", value);
    this._state_lock = null;
  }
}

let root: HTMLElement;
let slider: Control;
let entry: Control;
let made: ReturnType<typeof lesson>;
let end: () => void;

beforeEach(async () => {
  document.body.innerHTML = `<div id="root">
    <div class="hubble-scrubber"><button class="noUi-handle"></button></div>
    <div class="hubble-iteration-entry"><input type="number"></div>
    <button id="train"></button></div><button id="elsewhere"></button>`;
  root = document.getElementById("root") as HTMLElement;
  made = lesson();
  slider = new Control({ value: 500 });
  entry = new Control({ value: 500 });
  made.fake.others = { ...made.fake.others, k: slider, ke: entry };
  end = reportScrubbing(root, made.model);
  await vi.waitFor(() => expect(made.fake.sent).toEqual([{ type: "knows hands" }]));
});

afterEach(() => end());

const happens = (selector: string, type: string) =>
  document.querySelector(selector)?.dispatchEvent(new Event(type, { bubbles: true }));
const moved = (control: Control) => (control.get("hand") as [number, number] | undefined)?.[0];
const HANDLE = ".noUi-handle";
const FIELD = "input";

test("a control that moves without a person is not reported", () => {
  slider.set("value", 12); // sent back by a front end that cuts 12.999999999999998
  entry.set("value", 12);
  happens("#train", "pointerdown");
  slider.set("value", 13);
  happens("#train", "keydown");
  slider.set("value", 14);
  expect([slider.get("hand"), entry.get("hand")]).toEqual([undefined, undefined]);
});

test("the pointer holds the scrubber from press to release, wherever that is", () => {
  happens(HANDLE, "pointerdown");
  slider.set("value", 13.000000000000002);
  expect(moved(slider)).toBe(13);
  slider.setByKernel(200); // a training goes on meanwhile
  entry.set("value", 7);
  expect([moved(slider), moved(entry)]).toEqual([13, undefined]);
  happens("#elsewhere", "pointerup");
  slider.set("value", 14); // the slider receives the mouse's event after that
  expect(moved(slider)).toBe(14);
  happens("#elsewhere", "mouseup");
  slider.set("value", 15);
  expect(moved(slider)).toBe(14);
});

test("a release that was missed is over with the next press", () => {
  happens(HANDLE, "pointerdown");
  happens("#elsewhere", "pointerdown");
  slider.set("value", 15);
  expect(moved(slider)).toBeUndefined();
});

test("a key moves it while it is down", () => {
  happens(HANDLE, "keydown");
  slider.set("value", 499);
  expect(moved(slider)).toBe(499);
  happens(HANDLE, "keyup");
  slider.set("value", 498);
  expect(moved(slider)).toBe(499);
  happens(HANDLE, "keydown");
  happens(HANDLE, "focusout");
  slider.set("value", 497);
  expect(moved(slider)).toBe(499);
});

test("a number that is typed counts when it is entered, or when the field is left", () => {
  happens(FIELD, "focusin");
  entry.set("value", 123);
  expect(moved(entry)).toBe(123);
  entry.setByKernel(124);
  expect(moved(entry)).toBe(123);
  happens("#train", "pointerdown"); // the field changes before it loses the focus
  entry.set("value", 5);
  happens(FIELD, "focusout");
  entry.set("value", 6);
  expect([moved(entry), moved(slider)]).toEqual([5, undefined]);
});

test("the same place twice is said twice", () => {
  happens(HANDLE, "pointerdown");
  slider.set("value", 12);
  const first = slider.get("hand");
  slider.setByKernel(300);
  slider.set("value", 12);
  expect(slider.get("hand")).not.toEqual(first);
});

test("at the end nothing is listened to any more", () => {
  end();
  happens(HANDLE, "pointerdown");
  slider.set("value", 12);
  expect(moved(slider)).toBeUndefined();
  expect([slider, entry, made.fake].map(({ listening }) => listening)).toEqual([0, 0, 0]);
});

test("a page that does not find both controls makes no promise", async () => {
  const { fake, model } = lesson();
  fake.others = { k: slider };
  const stop = reportScrubbing(root, model);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(fake.sent).toEqual([]);
  stop();
});
