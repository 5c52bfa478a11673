/** Saves files: the table of results, and what the kernel has drawn, for the page's own picture lacks the marks over it. */

import type { AnyModel } from "@anywidget/types";
import { element } from "./dom";
import { hear, listen } from "./listening";
import { isFilled, type Model, type Results } from "./model";
import type { Told } from "./take_away";

interface Download {
  type?: string;
  name?: string;
}

/** Returns what ends it. */
export function offerDownloads(model: AnyModel<Model>): () => void {
  const take = (
    { type, name = "figure.png" }: Download,
    [data]: readonly ArrayBufferView[] = [],
  ) => {
    if (type === "download" && data) save(name, data as BlobPart);
  };
  return listen(model, { "msg:custom": take });
}

/** Saves the table of results at a click on the button for that. Returns what ends it. */
export function offerTable(
  root: HTMLElement,
  model: AnyModel<Model>,
  told: () => Told,
): () => void {
  const clicked = ({ target }: Event) => {
    const results = model.get("results");
    if (!(target instanceof Element && target.closest(".hubble-table"))) return;
    const { text } = told();
    if (isFilled<Results>(results) && text) save(results.name, text);
  };
  return hear(root, { click: clicked });
}

function save(name: string, data: BlobPart): void {
  const url = URL.createObjectURL(new Blob([data], { type: "application/octet-stream" }));
  const link = element("a", "");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000); // a browser may begin to read it later
}
