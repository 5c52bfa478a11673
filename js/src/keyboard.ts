/**
 * The scrubber's keys to both ends of the path, and by a tenth of it.
 *
 * The slider of ipywidgets 8 takes End for the end that its path had when it was drawn, and knows no other: so these
 * keys are answered before it hears of them. Arrows it answers itself.
 */

import type { AnyModel } from "@anywidget/types";
import { hear } from "./listening";

/** ipywidgets 8, then 7 */
const HANDLE = ".hubble-scrubber :is(.noUi-handle, .ui-slider-handle)";

/** Where a key leads from a state of a path to another; null for a key that is none of these. */
export function stateAfter(key: string, iteration: number, iterations: number): number | null {
  const tenth = Math.max(1, Math.round(iterations / 10));
  if (key === "Home") return 0;
  if (key === "End") return iterations;
  if (key === "PageUp") return Math.min(iteration + tenth, iterations);
  if (key === "PageDown") return Math.max(iteration - tenth, 0);
  return null;
}

/** Moves the model that `scrubber` returns when its handle below `root` is asked to. Returns what ends it. */
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
  return hear(root, { keydown: press }, true);
}
