/** Without a kernel, as in a saved page, Play walks through the path that the page computes. */

import type { AnyModel } from "@anywidget/types";
import { element, setAttribute, setText } from "./dom";
import { perFrame } from "./timing";

/** Milliseconds from the start of a path to its end. */
const DURATION = 3000;

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
