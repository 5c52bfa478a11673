/** Listens to a model of any widget. */

import type { AnyModel } from "@anywidget/types";

type Listeners = Record<string, (...args: never[]) => void>;

/** Calls each listener at its event. Returns what ends it. */
export function listen(model: unknown, listeners: Listeners): () => void {
  const { on, off } = model as AnyModel;
  const all = Object.entries(listeners) as [string, () => void][];
  for (const [event, listener] of all) on.call(model, event, listener);
  return () => {
    for (const [event, listener] of all) off.call(model, event, listener);
  };
}
