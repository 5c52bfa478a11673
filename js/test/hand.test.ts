// @vitest-environment jsdom
import { expect, test } from "vitest";
import { tellHand } from "../src/hand";
import { lesson } from "./samples";

test("the kernel is told when a hand or the focus comes to a setting, and when it goes elsewhere", () => {
  document.body.innerHTML = `<div id="root">
    <div class="hubble-learning-rate"><button id="rate"></button><button id="typed"></button></div>
    <div class="hubble-iterations"><button id="count"></button></div>
    <button id="train"></button></div>`;
  const { model, fake } = lesson();
  const end = tellHand(document.getElementById("root") as HTMLElement, model);
  const comes = (id: string, type: string, how: MouseEventInit = {}) =>
    document.getElementById(id)?.dispatchEvent(new MouseEvent(type, { bubbles: true, ...how }));
  const told = () => fake.sent.splice(0).map((each) => (each as { slider: unknown }).slider);
  comes("train", "pointerover");
  expect(told()).toEqual([]);
  comes("rate", "pointerover");
  comes("typed", "pointerover");
  expect(told()).toEqual(["learning_rate"]);
  comes("train", "pointerover", { buttons: 1 }); // while the slider is dragged
  comes("rate", "pointerover", { buttons: 1 });
  expect(told()).toEqual([]);
  comes("count", "focusin");
  comes("train", "pointerover");
  comes("count", "keydown");
  expect(told()).toEqual(["iterations", null, "iterations"]);
  end();
  comes("rate", "pointerover");
  expect(told()).toEqual([]);
});
