/** Loads the explanations when a person asks the first question, and passes on all of them. */

import type { AnyModel } from "@anywidget/types";
import { later } from "../host/later";
import { listenToEvents } from "../host/listening";
import type { Model } from "../state/model";
import type { Snapshot } from "./tones";

/** The buttons of question.ts. */
const BUTTONS = "[data-topic], .hubble-hear";

/** `announce` speaks to screen readers. */
export function offerExplanations(
  root: HTMLElement,
  el: HTMLElement,
  model: AnyModel<Model>,
  announce: (words: string) => void,
) {
  const help = later(model, ({ explain }) => explain(root, el, announce));
  let now: Snapshot | undefined;
  const clicked = ({ target }: Event) => {
    const button = (target as Element).closest<HTMLElement>(BUTTONS);
    if (!button) return;
    void help.need((each) => {
      if (now) each.draw(now);
      each.answer(button);
    });
  };
  const end = listenToEvents(root, { click: clicked });
  return {
    draw(present: Snapshot) {
      now = present;
      help.part()?.draw(present);
    },
    stop() {
      end();
      help.stop();
    },
  };
}
