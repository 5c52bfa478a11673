/** Listens to a model of any widget, and to parts of the page. */

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

type Handlers = Record<string, (event: never) => void>;

/** Calls each handler at its events, named with blanks between, on their way down if `early`. Returns what ends it. */
export function hear(target: EventTarget, handlers: Handlers, early = false): () => void {
  const end = new AbortController();
  const options = { capture: early, signal: end.signal };
  for (const [events, handler] of Object.entries(handlers)) {
    for (const event of events.split(" ")) {
      target.addEventListener(event, handler as EventListener, options);
    }
  }
  return () => end.abort();
}
