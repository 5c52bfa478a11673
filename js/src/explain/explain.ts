/** Every "?" of an explorer, "In words" and "Hear it": what they answer, and where. */

import { element, setAttributes, setText } from "../dom";
import { hear } from "../listening";
import { play } from "./player";
import { createPopover } from "./popover";
import { type Now, tonesOf } from "./tones";
import { HEARD, soundWords, TOPICS, type Topic } from "./topics";

const HEAR = "Hear it";

/** Two buttons for the readout. */
export function createTools(): HTMLElement {
  const words = element("button", "hubble-tool", TOPICS.summary[0]);
  setAttributes(words, { type: "button", "data-topic": "summary", "aria-expanded": "false" });
  const sound = element("button", "hubble-tool hubble-hear", HEAR);
  setAttributes(sound, { type: "button", title: HEARD });
  return element("span", "hubble-tools", sound, words);
}

export interface Explanations {
  draw(now: Now): void;
  stop(): void;
}

/** Answers the buttons below `root`, beside them and, by `say`, aloud. */
export function explain(
  root: HTMLElement,
  el: HTMLElement,
  say: (words: string) => void,
): Explanations {
  const popover = createPopover(el);
  let now: Now | undefined;
  let context: AudioContext | undefined;
  const write = (): string => {
    const opener = popover.opener();
    if (!opener || !now) return "";
    const topic = opener.getAttribute("data-topic") as Topic | null;
    const [title, textOf] = topic ? TOPICS[topic] : [HEAR, soundWords];
    const text = textOf(now);
    popover.draw(title, text, topic === "loss");
    return text;
  };
  const silence = () => {
    void context?.close();
    context = undefined;
    for (const button of root.querySelectorAll(".hubble-hear")) setText(button, HEAR);
  };
  const toggleSound = (button: HTMLElement) => {
    popover.close();
    if (context || !now) return silence();
    context = new AudioContext();
    play(context, tonesOf(now), silence);
    setText(button, "Stop");
    popover.open(button);
    write(); // but not aloud, while it sounds
  };
  const clicked = ({ target }: Event) => {
    const button = (target as Element).closest<HTMLElement>("[data-topic], .hubble-hear");
    if (button?.matches(".hubble-hear")) toggleSound(button);
    else if (button === popover.opener()) popover.close();
    else if (button) {
      popover.open(button);
      say(write());
    }
  };
  const end = hear(root, { click: clicked });
  return {
    draw(present) {
      now = present;
      write();
    },
    stop() {
      end();
      silence();
      popover.stop();
    },
  };
}
