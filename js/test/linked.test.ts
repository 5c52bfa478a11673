import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { linkSliders } from "../src/linked";
import { whenFound } from "../src/lookup";
import { CONTROLS, FakeModel, lesson } from "./samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);

test("positions are those of the sliders on the page, and nothing is sent to the kernel", async () => {
  const { model, fake, rate, count, scrubber } = lesson();
  const moved = vi.fn();
  const linked = linkSliders(model, moved);
  expect(linked.positions()).toEqual({ learning_rate: null, iterations: null, iteration: null });
  await settled();
  expect(linked.positions()).toEqual({ learning_rate: 3, iterations: 3, iteration: 500 });
  expect(moved).toHaveBeenCalledTimes(3);
  rate.set("index", 5.000000000000001); // as Colab's sliders compute it
  scrubber.set("value", 20);
  expect(linked.positions()).toEqual({ learning_rate: 5, iterations: 3, iteration: 20 });
  expect(moved).toHaveBeenCalledTimes(5);
  expect([fake, rate, count, scrubber].map(({ sent, saved }) => sent.length + saved)).toEqual([
    0, 0, 0, 0,
  ]);
  linked.stop();
  expect([fake, rate, count, scrubber].map(({ listening }) => listening)).toEqual([0, 0, 0, 0]);
});

test("sliders that come late, and other ones later, are found", async () => {
  const { model, fake, rate } = lesson();
  const others = fake.others;
  fake.others = {};
  const linked = linkSliders(model, () => {});
  await vi.advanceTimersByTimeAsync(3000);
  expect(linked.positions().learning_rate).toBeNull();
  fake.others = others;
  await vi.advanceTimersByTimeAsync(500);
  expect(linked.positions().learning_rate).toBe(3);
  fake.others = { ...others, other: new FakeModel({ index: 1 }) };
  fake.set("controls", { ...CONTROLS, learning_rate: "other" });
  await settled();
  expect(linked.positions().learning_rate).toBe(1);
  expect(rate.listening).toBe(0);
  linked.stop();
});

test("a page without the sliders is left in peace after ten seconds", async () => {
  const { model, fake } = lesson();
  const ask = vi.fn().mockRejectedValue(new Error("widget model not found"));
  fake.widget_manager.get_model = ask;
  fake.values.controls = { learning_rate: "r" };
  const linked = linkSliders(model, () => {});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBeLessThanOrEqual(40);
  linked.stop();
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
