/**
 * Works around ipympl 0.9 and 0.10: matplotlib/ipympl#584, a saved figure is an older one than the figure on the page.
 *
 * For the saved notebook, ipympl encodes the picture as PNG at every frame, and does so before the new picture is painted.
 * Here it is encoded once no more frames come: the saved picture is the present one, and frames are faster.
 */

import type { AnyModel } from "@anywidget/types";
import { debounced } from "../host/timing";

/** Milliseconds without a frame, after which the picture is encoded. */
const QUIET = 300;
const SAVED = "_data_url";

/** Returns what ends it. */
export function encodeWhenQuiet(canvas: AnyModel): () => void {
  const drawn = (canvas as { offscreen_canvas?: unknown }).offscreen_canvas;
  if (!(drawn instanceof HTMLCanvasElement)) return () => {}; // another version of ipympl
  const encode = () => HTMLCanvasElement.prototype.toDataURL.call(drawn);
  const encodeLater = debounced(() => canvas.set(SAVED, encode()), QUIET);
  drawn.toDataURL = () => {
    encodeLater();
    return String(canvas.get(SAVED));
  };
  return () => {
    encodeLater.cancel();
    Reflect.deleteProperty(drawn, "toDataURL");
  };
}
