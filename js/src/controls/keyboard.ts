/**
 * The scrubber's keys: Home and End for the ends of the path, Page Up and Page Down for a tenth of it.
 *
 * In ipywidgets 8, End moves a slider to the end that it had when it was drawn. So the page handles these keys before
 * the slider receives them. The slider handles arrows itself.
 */

import type { AnyModel } from "@anywidget/types";
import { listenToEvents } from "../host/listening";

/** ipywidgets 8, then 7 */
const HANDLE = ".hubble-scrubber :is(.noUi-handle, .ui-slider-handle)";

/** The iteration to which a key moves; null for other keys. */
export function stateAfter(key: string, iteration: number, iterations: number): number | null {
  const tenth = Math.max(1, Math.round(iterations / 10));
  if (key === "Home") return 0;
  if (key === "End") return iterations;
  if (key === "PageUp") return Math.min(iteration + tenth, iterations);
  if (key === "PageDown") return Math.max(iteration - tenth, 0);
  return null;
}

/** Moves the model that `scrubber` returns when its handle below `root` receives such a key. Returns what ends it. */
export function answerScrubberKeys(
  root: HTMLElement,
  scrubber: () => AnyModel | undefined,
): () => void {
  const press = (event: KeyboardEvent) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
    const slider = target.matches(HANDLE) ? scrubber() : undefined;
    const wanted = slider && stateAfter(key, slider.get("value"), slider.get("max"));
    if (!slider || typeof wanted !== "number") return;
    event.preventDefault();
    event.stopPropagation();
    slider.set("value", wanted);
    slider.save_changes();
  };
  return listenToEvents(root, { keydown: press }, true);
}
