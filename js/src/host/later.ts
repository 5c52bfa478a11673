/** A part of a view that the module on demand provides. */

import type { AnyModel } from "@anywidget/types";
import type { Model } from "../state/model";
import { type OnDemand, onDemand } from "./on_demand";

export interface Later<Part> {
  /** The part, once it is made. */
  part(): Part | undefined;
  /** Calls `use` with the part: at once if it is made, else when it is. */
  need(use: (part: Part) => void): Promise<void>;
  stop(): void;
}

export function later<Part extends object>(
  model: AnyModel<Model>,
  make: (module: OnDemand) => Part,
): Later<Part> {
  let part: Part | undefined;
  let isOver = false;
  return {
    part: () => part,
    async need(use) {
      if (!part) {
        const module = await onDemand(model);
        if (isOver) return;
        part ??= make(module);
      }
      use(part);
    },
    stop() {
      isOver = true;
      (part as { stop?(): void } | undefined)?.stop?.();
    },
  };
}
