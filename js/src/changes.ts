/**
 * Pictures of the figure that come as what is different in them from a whole one, the key: a
 * moving line is a hundredth of the pixels, and to paint these takes a tenth of the time that
 * it takes to load and decode a PNG. Each change needs the key and no other; where several
 * wait, only the newest is painted. Format: encode_changes in hubble_widget/display/frames.py.
 */

import type { AnyModel } from "@anywidget/types";

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
  let working = false;

  const loaded = () => {
    key = loading === undefined ? undefined : { frame: loading, size: sizeOf(figure) };
    loading = painted = undefined;
    shown = key?.frame ?? shown;
    if (key) void seen(key.frame); // ipympl has painted it
    void work();
  };

  const work = async () => {
    if (working) return;
    working = true;
    try {
      while (newest && newest.key === key?.frame) {
        const change = newest;
        newest = undefined;
        if (isSame(change.bytes, painted)) isShown(change);
        else show(change, await inflate(change.bytes));
      }
    } catch (problem) {
      console.debug("hubble_widget: a change of the figure could not be read", problem);
      told.missing();
    } finally {
      working = false;
    }
  };

  const show = (change: Change, columns: Uint32Array) => {
    // Another whole frame, or another size, has come meanwhile: what is painted next is newer.
    if (loading !== undefined || key?.frame !== change.key || key.size !== sizeOf(figure)) return;
    key.pictures ??= [pixelsOf(figure.image), pixelsOf(figure.image)];
    const [whole, picture] = key.pictures;
    picture.data.set(whole.data);
    repaint(picture, columns);
    context.putImageData(picture, 0, 0);
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
      void work();
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
  /** Its pixels, once they are needed, and a copy to paint on. */
  pictures?: [ImageData, ImageData];
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

/** Paints a change; `columns` are the steps from pixel to pixel, then their colours. */
export function repaint(picture: Pick<ImageData, "data">, columns: Uint32Array): void {
  const pixels = new Uint32Array(picture.data.buffer);
  const count = columns.length / 2;
  if (!Number.isInteger(count)) throw new RangeError("a step or a colour is missing");
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    at += columns[index] as number;
    pixels[at] = columns[count + index] as number;
  }
}

/** The numbers in a zlib stream. Read by hand: a Response takes twice as long. */
export async function inflate(bytes: Uint8Array): Promise<Uint32Array> {
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  const close = () => writer.close();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(close);
  written.catch(() => {}); // the reader tells what goes wrong
  const parts: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
  }
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  return new Uint32Array(all.buffer); // little-endian, as every browser's machine
}
