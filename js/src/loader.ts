/**
 * What anywidget loads for every readout: it hands the front end itself, a trait, to the page once. A browser keeps each
 * module for as long as the page is open, and anywidget makes one of every widget's text; so the one that there is for
 * each explorer is no larger than this.
 */

import type { AnyModel, AnyWidget, InitializeProps, RenderProps } from "@anywidget/types";
import type { Model } from "./model";

type FrontEnd = Exclude<AnyWidget<Model>, () => unknown>;

/** By their text, shared by all explorers of a page, those of other versions of this package included. */
const SHELF = Symbol.for("hubble_widget.front_ends");
type Shelf = Map<string, Promise<FrontEnd>>;

function frontEnd(model: AnyModel<Model>): Promise<FrontEnd> {
  const page = globalThis as { [SHELF]?: Shelf };
  page[SHELF] ??= new Map();
  const shelf = page[SHELF];
  const text = model.get("front_end");
  const known = shelf.get(text);
  if (known) return known;
  const loading = load(text);
  loading.catch(() => shelf.delete(text)); // the next one tries again
  shelf.set(text, loading);
  return loading;
}

async function load(text: string): Promise<FrontEnd> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export default {
  initialize: async (props: InitializeProps<Model>) =>
    (await frontEnd(props.model)).initialize?.(props),
  render: async (props: RenderProps<Model>) => (await frontEnd(props.model)).render?.(props),
};
