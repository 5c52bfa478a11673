/**
 * Works around ipympl 0.9 and 0.10: matplotlib/matplotlib#2694, no public way to ask what the toolbar does; answered for
 * toolbars of another kind. ipympl's model has it since matplotlib/ipympl#181: "pan", "zoom" or empty.
 */

import type { AnyModel } from "@anywidget/types";

/** Whether the toolbar zooms or pans: then the pointer belongs to the toolbar. */
export const isToolbarActive = (toolbar: AnyModel | undefined): boolean =>
  !!toolbar?.get("_current_action");
