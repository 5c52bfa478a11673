/**
 * Tells the kernel what the button Train says on this page. A click that comes when a training has just ended,
 * unknown to the page, was meant to pause it and must not begin another.
 */

import type { AnyModel } from "@anywidget/types";
import { listen } from "./listening";
import type { Model } from "./model";
import { send } from "./send";

/** Returns what ends it. */
export function tellRunning(model: AnyModel<Model>): () => void {
  const tell = () => send(model, { type: "running", running: model.get("running") });
  tell();
  return listen(model, { "change:running": tell });
}
