/**
 * Works around anywidget 0.10 and 0.11: manzt/anywidget#803, early messages are lost; no issue found for the time limit.
 *
 * Since #803 messages wait for the promise `ready`. If a page needs more than two seconds to load a widget's script,
 * `ready` fails, and all messages of the kernel are lost (packages/anywidget/src/runtime.ts). Here, once the script is
 * loaded, messages no longer wait.
 */

import type { AnyModel } from "@anywidget/types";
import { listenToModel } from "../host/listening";
import type { Model, Page } from "../state/model";

type Handler = (message: unknown) => unknown;

interface CommModel {
  comm?: { on_msg(handler: Handler): void };
  _handle_comm_msg?: Handler;
}

/** From now on a model receives the kernel's messages directly. */
export function receiveDirectly(model: AnyModel<Model>): void {
  const follow = (itself?: CommModel) => {
    // Two classes up: anywidget's own method is the one that waits.
    const { _handle_comm_msg: handle } =
      Object.getPrototypeOf(Object.getPrototypeOf(itself ?? {})) ?? {};
    if (handle) itself?.comm?.on_msg((message) => handle.call(itself, message));
  };
  // anywidget hides the model behind a proxy; only the argument of an event is the model itself.
  const end = listenToModel(model, { "change:page": follow });
  model.set("page", { ...model.get("page"), heard: true } as Page);
  end();
}
