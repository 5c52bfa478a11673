/**
 * The fit readout: the front end that anywidget loads (by loader.ts), and what it shows when. It also exports what the
 * module on demand shares with it.
 */

import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { later } from "../host/later";
import { callAll, listenToModel } from "../host/listening";
import { whilePlaced } from "../host/placing";
import { debounced } from "../host/timing";
import { receiveDirectly } from "../patches/late_start";
import type { Model } from "../state/model";
import { send } from "../state/send";
import { sessionOf } from "../state/session";
import { createSurroundings, type Surroundings } from "./surroundings";
import { createView } from "./view";

/** Milliseconds without another state, after which a state is announced: the last one of many. */
const SETTLED = 300;

/** Milliseconds in which the kernel's first message must arrive. Else the page asks for it again. */
const FIRST_MESSAGE = 500;

/** Called once per model. The session that it opens is the same for all views. */
const initialize = ({ model }: InitializeProps<Model>): (() => void) =>
  onceFilled(model, () => sessionOf(model)[1]);

/** Called once per view. */
function render(props: RenderProps<Model>): () => void {
  const { model } = props;
  receiveDirectly(model);
  const ask = () => send(model, { type: "heard nothing" });
  const timer = setTimeout(ask, FIRST_MESSAGE);
  const end = onceFilled(model, () => {
    clearTimeout(timer);
    return show(props);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Calls `begin` once the kernel has sent the other models' ids, some time after the model itself. Returns what ends it. */
function onceFilled(model: AnyModel<Model>, begin: () => () => void): () => void {
  if (model.get("controls")?.canvas) return begin();
  let end = listenToModel(model, {
    "change:controls"() {
      end();
      end = begin();
    },
  });
  return () => end();
}

function show({ model, el }: RenderProps<Model>): () => void {
  const [session, release] = sessionOf(model);
  const view = createView(el);
  const announceSoon = debounced(view.announceState, SETTLED);
  const note = later(model, ({ kernelNote }) => ({ text: kernelNote }));
  let surroundings: Surroundings | undefined;
  const draw = () => {
    const current = session.current();
    const { hasKernel } = current;
    const problem = model.get("error") || (surroundings?.refused() ?? "");
    if (view.draw(model, current, problem)) announceSoon();
    if (hasKernel) view.showKernelNote("");
    else {
      void note.need(({ text }) => {
        if (!session.current().hasKernel) {
          view.showKernelNote(text(model, session.current().hadKernel));
        }
      });
    }
    surroundings?.draw(current);
  };
  const unfollow = session.follow(draw);
  const leave = whilePlaced(el, (root) => {
    const placed = createSurroundings(root, el, model, session, view.announce);
    surroundings = placed;
    session.changed();
    return placed.stop;
  });
  draw();
  return () => callAll([unfollow, announceSoon.cancel, leave, note.stop, view.stop, release]);
}

export * from "../shared";
export default { initialize, render };
