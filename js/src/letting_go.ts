/**
 * Lets go of the explorer's models when they are closed. JupyterLab (4.4 to 4.6) keeps every comm as long as its kernel
 * is connected, and with the comm what it calls: the model and, through it, its views. An explorer has more than a hundred.
 */

import type { AnyModel } from "@anywidget/types";
import { whenFound } from "./lookup";
import type { Model } from "./model";

/** The parts of ipywidgets' models that are used here. */
interface Closable {
  comm?: { on_msg(callback: () => void): void; on_close(callback: () => void): void };
  once(event: "destroy", listener: () => void): void;
}

/** Returns what ends the search for them; those that were found are let go of all the same. */
export function letGoWhenClosed(model: AnyModel<Model>): () => void {
  let ends: (() => void)[] = [];
  const endSearches = () => {
    for (const end of ends) end();
  };
  const known = new Set<string>();
  const attend = () => {
    const models = model.get("models") ?? [];
    for (const id of models.filter((each) => !known.has(each))) {
      known.add(id);
      ends.push(whenFound(model.widget_manager, id, (found) => attendOne(found)));
    }
  };
  model.on("change:models", attend);
  attend();
  return () => {
    model.off("change:models", attend);
    endSearches();
    ends = [];
  };
}

function attendOne(found: AnyModel): void {
  const { comm } = found as Partial<Closable>;
  (found as Partial<Closable>).once?.("destroy", () => {
    comm?.on_msg(forget);
    comm?.on_close(forget);
  });
}

function forget(): void {}
