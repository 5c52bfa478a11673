/** Where the widget stands: its explorer, once it is attached, and how wide that may be. */

import { watchSize } from "./listening";
import { debounced } from "./timing";

/** Milliseconds without another width, after which a resize is over. */
const QUIET = 100;

/**
 * Calls `start` with the explorer around `element`, or with `element` itself where there is none. A view is drawn
 * before it is attached, and may be moved later: this looks again whenever the element gets another size.
 */
export function whilePlaced(
  element: HTMLElement,
  start: (root: HTMLElement) => () => void,
): () => void {
  let root: HTMLElement | undefined;
  let stop = () => {};
  const place = () => {
    if (!element.isConnected) return;
    const found = element.closest<HTMLElement>(".hubble-explorer") ?? element;
    if (found === root) return;
    stop();
    root = found;
    stop = start(found);
  };
  const unwatch = watchSize(element, place);
  place();
  return () => {
    unwatch();
    stop();
  };
}

/** Reports the element's inner width in whole pixels: the first at once, others when a resize is over. */
export function watchWidth(element: Element, onWidth: (width: number) => void): () => void {
  const filter = widthFilter();
  let newest = 0;
  const report = () => {
    const width = filter(newest, performance.now());
    if (width !== null) onWidth(width);
  };
  const reportSoon = debounced(report, QUIET);
  const unwatch = watchSize(element, (width) => {
    const wasHidden = newest === 0;
    newest = width;
    if (wasHidden) report();
    else reportSoon();
  });
  return () => {
    unwatch();
    reportSoon.cancel();
  };
}

const SCROLLBAR = 24;
const LOOP = 1000;

/**
 * Passes on widths that are new. A hidden element has the width 0, which is none. A wider plot may cause a scrollbar,
 * which narrows the page and the plot, so that the scrollbar goes again: a width that was left just now is refused.
 */
export function widthFilter(): (measured: number, now: number) => number | null {
  let current = 0;
  let left = { width: 0, time: Number.NEGATIVE_INFINITY };
  return (measured, now) => {
    const width = Math.round(measured);
    if (width === 0 || width === current) return null;
    const growth = width - current;
    const back = width === left.width && now - left.time < LOOP;
    if (back && growth > 0 && growth <= SCROLLBAR) return null;
    left = { width: current, time: now };
    current = width;
    return width;
  };
}
