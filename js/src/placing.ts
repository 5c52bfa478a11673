/** Where the widget stands: its explorer, once it is attached, and how wide that may be. */

import { debounced } from "./timing";

const QUIET = 100;

/**
 * Calls `start` with the explorer around `element`, or `element` itself where there
 * is none. A view is drawn before it is attached and may be moved later, so this
 * looks again whenever the element is laid out anew.
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
  const observer = new ResizeObserver(place);
  observer.observe(element);
  place();
  return () => {
    observer.disconnect();
    stop();
  };
}

/** Reports the element's inner width in whole pixels: the first at once, the others when a resize has settled. */
export function watchWidth(element: Element, onWidth: (width: number) => void): () => void {
  const settle = widthFilter();
  let newest = 0;
  const report = () => {
    const width = settle(newest, performance.now());
    if (width !== null) onWidth(width);
  };
  const reportSoon = debounced(report, QUIET);
  const observer = new ResizeObserver((entries) => {
    const wasHidden = newest === 0;
    newest = entries.at(-1)?.contentRect.width ?? 0;
    if (wasHidden) report();
    else reportSoon();
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    reportSoon.cancel();
  };
}

const SCROLLBAR = 24;
const LOOP = 1000;

/**
 * Passes on widths that are new. A hidden element (width 0) has none. A wider plot may bring up
 * a scrollbar, which narrows the page, which narrows the plot, which takes the
 * scrollbar away: going straight back to the width just left is refused.
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
