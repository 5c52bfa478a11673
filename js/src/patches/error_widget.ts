/**
 * Works around ipywidgets 8: no issue found upstream (searched: error widget, missing front end); a model does not say that
 * its front end is missing. Since jupyter-widgets/ipywidgets#3304 it is replaced by one that shows the error.
 */

import type { AnyModel } from "@anywidget/types";

export const isErrorWidget = (model: AnyModel): boolean =>
  model.get("_view_name") === "ErrorWidgetView";
