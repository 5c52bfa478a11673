/**
 * Tells the kernel when a person moves the scrubber or the entry beside it. A new value of theirs says no such thing:
 * they also take on what the kernel shows, and some front ends send that back changed (rounding.ts).
 *
 * It does so by a trait of the same model, `hand`, which goes in one message with the value: where the hand has put it,
 * and a number that is another one each time.
 */

import type { AnyModel } from "@anywidget/types";
import { hear, listen } from "./listening";
import { whenFound } from "./lookup";
import type { Controls, Model } from "./model";
import { send } from "./send";
import { isTold } from "./told";

/** By the names of their models. */
const PARTS = {
  iteration: ".hubble-scrubber",
  iteration_entry: ".hubble-iteration-entry",
} as const satisfies Partial<Record<keyof Controls, string>>;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

const LETTING_GO = "mouseup touchend touchcancel pointercancel";

/** Returns what ends it. */
export function tellScrubbing(root: HTMLElement, model: AnyModel<Model>): () => void {
  const hand = watchHand(root);
  const ids = model.get("controls");
  const ends: (() => void)[] = [];
  let found = 0;
  const searches = NAMES.map((part) =>
    whenFound(model.widget_manager, ids?.[part] ?? "", (control) => {
      const moved = () => {
        if (hand.isOn(part) && !isTold(control)) {
          control.set("hand", [Math.round(control.get("value")), Math.random()]);
        }
      };
      ends.push(listen(control, { "change:value": moved }));
      found += 1;
      if (found === NAMES.length) send(model, { type: "knows hands" });
    }),
  );
  return () => {
    for (const end of [...searches, ...ends, hand.stop]) end();
  };
}

/** Watches where the pointer was pressed and not let go yet, where a key is down, and where a number is typed. */
function watchHand(root: HTMLElement): { isOn(part: Part): boolean; stop(): void } {
  let pressed: Part | undefined;
  let keyed: Part | undefined;
  let focused: Part | undefined;
  const partAt = ({ target }: Event) =>
    target instanceof Element && root.contains(target)
      ? NAMES.find((part) => target.closest(PARTS[part]))
      : undefined;
  const early = {
    pointerdown: (event: Event) => (pressed = partAt(event)),
    keydown: (event: Event) => (keyed = partAt(event)),
    keyup: () => (keyed = undefined),
    focusin: (event: Event) => (focused = partAt(event)),
    // A number that was typed counts when its field is left: that comes before this.
    focusout: () => (focused = keyed = undefined),
  };
  const ends = [
    hear(window, early, true),
    // A drag may end anywhere in the window. The control itself hears of it before the window does.
    hear(window, { [LETTING_GO]: () => (pressed = undefined) }),
  ];
  return {
    isOn: (part) =>
      pressed === part || keyed === part || (part === "iteration_entry" && focused === part),
    stop() {
      for (const end of ends) end();
    },
  };
}
