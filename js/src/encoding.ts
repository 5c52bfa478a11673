/**
 * ipympl's page side encodes the picture as a PNG once more at every frame, for the notebook to be saved with, and it
 * does so before the new picture is painted. Here it is done once things are quiet: the saved picture is the one that
 * is seen, and the frames before it come faster.
 */

import type { AnyModel } from "@anywidget/types";
import { debounced } from "./timing";

/** Milliseconds without a frame, after which the picture is encoded. */
const QUIET = 300;
const SAVED = "_data_url";

/** Returns what ends it. */
export function encodeWhenQuiet(canvas: AnyModel): () => void {
  const drawn = (canvas as { offscreen_canvas?: unknown }).offscreen_canvas;
  if (!(drawn instanceof HTMLCanvasElement)) return () => {}; // another ipympl: as it likes
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
