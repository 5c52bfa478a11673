/**
 * Pictures of the figure that come as what is different in them from a whole one, the key: a
 * moving line is a hundredth of the pixels, and to paint these takes a tenth of the time that
 * it takes to load and decode a PNG. Each change needs the key and no other; where several
 * wait, only the newest is painted. Format: encode_changes in hubble_widget/display/frames.py.
 */

import type { AnyModel } from "@anywidget/types";
import { unzlibSync } from "fflate";

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
  views: Record<string, Promise<{ update_canvas(): void }>>;
  /** ipympl calls what is named after a message's type. */
  handle_changes?: () => void;
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
    const { picture, top, height } = key.easel.paint(columns);
    context.putImageData(picture, 0, 0, 0, top, picture.width, height);
    for (const view of Object.values(figure.views)) {
      view.then((each) => each.update_canvas()).catch(() => {}); // one that could not be made
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

export interface Easel {
  /**
   * Paints a change in the place of the one before; `columns` are the steps from pixel to pixel, then their colours.
   * Returns the picture, and from which row on how many of its rows are not as they were.
   */
  paint(columns: Uint32Array): { picture: ImageData; top: number; height: number };
}

/** Of a picture some megabytes large only the pixels that a change names are touched, and only its rows are handed on. */
export function createEasel(picture: ImageData): Easel {
  const pixels = new Uint32Array(picture.data.buffer);
  const whole = pixels.slice();
  let before: Uint32Array = new Uint32Array(0);
  return {
    paint(columns) {
      const count = columns.length / 2;
      if (!Number.isInteger(count)) throw new RangeError("a step or a colour is missing");
      const undone = eachPixel(before, (at) => {
        pixels[at] = whole[at] as number;
      });
      const done = eachPixel(columns, (at, index) => {
        pixels[at] = columns[count + index] as number;
      });
      before = columns;
      const top = Math.floor(Math.min(undone.first, done.first) / picture.width);
      const bottom = Math.floor(Math.max(undone.last, done.last) / picture.width);
      return bottom < top
        ? { picture, top: 0, height: 0 }
        : { picture, top, height: bottom - top + 1 };
    },
  };
}

/** Calls `visit` with the place of each pixel that a change names; returns the first place and the last. */
function eachPixel(columns: Uint32Array, visit: (at: number, index: number) => void) {
  const count = columns.length / 2;
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    at += columns[index] as number;
    visit(at, index);
  }
  return count > 0
    ? { first: columns[0] as number, last: at }
    : { first: Number.POSITIVE_INFINITY, last: -1 };
}

/** The numbers in a zlib stream. Not by the browser's own DecompressionStream: what is there at once is painted at once. */
export function inflate(bytes: Uint8Array): Uint32Array {
  const all = unzlibSync(bytes);
  if (all.length % 4 !== 0) throw new RangeError("the last number is cut off");
  return new Uint32Array(all.buffer, all.byteOffset, all.length / 4); // little-endian, as every browser's machine
}
