/** Sends a message to the kernel. If there is no kernel any more, the message is lost without an error. */

import type { AnyModel } from "@anywidget/types";
import type { Model } from "./model";

export function send(model: AnyModel<Model>, content: object): void {
  try {
    model.send(content);
  } catch (problem) {
    console.debug("hubble_widget: lost", content, problem);
  }
}
