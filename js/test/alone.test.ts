import type { AnyModel } from "@anywidget/types";
import { expect, test } from "vitest";
import { followAlone } from "../src/alone";
import { FakeModel } from "./samples";

const CHOICE = { learningRate: 0.05, iterations: 500 };

function scrubberAt(value: number, max: number) {
  const fake = new FakeModel({ value, max });
  return { fake, model: fake as unknown as AnyModel };
}

test("with a kernel the scrubber is the kernel's", () => {
  const { fake, model } = scrubberAt(20, 500);
  const { follow } = followAlone();
  follow(model, CHOICE, true);
  follow(model, { ...CHOICE, iterations: 1000 }, true);
  expect([fake.get("value"), fake.get("max")]).toEqual([20, 500]);
});

test("without one it goes to the end of each path that is chosen, and stays where a hand moves it", () => {
  const { fake, model } = scrubberAt(20, 500);
  const { follow } = followAlone();
  follow(model, CHOICE, true);
  follow(model, CHOICE, false);
  expect(fake.get("value")).toBe(20);
  for (const iterations of [1000, 100]) {
    follow(model, { ...CHOICE, iterations }, false);
    expect([fake.get("value"), fake.get("max")]).toEqual([iterations, iterations]);
    fake.set("value", 7);
    follow(model, { ...CHOICE, iterations }, false);
    expect(fake.get("value")).toBe(7);
  }
  follow(model, { learningRate: 0.1, iterations: 100 }, false);
  expect([fake.get("value"), fake.sent.length + fake.saved]).toEqual([100, 0]);
});

test("a scrubber that is found late is moved then", () => {
  const { fake, model } = scrubberAt(500, 500);
  const { follow } = followAlone();
  follow(undefined, CHOICE, false);
  follow(undefined, { ...CHOICE, iterations: 100 }, false);
  follow(model, { ...CHOICE, iterations: 100 }, false);
  expect([fake.get("value"), fake.get("max")]).toEqual([100, 100]);
});
