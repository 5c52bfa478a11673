/** The buttons that ask for an explanation. The style sheet draws each "?", so that it is not part of the text around it. */

import { element, setAttributes } from "../host/dom";
import { message } from "../text/messages";

/** The names of the buttons, which are the titles of their answers (topics.ts). */
const QUESTIONS = {
  rate: message("What is the learning rate?"),
  loss: message("What is the loss?"),
  error: message("What is a standard error?"),
  r: message("What is r?"),
  converged: message("What does “converged” mean?"),
  mpc: message("What is km/s/Mpc?"),
  optimizer: message("What is an optimizer?"),
  age: message("Why is 1/slope an age?"),
  summary: message("In words"),
} as const;

export type Topic = keyof typeof QUESTIONS;

/** The name of the button for the tones while nothing is heard. */
export const HEAR = message("Hear it");

/** Controls of ipywidgets, which are drawn some time after their rows. */
const CONTROLS = {
  rate: ".hubble-learning-rate .widget-label",
  optimizer: ".hubble-optimizer",
} as const;

export function question(topic?: Topic): HTMLElement {
  const button = element("button", "hubble-question");
  setTopic(button, topic);
  return button;
}

/** Sets the topic of a button. Without a topic the button is hidden. */
export function setTopic(button: HTMLElement, topic: Topic | undefined): void {
  button.hidden = !topic;
  if (!topic || button.getAttribute("data-topic") === topic) return;
  setAttributes(button, {
    type: "button",
    "data-topic": topic,
    "aria-label": QUESTIONS[topic],
    "aria-expanded": "false",
  });
}

/** Adds a button beside each control that has a topic. */
export function addQuestions(root: HTMLElement): void {
  for (const [topic, place] of Object.entries(CONTROLS)) {
    const found = root.querySelector(place);
    if (!found?.querySelector(".hubble-question")) found?.append(question(topic as Topic));
  }
}

/** Two buttons for the readout. */
export function createTools(): HTMLElement {
  const type = "button";
  const topic = { "data-topic": "summary", "aria-expanded": "false" };
  const words = element("button", { class: "hubble-tool", type, ...topic }, QUESTIONS.summary);
  const title = message("Play the points, the learned line and the loss as tones.");
  const sound = element("button", { class: "hubble-tool hubble-hear", type, title }, HEAR);
  return element("span", "hubble-tools", sound, words);
}
