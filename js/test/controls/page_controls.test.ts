import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PageControls } from "../../src/controls/page_controls";
import { whenFound } from "../../src/host/lookup";
import { lesson } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);
const hears = () => ({
  placed: vi.fn(),
  changed: vi.fn(),
  settingMoved: vi.fn(),
  scrubbed: vi.fn(),
});

test("positions are those of the sliders on the page, and nothing is sent to the kernel", async () => {
  const { model, fake, rate, count, scrubber } = lesson();
  const heard = hears();
  const controls = new PageControls(model, heard);
  expect(controls.positions()).toEqual({ learning_rate: null, iterations: null, iteration: null });
  await settled();
  expect(controls.positions()).toEqual({ learning_rate: 3, iterations: 3, iteration: 500 });
  heard.changed.mockClear();
  rate.set("index", 5.000000000000001); // as Colab's sliders compute it
  scrubber.set("value", 20);
  expect(controls.positions()).toEqual({ learning_rate: 5, iterations: 3, iteration: 20 });
  expect([heard.changed, heard.settingMoved].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
  expect(heard.scrubbed.mock.calls).toEqual([[20]]);
  expect([fake, rate, count, scrubber].map(({ sent, saved }) => sent.length + saved)).toEqual([
    0, 0, 0, 0,
  ]);
  controls.stop();
  expect([fake, rate, count, scrubber].map(({ listening }) => listening)).toEqual([0, 0, 0, 0]);
});

test("sliders that come late are found, and a page without them is left in peace after ten seconds", async () => {
  const { model, fake } = lesson();
  const others = fake.others;
  fake.others = {};
  const ask = vi.spyOn(fake.widget_manager, "get_model");
  const late = new PageControls(model, hears());
  await vi.advanceTimersByTimeAsync(3000);
  fake.others = others;
  await vi.advanceTimersByTimeAsync(500);
  expect(late.positions().learning_rate).toBe(3);
  late.stop();
  fake.others = {};
  fake.values.controls = { learning_rate: "r" };
  ask.mockClear();
  const never = new PageControls(model, hears());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.filter(([id]) => id === "r")).toHaveLength(40);
  never.stop();
});

test.each([
  [
    "throws",
    () => {
      throw new Error("widget model not found");
    },
  ],
  ["knows nothing", () => undefined],
])("a manager that %s is asked again", async (_what, get_model) => {
  const found = vi.fn();
  const manager = { get_model: get_model as () => undefined };
  const end = whenFound(manager, "r", found);
  await vi.advanceTimersByTimeAsync(1000);
  expect(found).not.toHaveBeenCalled();
  end();
  expect(vi.getTimerCount()).toBe(0);
});

test("what is found after the end is not used", async () => {
  const found = vi.fn();
  whenFound({ get_model: () => Promise.resolve(lesson().model) }, "r", found)();
  await settled();
  expect(found).not.toHaveBeenCalled();
  whenFound(undefined, "r", found)();
});
