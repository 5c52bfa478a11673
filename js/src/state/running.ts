/**
 * Reports to the kernel whether this page shows Train or Pause. A person may click Pause when the training has just ended
 * and the page has not received that yet: such a click must not start another training.
 */

import type { AnyModel } from "@anywidget/types";
import { listenToModel } from "../host/listening";
import type { Model } from "./model";
import { send } from "./send";

/** Returns what ends it. */
export function reportRunning(model: AnyModel<Model>): () => void {
  const tell = () => send(model, { type: "running", running: model.get("running") });
  tell();
  return listenToModel(model, { "change:running": tell });
}
