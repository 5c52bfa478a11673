/** A text that is shown and can be copied: the line %hubblefit, the script. */

import { element, setText } from "./dom";
import { hear } from "./listening";
import type { Told } from "./take_away";
import { throttled } from "./timing";

/** Milliseconds for which "Copied" is seen. */
const BRIEFLY = 2500;

/** Milliseconds between two changes of what is shown: a training has a new text in each frame. */
const SHOWN_EVERY = 250;

/** Characters that are shown: the numbers of thousands of galaxies would take longer to lay out than to train. */
const MAX_SHOWN = 20_000;

export interface CopyOffer {
  draw(): void;
  stop(): void;
}

/** Shows what `told` returns before the button of this class below `root`, and lets that copy it. */
export function offerCopy(
  root: HTMLElement,
  kind: string,
  name: string,
  told: () => Told,
): CopyOffer {
  const status = element("span", "hubble-copied");
  status.setAttribute("role", "status");
  const shown = element("pre", "hubble-text");
  shown.tabIndex = 0; // to be scrolled by keys
  shown.setAttribute("role", "textbox");
  shown.setAttribute("aria-readonly", "true");
  shown.setAttribute("aria-label", name);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (words: string, forget = false) => {
    clearTimeout(timer);
    setText(status, words);
    if (forget) timer = setTimeout(() => setText(status, ""), BRIEFLY);
  };
  const show = () => {
    const button = root.querySelector(`.${kind}`);
    if (!button) return;
    if (shown.nextElementSibling !== button) button.before(shown);
    if (status.previousElementSibling !== button) button.after(status);
    const { text, problem } = told();
    const isLong = text.length > MAX_SHOWN;
    setText(shown, isLong ? `${text.slice(0, MAX_SHOWN)} … (copied as a whole)` : text || problem);
  };
  const draw = throttled(show, SHOWN_EVERY);
  const clicked = async ({ target }: Event) => {
    if (!(target instanceof Element && target.closest(`.${kind}`))) return;
    show();
    const { text, problem } = told();
    if (problem) say(problem);
    else if (await copy(text, shown)) say("Copied", true);
    else say("Copy the marked text.");
  };
  const end = hear(root, { click: clicked });
  return {
    draw,
    stop() {
      clearTimeout(timer);
      draw.cancel();
      end();
      status.remove();
      shown.remove();
    },
  };
}

/** A page that is not secure has no clipboard to write to, and one in a frame may be forbidden to. */
async function copy(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    setText(shown, text);
    getSelection()?.selectAllChildren(shown);
  }
  try {
    return document.execCommand("copy"); // the way of old, which still works where the page was just clicked
  } catch {
    return false;
  }
}
