/**
 * Works around JupyterLab 4.4 to 4.6: no issue found upstream; every comm stays in memory until its kernel disconnects.
 *
 * A comm keeps its callbacks, and so the closed model and its views; an explorer has more than a hundred models. Here the
 * comms of closed models get empty callbacks.
 */

import type { AnyModel } from "@anywidget/types";
import { callAll, listenToModel } from "../host/listening";
import { whenFound } from "../host/lookup";
import type { Model } from "../state/model";

/** The members of ipywidgets' models that are used here. */
interface Closable {
  comm?: { on_msg(callback: () => void): void; on_close(callback: () => void): void };
  once(event: "destroy", listener: () => void): void;
}

/** Returns what ends the search for models. Models that were found are released all the same. */
export function releaseClosedModels(model: AnyModel<Model>): () => void {
  const ends: (() => void)[] = [];
  const followed = new Set<string>();
  const follow = () => {
    for (const id of model.get("models") ?? []) {
      if (followed.has(id)) continue;
      followed.add(id);
      ends.push(whenFound(model.widget_manager, id, releaseWhenClosed));
    }
  };
  ends.push(listenToModel(model, { "change:models": follow }));
  follow();
  return () => callAll(ends);
}

function releaseWhenClosed(found: AnyModel): void {
  const { comm } = found as Partial<Closable>;
  (found as Partial<Closable>).once?.("destroy", () => {
    comm?.on_msg(ignore);
    comm?.on_close(ignore);
  });
}

function ignore(): void {}
