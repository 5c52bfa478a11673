/**
 * Works around ipywidgets 7 and 8: no issue found upstream; a page cannot set a model without sending the change.
 *
 * Here the page applies its own changes like changes that the kernel has sent, which are not sent back.
 */

import type { AnyModel } from "@anywidget/types";

/** The members of ipywidgets' models that apply a state which the kernel has sent. */
interface UpdatableModel {
  set_state?: (state: Record<string, unknown>) => void;
  /** The state that is being applied now. */
  _state_lock?: object | null;
}

export function setSilently(model: AnyModel | undefined, state: Record<string, unknown>): void {
  if (!model) return;
  const isNew = Object.entries(state).some(([name, value]) => model.get(name) !== value);
  if (isNew) (model as UpdatableModel).set_state?.(state);
}

/** Whether a model is changing now because of the kernel or the page, not because of a person. */
export const isProgrammatic = (model: AnyModel | undefined): boolean =>
  !!(model as UpdatableModel | undefined)?._state_lock;
