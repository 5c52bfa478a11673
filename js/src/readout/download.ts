/** Saves files, such as pictures from the kernel (the page's own picture is without the marks). */

import type { AnyModel } from "@anywidget/types";
import { listenToModel } from "../host/listening";
import { onDemand } from "../host/on_demand";
import type { Model } from "../state/model";

interface Download {
  type?: string;
  name?: string;
}

/** Saves each file that the kernel sends. Returns what ends it. */
export function offerDownloads(model: AnyModel<Model>): () => void {
  const take = (
    { type, name = "figure.png" }: Download,
    [data]: readonly ArrayBufferView[] = [],
  ) => {
    if (type !== "download" || !data) return;
    void onDemand(model).then(({ save }) => save(name, data as BlobPart));
  };
  return listenToModel(model, { "msg:custom": take });
}
