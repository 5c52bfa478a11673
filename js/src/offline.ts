/**
 * Without a kernel, as in a saved page, the page answers for it: it takes over the settings that the sliders choose, and
 * walks through the path in closed form.
 */

import type { AnyModel } from "@anywidget/types";
import { hasClosedForm } from "./convergence";
import { element, setAttribute, setText } from "./dom";
import { isFilled, type Settings } from "./model";
import { chosen, type Known, type Positions } from "./shown";
import { perFrame } from "./timing";

/** Milliseconds from the start of a path to its end. */
const DURATION = 3000;

export interface Adopted {
  known: Known;
  /** Whether other settings were taken over just now: their last state is shown. */
  isNew: boolean;
}

/** Returns a function that puts what a person has chosen into what is known. */
export function createOffline(): (known: Known, positions: Positions) => Adopted {
  let last = "";
  return (known, positions) => {
    const { settings } = known;
    const choice = chosen(known, positions);
    if (!choice || !isFilled(settings) || !hasClosedForm(settings)) return { known, isNew: false };
    const { learningRate: learning_rate, iterations } = choice;
    const adopted: Settings = { ...settings, learning_rate, iterations };
    const isKernels =
      learning_rate === settings.learning_rate && iterations === settings.iterations;
    const mark = isKernels ? "" : `${learning_rate} ${iterations}`;
    const isNew = mark !== last;
    last = mark;
    if (isKernels) return { known, isNew };
    // Of the kernel's there is no state on this path; its number is none that the scrubber can have.
    const learned = { ...known.learned, iteration: -1 };
    return { known: { ...known, settings: adopted, path: null, learned }, isNew };
  };
}

/** A button that walks through the path below `root`, seen where there is no kernel. Returns what ends it. */
export function offerPlay(
  root: HTMLElement,
  scrubber: () => AnyModel | undefined,
  scrubTo: (iteration: number) => void,
): () => void {
  const button = element("button", "jupyter-button widget-button hubble-play");
  let began: { at: number; from: number } | undefined;
  let shown = -1;
  const say = () => {
    setText(button, began ? "Pause" : "Play");
    setAttribute(button, "type", "button");
  };
  const step = perFrame(() => {
    const slider = scrubber();
    if (!began || !slider) return;
    const last: number = slider.get("max");
    const isMoved = slider.get("value") !== shown; // by a hand, which it is left to
    const way = began.from + (last * (performance.now() - began.at)) / DURATION;
    shown = Math.min(Math.floor(way), last);
    if (isMoved || shown === last) began = undefined;
    if (!isMoved) scrubTo(shown);
    say();
    if (began) step();
  });
  const clicked = () => {
    const slider = scrubber();
    if (began || !slider) began = undefined;
    else {
      const from: number = slider.get("value") < slider.get("max") ? slider.get("value") : 0;
      began = { at: performance.now(), from };
      shown = from;
      scrubTo(from);
      step();
    }
    say();
  };
  say();
  button.addEventListener("click", clicked);
  root.querySelector(".hubble-playback")?.prepend(button);
  return () => {
    step.cancel();
    button.remove();
  };
}
