/**
 * A button acts on what was chosen before it was pressed. While the kernel works at a
 * control's change, ipywidgets holds the control's next ones back, to send the newest; a
 * click it sends at once, which would overtake them, the more easily the slower the wire.
 */

import type { AnyModel } from "@anywidget/types";
import { whenFound } from "./lookup";
import type { Model } from "./model";

/** What a model keeps for later, in ipywidgets 7 and 8 alike. */
interface Throttled {
  _msg_buffer: object | null;
  _msg_buffer_callbacks: object | null;
  send_sync_message(state: object, callbacks: object): string;
  /** ipywidgets 8: the kernel's echo of this message is the one to wait for. */
  rememberLastUpdateFor?(message: string): void;
}

/** Below `root`, every click on a button first sends what the inputs have held back. Returns what ends it. */
export function keepOrder(root: HTMLElement, model: AnyModel<Model>): () => void {
  const inputs: AnyModel[] = [];
  const searches = (model.get("inputs") ?? []).map((id) =>
    whenFound(model.widget_manager, id, (input) => inputs.push(input)),
  );
  const beforeClick = ({ target }: Event) => {
    if (target instanceof Element && target.closest("button")) inputs.forEach(sendHeldBack);
  };
  root.addEventListener("click", beforeClick, true);
  return () => {
    root.removeEventListener("click", beforeClick, true);
    for (const endSearch of searches) endSearch();
  };
}

/** Sends a model's newest values now, as ipywidgets itself would once the kernel has answered. */
export function sendHeldBack(input: unknown): void {
  const model = input as Partial<Throttled>;
  const { _msg_buffer: state, _msg_buffer_callbacks: callbacks } = model;
  if (!state || !model.send_sync_message) return;
  model._msg_buffer = null;
  model._msg_buffer_callbacks = null;
  const message = model.send_sync_message(state, callbacks ?? {});
  model.rememberLastUpdateFor?.(message);
}
