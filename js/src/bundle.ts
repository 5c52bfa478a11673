/**
 * What goes with a picture, in its message: the states of widgets that would else come in
 * messages of their own. The kernel's side is hubble_widget/display/bundle.py.
 */

import type { AnyModel } from "@anywidget/types";
import { ask, type Manager } from "./lookup";

/** By the models' ids. */
export type States = Record<string, Record<string, unknown>>;

/** What ipywidgets does with a state that the kernel has sent: nothing of it is sent back. */
interface Told {
  set_state?: (state: Record<string, unknown>) => void;
}

export interface Unpacker {
  /** Takes over what came with a frame, unless a newer one has come before. */
  take(frame: number, states: States | undefined): void;
}

export function createUnpacker(manager: Manager | undefined): Unpacker {
  let newest = -1;
  return {
    take(frame, states = {}) {
      if (frame <= newest) return; // repeated, or overtaken
      newest = frame;
      for (const [id, state] of Object.entries(states)) {
        void ask(manager, id).then((model) => tell(model, state));
      }
    },
  };
}

/** A widget that was closed meanwhile has no model any more. */
function tell(model: AnyModel | undefined, state: Record<string, unknown>): void {
  (model as Told | undefined)?.set_state?.(state);
}
