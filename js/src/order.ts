/**
 * While the kernel works at a control's change, ipywidgets holds the control's next ones back, to send the newest
 * once it has answered. Two things cannot wait for that, the less the slower the wire:
 *
 * - A button acts on what was chosen before it was pressed; its click is sent at once and would overtake that.
 * - When the hand lets go of a control nothing newer will come, so waiting for an answer only loses time.
 */

import type { AnyModel } from "@anywidget/types";
import { hear } from "./listening";
import { whenFound } from "./lookup";
import type { Model } from "./model";

/** What a model keeps for later, in ipywidgets 7 and 8 alike. */
interface Throttled {
  _msg_buffer: object | null;
  _msg_buffer_callbacks: object | null;
  send_sync_message(state: object, callbacks: object): string;
  /** Messages that the kernel has not answered, in ipywidgets 8 and 7. */
  _pending_msgs?: number;
  pending_msgs?: number;
  /** ipywidgets 8: the kernel's echo of this message is the one to wait for. */
  rememberLastUpdateFor?(message: string): void;
}

/** A hand that lets go of a mouse button, a touch screen or a key. */
const LETTING_GO = "mouseup touchend keyup";

/** Has what the inputs hold back sent in time for buttons below `root`. Returns what ends it. */
export function keepOrder(root: HTMLElement, model: AnyModel<Model>): () => void {
  const inputs: AnyModel[] = [];
  const searches = (model.get("inputs") ?? []).map((id) =>
    whenFound(model.widget_manager, id, (input) => inputs.push(input)),
  );
  const beforeClick = ({ target }: Event) => {
    if (target instanceof Element && target.closest("button")) inputs.forEach(sendHeldBack);
  };
  // However fast keys are tapped while the kernel is busy, one message of each input waits there, and the newest.
  const afterwards = () => inputs.filter(hasOneInFlight).forEach(sendHeldBack);
  const ends = [
    ...searches,
    hear(root, { click: beforeClick }, true),
    // A drag may end anywhere in the window. The control itself hears of it before the window does.
    hear(window, { [LETTING_GO]: afterwards }),
  ];
  return () => {
    for (const end of ends) end();
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

function hasOneInFlight(input: unknown): boolean {
  const { _pending_msgs, pending_msgs } = input as Partial<Throttled>;
  return (_pending_msgs ?? pending_msgs) === 1;
}
