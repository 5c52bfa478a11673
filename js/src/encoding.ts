/**
 * ipympl's page side encodes the whole picture as a PNG once more at every frame, for the
 * notebook to be saved with. Here it does so once things are quiet: the saved picture is the
 * same, and the frames before it come faster.
 */

import type { AnyModel } from "@anywidget/types";
import { debounced } from "./timing";

/** Milliseconds without a frame, after which the picture is encoded. */
const QUIET = 300;
const SAVED = "_data_url";

export interface Encoding {
  /** The picture has changed. */
  later(): void;
  stop(): void;
}

export function encodeWhenQuiet(canvas: AnyModel): Encoding {
  const drawn = (canvas as { offscreen_canvas?: unknown }).offscreen_canvas;
  if (!(drawn instanceof HTMLCanvasElement)) return { later() {}, stop() {} }; // another ipympl: as it likes
  const encode = () => HTMLCanvasElement.prototype.toDataURL.call(drawn);
  const encodeLater = debounced(() => canvas.set(SAVED, encode()), QUIET);
  drawn.toDataURL = () => {
    encodeLater();
    return String(canvas.get(SAVED));
  };
  return {
    later: encodeLater,
    stop() {
      encodeLater.cancel();
      Reflect.deleteProperty(drawn, "toDataURL");
    },
  };
}
