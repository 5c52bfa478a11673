/**
 * What stands in the entries, and where the scrubber stands: the page fills them from what it shows, without waiting
 * for the kernel, and without telling it (hubble_widget/canvas/filled.py).
 */

import type { AnyModel } from "@anywidget/types";
import { whenFound } from "./lookup";
import type { Controls, Model } from "./model";
import type { Choice } from "./shown";
import { isTold, tell } from "./told";

const PARTS = [
  "iteration",
  "iteration_entry",
  "iteration_of",
  "learning_rate_entry",
  "iterations_entry",
] as const satisfies (keyof Controls)[];
type Part = (typeof PARTS)[number];

export interface Fills {
  /** Shows a state of a path that has so many, unless a hand has asked for another that is not answered yet. */
  fill(iteration: number, iterations: number): void;
  /** Shows the settings; not at each state, for a person may be typing others. */
  fillSettings(choice: Choice | null): void;
  /** Puts the scrubber to an iteration, as far as the page is concerned. */
  scrubTo(iteration: number): void;
  /** A hand has asked for an iteration: no answer to an earlier one moves the scrubber back. */
  ask(iteration: number): void;
  /** The kernel shows an iteration. Returns whether that is an answer. */
  answered(iteration: number): boolean;
  /** Nothing that was asked counts any more. */
  settle(): void;
  stop(): void;
}

/** Calls `scrubbed` when a person has moved the scrubber or the entry beside it. */
export function createFills(model: AnyModel<Model>, scrubbed: (iteration: number) => void): Fills {
  const found: Partial<Record<Part, AnyModel>> = {};
  let asked: number[] = [];
  const moved = (part: Part) => () => {
    const control = found[part];
    if (control && !isTold(control)) scrubbed(Math.round(control.get("value")));
  };
  const listeners = { iteration: moved("iteration"), iteration_entry: moved("iteration_entry") };
  const searches = PARTS.map((part) =>
    whenFound(model.widget_manager, model.get("controls")?.[part] ?? "", (control) => {
      found[part] = control;
      if (part in listeners) control.on("change:value", listeners[part as "iteration"]);
    }),
  );
  const scrubTo = (value: number) => {
    tell(found.iteration, { value });
    tell(found.iteration_entry, { value });
  };
  return {
    fill(iteration, iterations) {
      if (asked.length > 0) return;
      for (const control of [found.iteration, found.iteration_entry]) {
        tell(control, { max: iterations }); // before the value, which may lie beyond the old end
      }
      tell(found.iteration_of, { value: `of ${iterations}` });
      scrubTo(iteration);
    },
    fillSettings(choice) {
      if (!choice) return;
      tell(found.learning_rate_entry, { value: choice.learningRate });
      tell(found.iterations_entry, { value: choice.iterations });
    },
    scrubTo,
    ask(iteration) {
      asked.push(iteration);
      scrubTo(iteration);
    },
    answered(iteration) {
      const answered = asked.lastIndexOf(iteration);
      asked = answered < 0 ? [] : asked.slice(answered + 1);
      return answered >= 0;
    },
    settle() {
      asked = [];
    },
    stop() {
      for (const end of searches) end();
      found.iteration?.off("change:value", listeners.iteration);
      found.iteration_entry?.off("change:value", listeners.iteration_entry);
    },
  };
}
