/** Without a kernel, as in a saved page, Play shows the states of the path that the page computes. */

import type { AnyModel } from "@anywidget/types";
import { element, message, perFrame, setText } from "#shared";

/** Milliseconds from the start of a path to its end. */
const DURATION = 3000;

/** Adds the button Play below `root`; CSS hides it while there is a kernel. Returns what removes it. */
export function offerPlay(
  root: HTMLElement,
  scrubber: () => AnyModel | undefined,
  scrubTo: (iteration: number) => void,
): () => void {
  const classes = "jupyter-button widget-button hubble-play";
  const button = element("button", { class: classes, type: "button" });
  let began: { at: number; from: number } | undefined;
  let current = -1;
  const updateLabel = () => {
    setText(button, began ? message("Pause") : message("Play"));
  };
  const step = perFrame(() => {
    const slider = scrubber();
    if (!began || !slider) return;
    const last: number = slider.get("max");
    const isMoved = slider.get("value") !== current; // by a person, who has the scrubber now
    const way = began.from + (last * (performance.now() - began.at)) / DURATION;
    current = Math.min(Math.floor(way), last);
    if (isMoved || current === last) began = undefined;
    if (!isMoved) scrubTo(current);
    updateLabel();
    if (began) step();
  });
  const clicked = () => {
    const slider = scrubber();
    if (began || !slider) began = undefined;
    else {
      const from: number = slider.get("value") < slider.get("max") ? slider.get("value") : 0;
      began = { at: performance.now(), from };
      current = from;
      scrubTo(from);
      step();
    }
    updateLabel();
  };
  updateLabel();
  button.addEventListener("click", clicked);
  root.querySelector(".hubble-playback")?.prepend(button);
  return () => {
    step.cancel();
    button.remove();
  };
}
