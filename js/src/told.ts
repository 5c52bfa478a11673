/** Changes of other widgets' models that are the page's own: as if the kernel had told them, so that nothing is sent back. */

import type { AnyModel } from "@anywidget/types";

/** What ipywidgets 7 and 8 do with a state that has come from the kernel. */
interface Told {
  set_state?: (state: Record<string, unknown>) => void;
  /** What is being taken over just now. */
  _state_lock?: object | null;
}

export function tell(model: AnyModel | undefined, state: Record<string, unknown>): void {
  if (!model) return;
  const isNew = Object.entries(state).some(([name, value]) => model.get(name) !== value);
  if (isNew) (model as Told).set_state?.(state);
}

/** Whether a model changes just now by what it was told, and not by a hand. */
export function isTold(model: AnyModel | undefined): boolean {
  return !!(model as Told | undefined)?._state_lock;
}
