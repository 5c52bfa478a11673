/** The canvas that lies over the figure of one view, and the handles on it. */

import { element } from "../dom";
import type { Session } from "../session";
import { startHandles } from "./fit_marks";
import { createPainter, type Prepared, type Shot } from "./painter";
import { Pointer } from "./pointer";

/** What holds the canvas of ipympl's figure, or of one of our own; as large as that. */
const FIGURE = ".hubble-figure :is(.jupyter-matplotlib-canvas-div, .hubble-own-plots)";

/** What a view paints, and what a person points at. */
export interface Overlay {
  readonly pointer: Pointer;
  draw(prepared: Prepared | null, shot: Shot): void;
  stop(): void;
}

/** Calls `moved` when something else is pointed at. */
export function createOverlay(root: HTMLElement, session: Session, moved: () => void): Overlay {
  const canvas = element("canvas", "hubble-marks");
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  const paint = context && createPainter(context);
  const handles = [0, 1].map(() => element("div", "hubble-handle"));
  const lane = element("div", "hubble-lane");
  const pointer = new Pointer(session, { canvas, handles, lane }, moved);
  let host: Element | undefined;

  /** The figure may be drawn later than the explorer, and again elsewhere. */
  const place = () => {
    const figure = root.querySelector<HTMLElement>(FIGURE) ?? undefined;
    if (figure === host && canvas.parentElement === host) return;
    host = figure;
    if (!figure) return;
    figure.append(canvas, lane, ...handles);
    pointer.listenTo(figure);
    moved();
  };
  const observer = new MutationObserver(place);
  observer.observe(root, { childList: true, subtree: true });
  place();
  return {
    pointer,
    draw(prepared, shot) {
      if (!host || !paint) return;
      const [width, height] = prepared?.scene.size ?? [canvas.width, canvas.height];
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      paint(prepared, shot);
      pointer.drawn(prepared, shot);
      showHandles(handles, prepared, shot);
      showLane(lane, prepared);
      const isFree = prepared !== null && !session.pictures.toolbarIsActive;
      for (const each of [...handles, lane]) each.classList.toggle("hubble-free", isFree);
    },
    stop() {
      observer.disconnect();
      pointer.stop();
      for (const each of [canvas, lane, ...handles]) each.remove();
    },
  };
}

function showHandles(handles: HTMLElement[], prepared: Prepared | null, shot: Shot): void {
  const plane = prepared?.planes.fit;
  const places = prepared && plane ? startHandles(prepared.scene, plane, shot) : null;
  for (const [index, handle] of handles.entries()) {
    const place = places?.[index];
    handle.hidden = !place;
    if (!place || !prepared) continue;
    const [width, height] = prepared.scene.size;
    handle.style.left = `${((100 * place.x) / width).toFixed(3)}%`;
    handle.style.top = `${((100 * place.y) / height).toFixed(3)}%`;
  }
}

/** Where a finger chooses an iteration. */
function showLane(lane: HTMLElement, prepared: Prepared | null): void {
  const box = prepared?.planes.loss?.box;
  lane.hidden = !box;
  if (!box || !prepared) return;
  const [width, height] = prepared.scene.size;
  const [left, top, right, bottom] = box;
  const sides = [top / height, 1 - right / width, 1 - bottom / height, left / width];
  const inset = sides.map((side) => `${(100 * side).toFixed(3)}%`).join(" ");
  if (lane.style.inset !== inset) lane.style.inset = inset;
}
