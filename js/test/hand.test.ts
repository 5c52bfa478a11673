// @vitest-environment jsdom
import { expect, test } from "vitest";
import { tellHand } from "../src/hand";
import { lesson } from "./samples";

test("the kernel is told at which setting the pointer is, or else the focus", () => {
  document.body.innerHTML = `<div id="root">
    <div class="hubble-learning-rate"><button id="rate"></button><button id="typed"></button></div>
    <div class="hubble-iterations"><button id="count"></button></div>
    <button id="train"></button></div>`;
  const { model, fake } = lesson();
  const end = tellHand(document.getElementById("root") as HTMLElement, model);
  const comes = (id: string, type: string, how: MouseEventInit = {}) =>
    document.getElementById(id)?.dispatchEvent(new MouseEvent(type, { bubbles: true, ...how }));
  const told = () =>
    fake.sent.splice(0).map((each) => {
      const { slider, pointer } = each as { slider: string | null; pointer: boolean };
      return pointer ? `pointer at ${slider}` : slider;
    });
  comes("train", "pointerover");
  expect(told()).toEqual([]);
  comes("rate", "pointerover");
  comes("typed", "pointerover");
  expect(told()).toEqual(["pointer at learning_rate"]);
  comes("train", "pointerover", { buttons: 1 }); // while the slider is dragged
  comes("count", "pointerover", { buttons: 1 });
  expect(told()).toEqual([]);
  comes("train", "pointerover");
  comes("count", "keydown");
  expect(told()).toEqual([null, "iterations"]);
  document.getElementById("count")?.focus();
  comes("rate", "pointerover");
  comes("train", "pointerover");
  expect(told()).toEqual(["pointer at learning_rate", "iterations"]);
  document.getElementById("train")?.focus();
  expect(told()).toEqual([null]);
  end();
  comes("rate", "pointerover");
  expect(told()).toEqual([]);
});
