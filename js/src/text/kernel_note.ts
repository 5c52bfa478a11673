/** What a page says that has no kernel. */

import type { AnyModel } from "@anywidget/types";
import { message } from "#shared";
import type { Model } from "../state/model";
import { savedViews } from "../state/saved_views";

/** `hadKernel`: it has stopped; a saved page never had one. */
export const kernelNote = (model: AnyModel<Model>, hadKernel: boolean): string =>
  [
    ...(hadKernel
      ? [
          message(
            "The kernel has stopped: sliders, scrubber and Play still show the path in closed form.",
          ),
          message("For the rest, run the cell again; in Voilà, reload the page."),
        ]
      : [
          message(
            "There is no kernel: sliders, scrubber and Play show the path in closed form; zooming and other data need a kernel.",
          ),
          ...(savedViews(model) ? [] : [message("The other views were not saved with this page.")]),
        ]),
  ].join(" ");
