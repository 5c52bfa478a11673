/**
 * Reports to the kernel when a person moves the scrubber or the entry beside it. A new value is not enough: the kernel
 * sets these controls too, and some front ends send such a value back changed (patches/rounding.ts).
 *
 * The report is the trait `hand` of the same model, so that it goes in one message with the value: the value that the
 * person has set, and a random number, so that each report differs from the last.
 */

import type { AnyModel } from "@anywidget/types";
import { callAll, listenToEvents, listenToModel } from "../host/listening";
import { whenFound } from "../host/lookup";
import { isProgrammatic } from "../patches/programmatic";
import type { Controls, Model } from "../state/model";
import { send } from "../state/send";

/** The controls by the names of their models. */
const PARTS = {
  iteration: ".hubble-scrubber",
  iteration_entry: ".hubble-iteration-entry",
} as const satisfies Partial<Record<keyof Controls, string>>;
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

const RELEASE_EVENTS = "mouseup touchend touchcancel pointercancel";

/** Returns what ends it. */
export function reportScrubbing(root: HTMLElement, model: AnyModel<Model>): () => void {
  const hand = watchHand(root);
  const ids = model.get("controls");
  const ends: (() => void)[] = [];
  let found = 0;
  const searches = NAMES.map((part) =>
    whenFound(model.widget_manager, ids?.[part] ?? "", (control) => {
      const moved = () => {
        if (hand.isOn(part) && !isProgrammatic(control)) {
          control.set("hand", [Math.round(control.get("value")), Math.random()]);
        }
      };
      ends.push(listenToModel(control, { "change:value": moved }));
      found += 1;
      if (found === NAMES.length) send(model, { type: "knows hands" });
    }),
  );
  return () => callAll([...searches, ...ends, hand.stop]);
}

/** Watches which control a person uses: the pointer is down on it, a key is down on it, or it is the entry with the focus. */
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
    // A typed number is entered when the person leaves its field: that event comes first.
    focusout: () => (focused = keyed = undefined),
  };
  const ends = [
    listenToEvents(window, early, true),
    // A drag may end anywhere in the window. The control itself receives the event before the window.
    listenToEvents(window, { [RELEASE_EVENTS]: () => (pressed = undefined) }),
  ];
  return {
    isOn: (part) =>
      pressed === part || keyed === part || (part === "iteration_entry" && focused === part),
    stop: () => callAll(ends),
  };
}
