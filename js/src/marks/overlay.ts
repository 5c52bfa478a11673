/** The canvas that lies over the figure of one view, and the handles on it. */

import { element, resizeCanvas } from "../host/dom";
import { watchChildren } from "../host/listening";
import type { Session } from "../state/session";
import { startHandles } from "./fit_marks";
import { createPainter, type Prepared } from "./painter";
import type { MarkState } from "./painting";
import { Pointer } from "./pointer";

/** The element around the canvas of ipympl's figure, or of our own; as large as the canvas. */
const FIGURE = ".hubble-figure :is(.jupyter-matplotlib-canvas-div, .hubble-own-plots)";

/** CSS pixels from the upper edge of the row of views to the plot under it. */
const ABOVE = 26;

/** Paints the marks of a view, and follows its pointer. */
export interface Overlay {
  readonly pointer: Pointer;
  draw(prepared: Prepared | null, state: MarkState): void;
  stop(): void;
}

/** Calls `moved` when the pointer points at something else. */
export function createOverlay(root: HTMLElement, session: Session, moved: () => void): Overlay {
  const canvas = element("canvas", { class: "hubble-marks", "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const paint = context && createPainter(context);
  const handles = [0, 1].map(() => element("div", "hubble-handle"));
  const lane = element("div", "hubble-lane");
  const pointer = new Pointer(session, { canvas, handles, lane }, moved);
  let host: Element | undefined;

  /** The figure may be drawn later than the explorer, and be replaced by another one. */
  const place = () => {
    const figure = root.querySelector<HTMLElement>(FIGURE) ?? undefined;
    if (figure === host && canvas.parentElement === host) return;
    host = figure;
    if (!figure) return;
    figure.append(canvas, lane, ...handles);
    pointer.listenTo(figure);
    moved();
  };
  const unwatch = watchChildren(root, place);
  return {
    pointer,
    draw(prepared, state) {
      if (!host || !paint) return;
      const [width, height] = prepared?.scene.size ?? [canvas.width, canvas.height];
      resizeCanvas(canvas, width, height);
      paint(prepared, state);
      pointer.drawn(prepared, state);
      showHandles(handles, prepared, state);
      showLane(lane, prepared);
      if (prepared) placeRows(root, prepared);
      const { toolbarIsActive } = session.pictures;
      host.classList.toggle("hubble-in-hand", toolbarIsActive);
      const isFree = prepared !== null && !toolbarIsActive;
      for (const each of [...handles, lane]) each.classList.toggle("hubble-free", isFree);
    },
    stop() {
      unwatch();
      pointer.stop();
      for (const each of [canvas, lane, ...handles]) each.remove();
    },
  };
}

function showHandles(handles: HTMLElement[], prepared: Prepared | null, state: MarkState): void {
  const plane = prepared?.planes.fit;
  const places = prepared && plane ? startHandles(prepared.scene, plane, state) : null;
  for (const [index, handle] of handles.entries()) {
    const place = places?.[index];
    handle.hidden = !place;
    if (!place || !prepared) continue;
    const [width, height] = prepared.scene.size;
    handle.style.left = `${((100 * place.x) / width).toFixed(3)}%`;
    handle.style.top = `${((100 * place.y) / height).toFixed(3)}%`;
  }
}

/** Places the toolbar above the fit plot, and the row of views above the right-hand plot, which may stand below it. */
function placeRows(root: HTMLElement, { scene, planes }: Prepared): void {
  const [fit, view] = [planes.fit?.box, (rightHandPlane(planes) ?? planes.uncertainty)?.box];
  if (!fit || !view) return;
  const pixels = (length: number) => `${Math.round(length / scene.ratio)}px`;
  const places = {
    "--hubble-toolbar-right": pixels(scene.size[0] - fit[2]),
    "--hubble-views-left": pixels(view[0]),
    "--hubble-views-top": pixels(view[1] - ABOVE * scene.ratio),
  };
  for (const [name, place] of Object.entries(places)) {
    if (root.style.getPropertyValue(name) !== place) root.style.setProperty(name, place);
  }
}

const rightHandPlane = ({ loss, surface, universe }: Prepared["planes"]) =>
  loss ?? surface ?? universe;

/** The right-hand plot, in which a finger chooses an iteration, a start or a time. */
function showLane(lane: HTMLElement, prepared: Prepared | null): void {
  const box = prepared ? rightHandPlane(prepared.planes)?.box : undefined;
  lane.hidden = !box;
  if (!box || !prepared) return;
  const [width, height] = prepared.scene.size;
  const [left, top, right, bottom] = box;
  const sides = [top / height, 1 - right / width, 1 - bottom / height, left / width];
  const inset = sides.map((side) => `${(100 * side).toFixed(3)}%`).join(" ");
  if (lane.style.inset !== inset) lane.style.inset = inset;
}
