/** What a page says that has no kernel. */

import { message } from "#shared";

/** `hadKernel`: it has stopped; a saved page never had one. */
export const kernelNote = (hadKernel: boolean, hasViews: boolean): string =>
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
          ...(hasViews ? [] : [message("The other views were not saved with this page.")]),
        ]),
  ].join(" ");
