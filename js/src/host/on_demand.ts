/** Loads what few people need when it is first needed: js/src/on_demand.ts, the trait `on_demand`. */

import type { AnyModel } from "@anywidget/types";
import type { Model } from "../state/model";
import { importText } from "./text_module";

export type OnDemand = typeof import("../on_demand");

let loading: Promise<OnDemand> | undefined;

/** Returns the module, which imports from this one what both need (js/src/shared.ts). */
export function onDemand(model: AnyModel<Model>): Promise<OnDemand> {
  loading ??= importText(model.get("on_demand").replaceAll("#shared", import.meta.url)).catch(
    (error) => {
      loading = undefined; // the next one who needs it tries again
      throw error;
    },
  );
  return loading;
}
