/**
 * Works around ipympl 0.9 and 0.10: no issue found upstream; a finger can neither pan nor zoom.
 *
 * The figure listens to the mouse only, and while a finger is dragged browsers send no mouse events, but scroll the page.
 * Here a finger is the left mouse button as long as the toolbar pans or zooms (marks.css keeps the page from scrolling).
 */

import { listenToEvents } from "../host/listening";

/** The mouse's event for each event of a finger. */
const EVENTS: Record<string, string> = {
  pointerdown: "mousedown",
  pointermove: "mousemove",
  pointerup: "mouseup",
  pointercancel: "mouseup",
};

/** Returns what ends it. */
export function dragByFinger(figure: HTMLElement, isActive: () => boolean): () => void {
  const relay = (event: PointerEvent) => {
    const { type, target, clientX, clientY } = event;
    if (event.pointerType !== "touch" || !event.isPrimary || !isActive()) return;
    event.preventDefault(); // else a tap has mouse events of the browser's, too
    const buttons = EVENTS[type] === "mouseup" ? 0 : 1;
    const init = { clientX, clientY, buttons, bubbles: true };
    target?.dispatchEvent(new MouseEvent(EVENTS[type] as string, init));
  };
  return listenToEvents(figure, { [Object.keys(EVENTS).join(" ")]: relay });
}
