/** Fills the scrubber's track up to the present iteration, and describes its slider for screen readers. */

import { setAttribute } from "../host/dom";
import { placeOnPath } from "../text/content";
import { message } from "../text/messages";

const SCRUBBER = ".hubble-scrubber";
const PROPERTY = "--hubble-reached";

export function fillScrubber(root: Element, iteration: number, iterations: number): void {
  const scrubber = root.querySelector<HTMLElement>(SCRUBBER);
  const part = iterations > 0 ? Math.min(iteration / iterations, 1) : 0;
  const reached = `${(100 * part).toFixed(1)}%`;
  if (scrubber && scrubber.style.getPropertyValue(PROPERTY) !== reached) {
    scrubber.style.setProperty(PROPERTY, reached);
  }
  const row = scrubber?.closest(".hubble-setting");
  const place = placeOnPath(iteration, iterations);
  const words = message("iteration {iteration} of {iterations}", place);
  if (row) setAttribute(row, "data-hubble-value", words);
}
