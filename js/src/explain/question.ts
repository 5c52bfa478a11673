/** The "?" beside a word. The style sheet draws it: it is no part of the text around it. */

import { element, setAttributes } from "../dom";
import { TOPICS, type Topic } from "./topics";

/** Of ipywidgets, which draws them some time after their rows. */
const CONTROLS = {
  rate: ".hubble-learning-rate .widget-label",
  optimizer: ".hubble-optimizer",
} as const;

export function question(topic?: Topic): HTMLElement {
  const button = element("button", "hubble-question");
  ask(button, topic);
  return button;
}

/** Has a button stand for another topic, or for none. */
export function ask(button: HTMLElement, topic: Topic | undefined): void {
  button.hidden = !topic;
  if (!topic || button.getAttribute("data-topic") === topic) return;
  setAttributes(button, {
    type: "button",
    "data-topic": topic,
    "aria-label": TOPICS[topic][0],
    "aria-expanded": "false",
  });
}

/** Puts one beside each control that has a topic. */
export function markControls(root: HTMLElement): void {
  for (const [topic, place] of Object.entries(CONTROLS)) {
    const found = root.querySelector(place);
    if (!found?.querySelector(".hubble-question")) found?.append(question(topic as Topic));
  }
}
