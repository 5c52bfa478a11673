/**
 * Tells the kernel which picture of the figure the page has shown, so that it need
 * send no more pictures than are seen. The figure's own widget acknowledges nothing.
 */

import type { AnyModel } from "@anywidget/types";
import { encodeWhenQuiet } from "./encoding";
import { whenFound } from "./lookup";
import type { Model } from "./model";
import { perFrame } from "./timing";

/** Returns what ends it. */
export function acknowledgeFrames(model: AnyModel<Model>): () => void {
  let stop = () => {};
  const follow = () => {
    stop();
    stop = followCanvas(model);
  };
  model.on("change:controls", follow);
  follow();
  return () => {
    model.off("change:controls", follow);
    stop();
  };
}

function followCanvas(model: AnyModel<Model>): () => void {
  const id = model.get("controls")?.canvas;
  if (!id) return () => {};
  let newest: number | undefined;
  // By the next animation frame the picture that came has been handed to the screen. In a hidden
  // tab there is none, and the kernel may rest.
  const tell = perFrame(() => send(model, { type: "frame shown", frame: newest }));
  const arrived = (content: unknown) => {
    const frame = (content as { frame?: unknown } | null)?.frame;
    if (typeof frame !== "number") return;
    newest = frame;
    tell();
  };
  let leave = () => {};
  const endSearch = whenFound(model.widget_manager, id, (canvas) => {
    canvas.on("msg:custom", arrived);
    const endEncoding = encodeWhenQuiet(canvas);
    leave = () => {
      canvas.off("msg:custom", arrived);
      endEncoding();
    };
    send(model, { type: "acknowledges frames" });
  });
  return () => {
    endSearch();
    leave();
    tell.cancel();
  };
}

function send(model: AnyModel<Model>, content: object): void {
  try {
    model.send(content);
  } catch (problem) {
    // The kernel may be gone; there will be no more pictures either.
    console.debug("hubble_widget: a frame could not be acknowledged", problem);
  }
}
