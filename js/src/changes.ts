/**
 * Pictures of the figure that come as what is different in them from a whole one, the key: a
 * moving line is a hundredth of the pixels, and to paint these takes a tenth of the time that
 * it takes to load and decode a PNG. Each change needs the key and no other; where several
 * wait, only the newest is painted. Format: encode_changes in hubble_widget/display/frames.py.
 */

import type { AnyModel } from "@anywidget/types";
import { unzlibSync } from "fflate";
import { createEasel, type Easel, type Repainted } from "./easel";

export interface Change {
  /** Its number, for the kernel to be told; a picture that was drawn ahead has none. */
  frame?: number | undefined;
  /** The whole frame that it is to be painted on. */
  key: number;
  bytes: Uint8Array;
}

export interface Painter {
  /** A whole frame has come, which ipympl is loading. */
  expect(frame: number): void;
  paint(change: Change): void;
  stop(): void;
}

interface Told {
  painted(frame: number): void;
  /** The key of a change never came, or the change is broken. */
  missing(): void;
}

/** The parts of ipympl's model of a figure (0.9, 0.10) that are used here. */
interface FigureModel {
  /** Holds the picture that every view shows. */
  offscreen_canvas: HTMLCanvasElement;
  /** Loads the whole frames. */
  image: HTMLImageElement;
  views: Record<string, Promise<FigureView>>;
  /** ipympl calls what is named after a message's type. */
  handle_changes?: () => void;
}

interface FigureView {
  canvas?: HTMLCanvasElement;
  context?: CanvasRenderingContext2D;
  /** Copies the whole offscreen canvas, and clears a second one that lies above. */
  update_canvas(): void;
}

/** Returns undefined where ipympl is another one: its pictures have to be whole. */
export function createPainter(canvas: AnyModel, told: Told): Painter | undefined {
  const figure = asFigure(canvas);
  const context = figure?.offscreen_canvas.getContext("2d");
  if (!figure || !context) return undefined;
  let loading: number | undefined;
  let key: Key | undefined;
  let newest: Change | undefined;
  let shown = -1; // the frame that was painted last
  let painted: Uint8Array | undefined; // its changes

  const loaded = () => {
    key = loading === undefined ? undefined : { frame: loading, size: sizeOf(figure) };
    loading = painted = undefined;
    shown = key?.frame ?? shown;
    if (key) void seen(key.frame); // ipympl has painted it
    work();
  };

  const work = () => {
    if (!newest || newest.key !== key?.frame) return;
    const change = newest;
    newest = undefined;
    try {
      if (isSame(change.bytes, painted)) isShown(change);
      else show(change, inflate(change.bytes));
    } catch (problem) {
      console.debug("hubble_widget: a change of the figure could not be read", problem);
      told.missing();
    }
  };

  const show = (change: Change, columns: Uint32Array) => {
    // Another whole frame, or another size, is on its way: what is painted next is newer.
    if (loading !== undefined || key?.frame !== change.key || key.size !== sizeOf(figure)) return;
    key.easel ??= createEasel(pixelsOf(figure.image));
    const repainted = key.easel.paint(columns);
    put(repainted, context);
    for (const view of Object.values(figure.views)) {
      view.then((each) => refresh(each, repainted)).catch(() => {}); // one that could not be made
    }
    painted = change.bytes;
    isShown(change);
  };

  /** Takes note of a frame; a picture that was drawn ahead is none. */
  const isShown = ({ frame }: Change) => {
    if (frame === undefined) return;
    shown = frame;
    void seen(frame);
  };

  /** A picture that no view shows yet has been seen by nobody. */
  const seen = async (frame: number) => {
    const views = await Promise.allSettled(Object.values(figure.views));
    if (views.some(({ status }) => status === "fulfilled")) told.painted(frame);
  };

  figure.image.addEventListener("load", loaded);
  figure.handle_changes = () => {};
  return {
    expect(frame) {
      loading = frame;
    },
    paint(change) {
      const latest = Math.max(shown, newest?.frame ?? -1);
      if (change.frame !== undefined && change.frame <= latest) return; // repeated, or overtaken
      const known = Math.max(loading ?? -1, key?.frame ?? -1);
      if (change.key > known) told.missing();
      else newest = { ...change, frame: change.frame ?? newest?.frame }; // whichever it takes the place of
      work();
    },
    stop() {
      newest = key = painted = undefined; // its pixels take some megabytes
      figure.image.removeEventListener("load", loaded);
      delete figure.handle_changes;
    },
  };
}

/** The whole frame that changes are painted on. */
interface Key {
  frame: number;
  size: string;
  /** Once it is needed. */
  easel?: Easel;
}

function isSame(bytes: Uint8Array, others: Uint8Array | undefined): boolean {
  return bytes.length === others?.length && bytes.every((byte, index) => byte === others[index]);
}

function sizeOf({ offscreen_canvas }: FigureModel): string {
  return `${offscreen_canvas.width} x ${offscreen_canvas.height}`;
}

function pixelsOf(image: HTMLImageElement): ImageData {
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}

function asFigure(canvas: AnyModel): FigureModel | undefined {
  const figure = canvas as Partial<FigureModel>;
  return figure.offscreen_canvas instanceof HTMLCanvasElement &&
    figure.image instanceof HTMLImageElement &&
    typeof figure.views === "object"
    ? (figure as FigureModel)
    : undefined;
}

function put({ picture, parts }: Repainted, context: CanvasRenderingContext2D): void {
  for (const { x, y, width, height } of parts) {
    context.putImageData(picture, 0, 0, x, y, width, height);
  }
}

/** Only what has changed is put on the view's own canvas: ipympl copies the whole, and clears another canvas above it. */
function refresh(view: FigureView, repainted: Repainted): void {
  const { canvas, context } = view;
  const { width, height } = repainted.picture;
  if (context && canvas?.width === width && canvas.height === height) put(repainted, context);
  else view.update_canvas();
}

/** The numbers in a zlib stream. Not by the browser's own DecompressionStream: what is there at once is painted at once. */
export function inflate(bytes: Uint8Array): Uint32Array {
  const all = unzlibSync(bytes);
  if (all.length % 4 !== 0) throw new RangeError("the last number is cut off");
  return new Uint32Array(all.buffer, all.byteOffset, all.length / 4); // little-endian, as every browser's machine
}
