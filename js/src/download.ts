/** Saves what the kernel has drawn for it: the page's own picture of the figure lacks the marks that lie over it. */

import type { AnyModel } from "@anywidget/types";
import { element } from "./dom";
import { listen } from "./listening";
import type { Model } from "./model";

interface Download {
  type?: string;
  name?: string;
}

/** Returns what ends it. */
export function offerDownloads(model: AnyModel<Model>): () => void {
  const take = (
    { type, name = "figure.png" }: Download,
    [png]: readonly ArrayBufferView[] = [],
  ) => {
    if (type !== "download" || !png) return;
    const url = URL.createObjectURL(new Blob([png as BlobPart], { type: "image/png" }));
    const link = element("a", "");
    link.href = url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000); // a browser may begin to read it later
  };
  return listen(model, { "msg:custom": take });
}
