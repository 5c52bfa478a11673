/** Follows models and parts of the page. Each function returns what ends it. */

import type { AnyModel } from "@anywidget/types";

type Listeners = Record<string, (...args: never[]) => void>;

/** Calls each listener at its event of a widget's model. */
export function listenToModel(model: unknown, listeners: Listeners): () => void {
  const { on, off } = model as AnyModel;
  const all = Object.entries(listeners) as [string, () => void][];
  for (const [event, listener] of all) on.call(model, event, listener);
  return () => {
    for (const [event, listener] of all) off.call(model, event, listener);
  };
}

type Handlers = Record<string, (event: never) => void>;

/**
 * Calls each handler at its events; a space separates the names of several. With `capture` a handler runs before those
 * of the elements inside `target`.
 */
export function listenToEvents(
  target: EventTarget,
  handlers: Handlers,
  capture = false,
): () => void {
  const end = new AbortController();
  const options = { capture, signal: end.signal };
  for (const [events, handler] of Object.entries(handlers)) {
    for (const event of events.split(" ")) {
      target.addEventListener(event, handler as EventListener, options);
    }
  }
  return () => end.abort();
}

/** Calls `changed` now, and whenever elements below `root` are added or removed. */
export function watchChildren(root: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(root, { childList: true, subtree: true });
  changed();
  return () => observer.disconnect();
}

/** Calls `changed` with the inner width of an element: at first, and whenever its size changes. */
export function watchSize(element: Element, changed: (width: number) => void): () => void {
  const observer = new ResizeObserver((entries) => changed(entries.at(-1)?.contentRect.width ?? 0));
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * Calls `changed` with the inner width of the first element below `root` that a selector finds: once it is there, and
 * whenever its size changes. It may be added later, and be replaced by another one.
 */
export function watchSizeBelow(
  root: Element,
  selector: string,
  changed: (width: number) => void,
): () => void {
  let watched: Element | null = null;
  let unwatch = () => {};
  const end = watchChildren(root, () => {
    const found = root.querySelector(selector);
    if (found === watched) return;
    unwatch();
    watched = found;
    unwatch = found ? watchSize(found, changed) : () => {};
  });
  return () => {
    end();
    unwatch();
  };
}

export function callAll(functions: Iterable<() => void>): void {
  for (const each of functions) each();
}
