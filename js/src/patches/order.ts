/**
 * Works around ipywidgets 7 and 8: jupyter-widgets/ipywidgets#1382, only changes are throttled, not messages like clicks.
 *
 * While the kernel works on a control's change, ipywidgets holds the control's next change back, and sends the newest one
 * after the answer. No issue found upstream for the two cases that must not wait:
 *
 * - A button must act on the newest values; its click is sent at once and would overtake them.
 * - After a person has released a control no newer value comes, so that waiting only loses time.
 */

import type { AnyModel } from "@anywidget/types";
import { callAll, listenToEvents } from "../host/listening";
import { whenFound } from "../host/lookup";
import type { Model } from "../state/model";

/** The members for held-back changes, the same in ipywidgets 7 and 8. */
interface Throttled {
  _msg_buffer: object | null;
  _msg_buffer_callbacks: object | null;
  send_sync_message(state: object, callbacks: object): string;
  /** Messages that the kernel has not answered, in ipywidgets 8 and 7. */
  _pending_msgs?: number;
  pending_msgs?: number;
  /** ipywidgets 8: from now on the model waits for the kernel's echo of this message. */
  rememberLastUpdateFor?(message: string): void;
}

/** A person releases a mouse button, a touch screen or a key. */
const RELEASE_EVENTS = "mouseup touchend keyup";

/** Sends held-back changes before each click on a button below `root`, and at each release. Returns what ends it. */
export function keepOrder(root: HTMLElement, model: AnyModel<Model>): () => void {
  const inputs: AnyModel[] = [];
  const searches = (model.get("inputs") ?? []).map((id) =>
    whenFound(model.widget_manager, id, (input) => inputs.push(input)),
  );
  const sendBeforeClick = ({ target }: Event) => {
    if (target instanceof Element && target.closest("button")) inputs.forEach(sendHeldBack);
  };
  // Only with one unanswered message: fast taps on a key must not fill the queue of a busy kernel.
  const sendAtRelease = () => inputs.filter(hasOneInFlight).forEach(sendHeldBack);
  const ends = [
    ...searches,
    listenToEvents(root, { click: sendBeforeClick }, true),
    // A drag may end anywhere in the window. The control itself receives the event before the window.
    listenToEvents(window, { [RELEASE_EVENTS]: sendAtRelease }),
  ];
  return () => callAll(ends);
}

/** Sends a model's newest values now, like ipywidgets does after the kernel's answer. */
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
