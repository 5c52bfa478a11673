/** Answers in a popover to the buttons "?", "In words" and "Hear it" of an explorer. */

import { HEAR, message, setText } from "#shared";
import { play } from "./player";
import { createPopover } from "./popover";
import type { Topic } from "./question";
import { type Snapshot, tonesOf } from "./tones";
import { ANSWERS, soundDescription } from "./topics";

export interface Explanations {
  draw(now: Snapshot): void;
  /** A person has pressed one of the buttons. */
  answer(button: HTMLElement): void;
  stop(): void;
}

/** Shows each answer in a popover beside its button, which lies below `el`, and calls `announce` with it for screen readers. */
export function explain(
  root: HTMLElement,
  el: HTMLElement,
  announce: (words: string) => void,
): Explanations {
  const popover = createPopover(el);
  let now: Snapshot | undefined;
  let context: AudioContext | undefined;
  /** The tooltip of the button for the tones while nothing is heard. */
  let tooltip = "";
  const write = (): string => {
    const opener = popover.opener();
    if (!opener || !now) return "";
    const topic = opener.getAttribute("data-topic") as Topic | null;
    const title = topic ? opener.ariaLabel || opener.textContent : HEAR;
    const text = topic ? ANSWERS[topic](now) : soundDescription(now);
    const isOfSquares = topic === "loss" && now.settings.loss_function === "MSE";
    popover.draw(title, text, isOfSquares);
    return text;
  };
  const silence = () => {
    void context?.close();
    context = undefined;
    for (const button of root.querySelectorAll<HTMLElement>(".hubble-hear")) {
      setText(button, HEAR);
      if (tooltip) button.title = tooltip;
    }
  };
  const toggleSound = (button: HTMLElement) => {
    popover.close();
    if (context || !now) return silence();
    context = new AudioContext();
    play(context, tonesOf(now), silence);
    setText(button, message("Stop"));
    tooltip = button.title;
    button.title = message("Stop the tones.");
    popover.open(button);
    write(); // not for screen readers, which would speak over the tones
  };
  return {
    draw(present) {
      now = present;
      write();
    },
    answer(button) {
      if (button.matches(".hubble-hear")) toggleSound(button);
      else if (button === popover.opener()) popover.close();
      else {
        popover.open(button);
        announce(write());
      }
    },
    stop() {
      silence();
      popover.stop();
    },
  };
}
