/** Sends the kernel what this view measures around itself. */

import type { AnyModel } from "@anywidget/types";
import type { Model, Page } from "../state/model";

const NAMES = ["dark", "background", "width"] as const;

/** Collects measurements. Sends them once all are known, and again when one has changed. */
export function createPageReport(model: AnyModel<Model>): (measured: Partial<Page>) => void {
  let page: Partial<Page> = {};
  return (measured) => {
    const next = { ...page, ...measured };
    const differs = (other: Partial<Page>) => NAMES.some((name) => next[name] !== other[name]);
    const isNew = differs(page);
    page = next;
    // Another view of the same model may have sent its own since. Views of different width would answer each other
    // for ever if each sent more than its own changes.
    if (isNew && NAMES.every((name) => name in next) && differs(model.get("page")))
      send(model, next);
  };
}

function send(model: AnyModel<Model>, page: Partial<Page>): void {
  try {
    model.set("page", page as Page);
    model.save_changes();
  } catch (problem) {
    // There may be no kernel any more; the page stays as it is.
    console.debug("hubble_widget: the page could not be reported", problem);
  }
}
