/** The views that were saved with a page. */

import type { AnyModel } from "@anywidget/types";
import { isFilled } from "#shared";
import type { Model, SavedViews } from "./model";

/** Null if there are none, or if they belong to other settings or data than the page shows. */
export function savedViews(model: AnyModel<Model>): SavedViews | null {
  const views = model.get("views");
  if (!isFilled<SavedViews>(views)) return null;
  const { settings, exact } = views.of;
  const now = [model.get("settings"), model.get("exact")];
  return JSON.stringify([settings, exact]) === JSON.stringify(now) ? views : null;
}
