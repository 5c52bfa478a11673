/**
 * anywidget loads this module for every readout. It loads the large module, the trait `front_end`, once per page. A
 * browser keeps every module as long as the page is open, and anywidget creates one for each widget: so this one is small.
 */

import type { AnyModel, AnyWidget, InitializeProps, RenderProps } from "@anywidget/types";
import { importText } from "./host/text_module";
import type { Model } from "./state/model";

type FrontEnd = Exclude<AnyWidget<Model>, () => unknown>;

/** Loaded modules by their text. All explorers of a page share them, also explorers of other versions of this package. */
const SHELF = Symbol.for("hubble_widget.front_ends");
type Shelf = Map<string, Promise<FrontEnd>>;

function frontEnd(model: AnyModel<Model>): Promise<FrontEnd> {
  const page = globalThis as { [SHELF]?: Shelf };
  page[SHELF] ??= new Map();
  const shelf = page[SHELF];
  const text = model.get("front_end");
  const cached = shelf.get(text);
  if (cached) return cached;
  const loading = importText(text).then((module) => module.default);
  loading.catch(() => shelf.delete(text)); // the next one tries again
  shelf.set(text, loading);
  return loading;
}

export default {
  initialize: async (props: InitializeProps<Model>) =>
    (await frontEnd(props.model)).initialize?.(props),
  render: async (props: RenderProps<Model>) => (await frontEnd(props.model)).render?.(props),
};
