/**
 * The figure where ipympl's front end is missing: the same frames on a canvas of our own, and
 * the same words of the mouse to the kernel, carried by the readout's messages. To the rest of
 * the page it is what ipympl's model is.
 */

import type { AnyModel } from "@anywidget/types";
import { PLOTS } from "./accessibility";
import { element } from "./dom";
import type { Model } from "./model";
import { send } from "./send";
import { perFrame } from "./timing";

type Listener = (content: object, buffers: readonly ArrayBufferView[]) => void;
interface View {
  update_canvas(): void;
}

/** One figure for all views of a readout. */
export interface OwnFigure {
  offscreen_canvas: HTMLCanvasElement;
  image: HTMLImageElement;
  views: Record<string, Promise<View>>;
  on(event: string, listener: Listener): void;
  off(event: string, listener: Listener): void;
  /** Shows it in the box of the explorer's figure, until the function that it returns is called. */
  show(box: HTMLElement): () => void;
  stop(): void;
}

/** What hubble_widget/display/live_canvas.py sends to ipympl's model, in an envelope. */
interface Envelope {
  figure?: { data: string };
}

/** Those that there are, by the id of the model that they stand for, and who waits for one. */
const figures = new Map<string, OwnFigure>();
const waiting = new Map<string, Set<(figure: OwnFigure) => void>>();

/** Calls `found` as soon as there is a figure of our own for this model. Returns what ends the waiting. */
export function whenOwn(id: string, found: (figure: OwnFigure) => void): () => void {
  const figure = figures.get(id);
  if (figure) found(figure);
  const all = waiting.get(id) ?? new Set();
  waiting.set(id, all.add(found));
  return () => all.delete(found);
}

/** Makes the figure for the model of ipympl with this id, which does not live here. */
export function createOwnFigure(model: AnyModel<Model>, id: string): OwnFigure {
  const offscreen = Object.assign(document.createElement("canvas"), { width: 0, height: 0 });
  const image = new Image();
  const views: Record<string, Promise<View>> = {};
  const listeners = new Set<Listener>();
  let cursor = "default";
  let count = 0;

  // As ipympl's: the kernel draws for the ratio that it was told, whatever the page is zoomed to later.
  const ratio = devicePixelRatio;
  let picture = "";
  const next = (url: string) => {
    URL.revokeObjectURL(picture);
    picture = url;
  };

  const refresh = () => {
    for (const view of Object.values(views)) void view.then((each) => each.update_canvas());
  };
  image.addEventListener("load", () => {
    next("");
    offscreen.width = image.naturalWidth;
    offscreen.height = image.naturalHeight;
    offscreen.getContext("2d")?.drawImage(image, 0, 0);
    refresh();
  });
  const take = ({ figure }: Envelope, buffers: readonly ArrayBufferView[]) => {
    if (!figure) return;
    const message = JSON.parse(figure.data);
    for (const listener of listeners) listener(figure, buffers);
    if (message.type === "binary") {
      next(URL.createObjectURL(new Blob(buffers as BlobPart[], { type: "image/png" })));
      image.src = picture;
    } else if (message.type === "cursor") {
      cursor = message.cursor;
      refresh();
    }
  };
  const tell = (event: object) => send(model, { type: "figure event", event });

  model.on("msg:custom", take);
  send(model, { type: "own canvas" });
  tell({ type: "initialized" });
  tell({ type: "set_device_pixel_ratio", device_pixel_ratio: ratio });
  tell({ type: "refresh" });
  const figure: OwnFigure = {
    offscreen_canvas: offscreen,
    image,
    views,
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    show(box) {
      const canvas = element("canvas", "hubble-own-canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", PLOTS);
      const plots = element("div", "hubble-own-plots", canvas);
      const note = element("p", "hubble-own-note", model.get("without_ipympl"));
      const endMouse = followMouse(canvas, ratio, tell);
      const update = () => {
        if (offscreen.width === 0) return; // no picture has come yet; where there is no kernel, none will
        if (!plots.isConnected) {
          box.classList.add("hubble-own-figure");
          box.append(plots, note);
        }
        if (canvas.width !== offscreen.width) canvas.width = offscreen.width;
        if (canvas.height !== offscreen.height) canvas.height = offscreen.height;
        canvas.style.width = `${offscreen.width / ratio}px`;
        canvas.style.cursor = cursor;
        canvas.getContext("2d")?.drawImage(offscreen, 0, 0);
      };
      const name = String(count);
      count += 1;
      views[name] = Promise.resolve({ update_canvas: update });
      update();
      return () => {
        delete views[name];
        endMouse();
        plots.remove();
        note.remove();
        box.classList.remove("hubble-own-figure");
      };
    },
    stop() {
      model.off("msg:custom", take);
      next("");
      figures.delete(id);
      waiting.delete(id);
    },
  };
  figures.set(id, figure);
  for (const found of waiting.get(id) ?? []) found(figure);
  return figure;
}

/** Tells of the mouse in ipympl's words: places in the figure's own pixels, from its top left corner. */
function followMouse(
  canvas: HTMLCanvasElement,
  ratio: number,
  tell: (event: object) => void,
): () => void {
  const said = (type: string, event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    tell({
      type,
      x: (event.clientX - box.left) * ratio,
      y: (event.clientY - box.top) * ratio,
      button: Math.max(event.button, 0),
      buttons: event.buttons,
      step: 0,
      modifiers: (["ctrl", "alt", "shift", "meta"] as const).filter((key) => event[`${key}Key`]),
    });
  };
  let moved: PointerEvent | undefined;
  const tellNow = () => {
    if (moved) said("motion_notify", moved);
    moved = undefined;
  };
  const tellMotion = perFrame(tellNow);
  const words: Partial<Record<keyof HTMLElementEventMap, string>> = {
    pointerdown: "button_press",
    pointerup: "button_release",
    pointerenter: "figure_enter",
    pointerleave: "figure_leave",
    dblclick: "dblclick",
  };
  const end = new AbortController();
  for (const [event, word] of Object.entries(words)) {
    const listener = (happened: Event) => {
      if (happened instanceof PointerEvent && word === "button_press") {
        canvas.setPointerCapture(happened.pointerId);
      }
      tellMotion.cancel();
      tellNow(); // what was before it
      said(word, happened as MouseEvent);
    };
    canvas.addEventListener(event, listener, { signal: end.signal });
  }
  const move = (event: PointerEvent) => {
    moved = event;
    tellMotion();
  };
  canvas.addEventListener("pointermove", move, { signal: end.signal });
  return () => {
    end.abort();
    tellMotion.cancel();
  };
}
