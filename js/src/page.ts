/** Tells the kernel what this view measured around itself. */

import type { AnyModel } from "@anywidget/types";
import type { Model, Page } from "./model";

/** Collects measurements and sends them once all are known, and again when one has changed. */
export function createPageReport(model: AnyModel<Model>): (measured: Partial<Page>) => void {
  let page: Partial<Page> = {};
  return (measured) => {
    const next = { ...page, ...measured };
    const changed = !same(next, page);
    page = next;
    // Another view of the same model may have reported since: only news is sent, so two
    // views of different width do not answer each other for ever.
    if (changed && isComplete(page) && !same(page, model.get("page"))) send(model, page);
  };
}

function send(model: AnyModel<Model>, page: Page): void {
  try {
    model.set("page", page);
    model.save_changes();
  } catch (problem) {
    // The kernel may be gone; what is on the page stays as it is.
    console.debug("hubble_widget: the page could not be reported", problem);
  }
}

function isComplete(page: Partial<Page>): page is Page {
  return page.dark !== undefined && page.background !== undefined && page.width !== undefined;
}

function same(one: Partial<Page>, other: Partial<Page>): boolean {
  return (
    one.dark === other.dark && one.background === other.background && one.width === other.width
  );
}
