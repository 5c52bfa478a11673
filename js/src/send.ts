/** Says something to the kernel, which may be gone: then nobody hears it, and nothing breaks. */

import type { AnyModel } from "@anywidget/types";
import type { Model } from "./model";

export function send(model: AnyModel<Model>, content: object): void {
  try {
    model.send(content);
  } catch (problem) {
    console.debug("hubble_widget: the kernel could not be told", content, problem);
  }
}
