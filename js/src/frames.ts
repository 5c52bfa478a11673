/**
 * Tells the kernel which picture of the figure the page has shown, so that it need
 * send no more pictures than are seen. The figure's own widget acknowledges nothing.
 */

import type { AnyModel } from "@anywidget/types";
import { createUnpacker, type States } from "./bundle";
import { createPainter } from "./changes";
import { type Encoding, encodeWhenQuiet } from "./encoding";
import { createForesight, type Place } from "./foresight";
import { linkSliders } from "./linked";
import { whenFound } from "./lookup";
import type { Model } from "./model";
import { createOwnFigure, type OwnFigure } from "./own_figure";
import { send } from "./send";
import type { Positions } from "./shown";
import { collected, perFrame, throttled } from "./timing";

/**
 * Milliseconds: less than it takes to use up the frames that may be in flight (display/frames.py). At each
 * answer the kernel says that it is busy and then idle, and the notebook shows that: in a training there are fewer.
 */
const ANSWER_EVERY = 100;
const IN_A_TRAINING = 400;

/** The canvas of any figure that ipympl shows. */
const IPYMPL = ".jupyter-matplotlib-canvas-div";

/** What hubble_widget/display/live_canvas.py sends with a frame; one with a key is a change of that frame. */
interface Message {
  frame?: number;
  key?: number;
  edition?: number;
  shows?: Place | null;
  states?: States;
  /** The places that the pictures belong to, where they were drawn ahead. */
  ahead?: Place[];
}

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
  const answer = () => send(model, { type: "frame shown", frame: newest });
  const often = throttled(answer, ANSWER_EVERY);
  const rarely = collected(answer, IN_A_TRAINING);
  // By the next animation frame the picture that came has been handed to the screen. In a hidden
  // tab there is none, and the kernel may rest.
  const tell = perFrame(() => (model.get("running") ? rarely() : often()));
  const runningChanged = () => {
    rarely.cancel();
    if (!model.get("running") && newest !== undefined) tell(); // the kernel waits for fewer frames now
  };
  const shown = (frame: number) => {
    newest = frame;
    tell();
  };
  let leave = () => {};
  const attend = (canvas: AnyModel, encoding?: Encoding) => {
    const painter = createPainter(canvas, {
      painted(frame) {
        shown(frame);
        encoding?.later();
      },
      missing: () => send(model, { type: "frame missing" }),
    });
    const foresight = createForesight({
      paint: (change) => painter?.paint(change),
      leftOut: shown,
    });
    const unpacker = createUnpacker(model.widget_manager);
    const arrived = (content: Message | null, buffers: readonly ArrayBufferView[]) => {
      const { frame, key, edition = 0, shows = null, states, ahead } = content ?? {};
      if (frame !== undefined) unpacker.take(frame, states);
      const all = buffers.map(
        (each) => new Uint8Array(each.buffer, each.byteOffset, each.byteLength),
      );
      const [bytes] = all;
      if (ahead && key !== undefined) {
        foresight.keep({ key, edition }, ahead, all);
        send(model, { type: "ahead taken" });
      } else if (frame !== undefined && key !== undefined && bytes) {
        foresight.take({ frame, key, edition, shows, bytes });
      } else if (frame !== undefined) {
        foresight.forget();
        painter?.expect(frame);
        if (!painter) shown(frame); // as far as can be known
      }
    };
    const sliders = linkSliders(model, () => foresight.moved(placeOf(model, sliders.positions())));
    canvas.on("msg:custom", arrived);
    model.on("change:running", runningChanged);
    leave = () => {
      canvas.off("msg:custom", arrived);
      model.off("change:running", runningChanged);
      sliders.stop();
      foresight.stop();
      painter?.stop();
      encoding?.stop();
    };
    send(model, { type: "acknowledges frames", changes: painter !== undefined });
  };
  let own: OwnFigure | undefined;
  const attendOwn = () => {
    own = createOwnFigure(model, id);
    attend(own as unknown as AnyModel);
  };
  const attendAny = (canvas: AnyModel) =>
    isErrorWidget(canvas) ? attendOwn() : attend(canvas, encodeWhenQuiet(canvas));
  const missing = () => {
    if (!document.querySelector(IPYMPL)) attendOwn(); // else it has a front end here, whatever became of its model
  };
  const endSearch = whenFound(model.widget_manager, id, attendAny, missing);
  return () => {
    endSearch();
    leave();
    own?.stop();
    for (const each of [tell, often, rarely]) each.cancel();
  };
}

/** Null where no picture can have been drawn ahead for it. */
function placeOf(model: AnyModel<Model>, { learning_rate, iterations }: Positions): Place | null {
  if (learning_rate === null || iterations === null || model.get("running")) return null;
  return [learning_rate, iterations];
}

/** What ipywidgets 8 puts in the place of a widget whose front end is missing. */
function isErrorWidget(canvas: AnyModel): boolean {
  return canvas.get("_view_name") === "ErrorWidgetView";
}
