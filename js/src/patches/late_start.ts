/**
 * anywidget (0.10 and 0.11; packages/anywidget/src/runtime.ts, no issue of its own yet): where a page takes more than two
 * seconds to load a widget's script, `ready` fails, and all that the kernel sends, which waits for it, is lost. Once the
 * script is here, messages go past it.
 */

import type { AnyModel } from "@anywidget/types";
import { listen } from "../listening";
import type { Model, Page } from "../model";

type Handler = (message: unknown) => unknown;

interface Heard {
  comm?: { on_msg(handler: Handler): void };
  _handle_comm_msg?: Handler;
}

/** Has a model hear the kernel from now on. What anywidget hands out is not the model itself: an event has that with it. */
export function hearKernel(model: AnyModel<Model>): void {
  const attend = (itself?: Heard) => {
    const { _handle_comm_msg: handle } =
      Object.getPrototypeOf(Object.getPrototypeOf(itself ?? {})) ?? {};
    if (handle) itself?.comm?.on_msg((message) => handle.call(itself, message));
  };
  const end = listen(model, { "change:page": attend });
  model.set("page", { ...model.get("page"), heard: true } as Page);
  end();
}
