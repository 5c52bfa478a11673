/**
 * The figure where ipympl's front end is missing: the same frames on a canvas of our own, and
 * the same words of the mouse to the kernel, carried by the readout's messages. To the rest of
 * the page it is what ipympl's model is.
 */

import type { AnyModel } from "@anywidget/types";
import { PLOTS } from "./accessibility";
import { element } from "./dom";
import { hear, listen } from "./listening";
import type { Model } from "./model";
import { send } from "./send";
import { perFrame } from "./timing";

type Listener = (content: object, buffers: readonly ArrayBufferView[]) => void;
interface View {
  update_canvas(): void;
}

/** What hubble_widget/canvas/live_canvas.py sends to ipympl's model, in an envelope. */
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

/** The figure for the model of ipympl with this id, which does not live here: one for all views of a readout. */
export class OwnFigure {
  offscreen_canvas = Object.assign(document.createElement("canvas"), { width: 0, height: 0 });
  image = new Image();
  views: Record<string, Promise<View>> = {};
  #listeners = new Set<Listener>();
  #model: AnyModel<Model>;
  #cursor = "default";
  #count = 0;
  /** As ipympl's: the kernel draws for the ratio that it was told, whatever the page is zoomed to later. */
  #ratio = devicePixelRatio;
  #picture = "";
  stop: () => void;

  constructor(model: AnyModel<Model>, id: string) {
    this.#model = model;
    this.image.addEventListener("load", this.#loaded);
    const unlisten = listen(model, { "msg:custom": this.#take });
    this.stop = () => {
      unlisten();
      this.#next("");
      figures.delete(id);
      waiting.delete(id);
    };
    send(model, { type: "own canvas" });
    this.#tell({ type: "initialized" });
    this.#tell({ type: "set_device_pixel_ratio", device_pixel_ratio: this.#ratio });
    this.#tell({ type: "refresh" });
    figures.set(id, this);
    for (const found of waiting.get(id) ?? []) found(this);
  }

  on(_event: string, listener: Listener): void {
    this.#listeners.add(listener);
  }

  off(_event: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Shows it in the box of the explorer's figure, until the function that it returns is called. */
  show(box: HTMLElement): () => void {
    const canvas = element("canvas", "hubble-own-canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", PLOTS);
    const plots = element("div", "hubble-own-plots", canvas);
    const note = element("p", "hubble-own-note", this.#model.get("without_ipympl"));
    const endMouse = followMouse(canvas, this.#ratio, this.#tell);
    const update_canvas = () => {
      const { width, height } = this.offscreen_canvas;
      if (width === 0) return; // no picture has come yet; where there is no kernel, none will
      if (!plots.isConnected) {
        box.classList.add("hubble-own-figure");
        box.append(plots, note);
      }
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      canvas.style.width = `${width / this.#ratio}px`;
      canvas.style.cursor = this.#cursor;
      canvas.getContext("2d")?.drawImage(this.offscreen_canvas, 0, 0);
    };
    const name = String(this.#count);
    this.#count += 1;
    this.views[name] = Promise.resolve({ update_canvas });
    update_canvas();
    return () => {
      delete this.views[name];
      endMouse();
      plots.remove();
      note.remove();
      box.classList.remove("hubble-own-figure");
    };
  }

  #tell = (event: object) => send(this.#model, { type: "figure event", event });

  #take = ({ figure }: Envelope, buffers: readonly ArrayBufferView[]) => {
    if (!figure) return;
    const message = JSON.parse(figure.data);
    for (const listener of this.#listeners) listener(figure, buffers);
    if (message.type === "binary") {
      this.#next(URL.createObjectURL(new Blob(buffers as BlobPart[], { type: "image/png" })));
      this.image.src = this.#picture;
    } else if (message.type === "cursor") {
      this.#cursor = message.cursor;
      this.#refresh();
    }
  };

  #loaded = () => {
    this.#next("");
    this.offscreen_canvas.width = this.image.naturalWidth;
    this.offscreen_canvas.height = this.image.naturalHeight;
    this.offscreen_canvas.getContext("2d")?.drawImage(this.image, 0, 0);
    this.#refresh();
  };

  #next(url: string): void {
    URL.revokeObjectURL(this.#picture);
    this.#picture = url;
  }

  #refresh(): void {
    for (const view of Object.values(this.views)) void view.then((each) => each.update_canvas());
  }
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
  const words: Record<string, string> = {
    pointerdown: "button_press",
    pointerup: "button_release",
    pointerenter: "figure_enter",
    pointerleave: "figure_leave",
    dblclick: "dblclick",
  };
  const happened = (event: MouseEvent) => {
    const word = words[event.type] as string;
    if (event instanceof PointerEvent && word === "button_press") {
      canvas.setPointerCapture(event.pointerId);
    }
    tellMotion.cancel();
    tellNow(); // what was before it
    said(word, event);
  };
  const end = hear(canvas, {
    [Object.keys(words).join(" ")]: happened,
    pointermove: (event: PointerEvent) => {
      moved = event;
      tellMotion();
    },
  });
  return () => {
    end();
    tellMotion.cancel();
  };
}
