/**
 * The figure where ipympl's front end is missing: the same frames on a canvas of our own, and the same mouse events to
 * the kernel, inside the readout's messages. The rest of the page uses it like ipympl's model.
 */

import type { AnyModel } from "@anywidget/types";
import {
  element,
  listenToEvents,
  listenToModel,
  PLOTS,
  perFrame,
  resizeCanvas,
  send,
} from "#shared";
import type { Model } from "../state/model";

type Listener = (content: object, buffers: readonly ArrayBufferView[]) => void;
interface View {
  update_canvas(): void;
}

/** What hubble_widget/canvas/live_canvas.py sends to ipympl's model, in an envelope. */
interface Envelope {
  figure?: { data: string };
}

/** Replaces ipympl's model, which the page cannot load: one figure for all views of a readout. */
export class OwnFigure {
  offscreen_canvas = Object.assign(document.createElement("canvas"), { width: 0, height: 0 });
  image = new Image();
  views: Record<string, Promise<View>> = {};
  #listeners = new Set<Listener>();
  #model: AnyModel<Model>;
  #cursor = "default";
  #count = 0;
  /** Like ipympl's: the kernel draws for the ratio that it was sent first, also when the page is zoomed later. */
  #ratio = devicePixelRatio;
  #picture = "";
  /** Whether a picture was requested that is not here yet, and whether there is a newer one. */
  #isWaiting = false;
  #isOld = false;
  stop: () => void;

  constructor(model: AnyModel<Model>) {
    this.#model = model;
    this.image.addEventListener("load", this.#loaded);
    const unlisten = listenToModel(model, { "msg:custom": this.#take });
    this.stop = () => {
      unlisten();
      this.#next("");
    };
    send(model, { type: "own canvas" });
    this.#sendEvent({ type: "initialized" });
    this.#sendEvent({ type: "set_device_pixel_ratio", device_pixel_ratio: this.#ratio });
    this.#sendEvent({ type: "refresh" });
  }

  on(_event: string, listener: Listener): void {
    this.#listeners.add(listener);
  }

  off(_event: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Shows it in the box of the explorer's figure. Returns what hides it. */
  show(box: HTMLElement): () => void {
    const attributes = { class: "hubble-own-canvas", role: "img", "aria-label": PLOTS };
    const canvas = element("canvas", attributes);
    const plots = element("div", "hubble-own-plots", canvas);
    const note = element("p", "hubble-own-note", this.#model.get("without_ipympl"));
    const endMouse = followMouse(canvas, this.#ratio, this.#sendEvent);
    const update_canvas = () => {
      const { width, height } = this.offscreen_canvas;
      if (width === 0) return; // no picture yet; without a kernel, never
      if (!plots.isConnected) {
        box.classList.add("hubble-own-figure");
        box.append(plots, note);
      }
      resizeCanvas(canvas, width, height);
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

  #sendEvent = (event: object) => send(this.#model, { type: "figure event", event });

  #take = ({ figure }: Envelope, buffers: readonly ArrayBufferView[]) => {
    if (!figure) return;
    const message = JSON.parse(figure.data);
    for (const listener of this.#listeners) listener(figure, buffers);
    if (message.type === "binary") {
      this.#next(URL.createObjectURL(new Blob(buffers as BlobPart[], { type: "image/png" })));
      this.image.src = this.#picture;
    } else if (message.type === "draw") {
      this.#request();
    } else if (message.type === "cursor") {
      this.#cursor = message.cursor;
      this.#refresh();
    }
  };

  /** Requests the picture that the kernel has announced: one at a time, so that they never queue up. */
  #request(): void {
    this.#isOld = this.#isWaiting;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#sendEvent({ type: "draw" });
  }

  #loaded = () => {
    this.#next("");
    this.#isWaiting = false;
    if (this.#isOld) this.#request();
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

/** ipympl's names of the browser's events. */
const NAMES: Record<string, string> = {
  pointerdown: "button_press",
  pointerup: "button_release",
  pointerenter: "figure_enter",
  pointerleave: "figure_leave",
  dblclick: "dblclick",
};

const MODIFIERS = ["ctrl", "alt", "shift", "meta"] as const;

/** The buttons and keys that are down. */
const pressed = (event: MouseEvent) => ({
  button: Math.max(event.button, 0),
  buttons: event.buttons,
  modifiers: MODIFIERS.filter((key) => event[`${key}Key`]),
});

/** Sends the mouse's events as ipympl does: places in the figure's own pixels, from its top left corner. */
function followMouse(
  canvas: HTMLCanvasElement,
  ratio: number,
  sendEvent: (event: object) => void,
): () => void {
  const report = (type: string, event: MouseEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) * ratio, (event.clientY - top) * ratio];
    sendEvent({ type, x, y, step: 0, ...pressed(event) });
  };
  let moved: PointerEvent | undefined;
  const sendMotion = () => {
    if (moved) report("motion_notify", moved);
    moved = undefined;
  };
  const sendMotionSoon = perFrame(sendMotion);
  const happened = (event: MouseEvent) => {
    const name = NAMES[event.type] as string;
    if (event instanceof PointerEvent && name === "button_press") {
      canvas.setPointerCapture(event.pointerId);
    }
    sendMotionSoon.cancel();
    sendMotion(); // the motion came first
    report(name, event);
  };
  const end = listenToEvents(canvas, {
    [Object.keys(NAMES).join(" ")]: happened,
    pointermove: (event: PointerEvent) => {
      moved = event;
      sendMotionSoon();
    },
  });
  return () => {
    end();
    sendMotionSoon.cancel();
  };
}
