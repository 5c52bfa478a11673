/**
 * Without a kernel nobody moves the scrubber to the end of a path that other sliders choose. Then the page does, so
 * that it goes through that path.
 */

import type { AnyModel } from "@anywidget/types";
import type { Choice } from "./shown";

export interface Follower {
  /** Takes note of what the sliders choose, and moves the scrubber where that is new and no kernel is there. */
  follow(scrubber: AnyModel | undefined, choice: Choice | null, hasKernel: boolean): void;
}

export function followAlone(): Follower {
  let known: Choice | null = null;
  return {
    follow(scrubber, choice, hasKernel) {
      if (!choice) return;
      const moved =
        known !== null &&
        (known.learningRate !== choice.learningRate || known.iterations !== choice.iterations);
      if (moved && !hasKernel) {
        if (!scrubber) return; // it is looked for still
        moveToEnd(scrubber, choice.iterations);
      }
      known = choice;
    },
  };
}

/** The slider takes a new end and a new value only one after the other, and never a value beyond its end. */
function moveToEnd(scrubber: AnyModel, iterations: number): void {
  if (scrubber.get("max") < iterations) scrubber.set("max", iterations);
  scrubber.set("value", iterations);
  scrubber.set("max", iterations);
}
