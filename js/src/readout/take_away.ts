/** "Take away", at the end of "More": the magic line and the script, to copy; picture and table of results, to save. */

import type { AnyModel } from "@anywidget/types";
import { callAll, isFilled, listenToEvents, message } from "#shared";
import type { Line, Model, Results, Settings } from "../state/model";
import type { Session } from "../state/session";
import { codeNow, csvNow, type Export, lineNow } from "../text/take_away";
import { type CopyOffer, offerCopy } from "./copy";
import { offerPicture } from "./picture";
import { save } from "./save";

/** Offers all of it, of the displayed state, below `root`. */
export function takeAway(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Pick<Session, "current" | "runBack">,
): CopyOffer {
  /** A guess that the kernel, which is gone, has not heard of. */
  const ownGuess = (): Line | null => {
    const { explorer, hasKernel } = session.current();
    const { start } = explorer.settings as Settings;
    const kernels = model.get("settings").start;
    return hasKernel || String(start) === String(kernels) ? null : start;
  };
  const copies = [
    offerCopy(root, "hubble-copy", message("Magic line"), () => {
      const { explorer, positions } = session.current();
      const newer = { guess: ownGuess(), supposed: session.runBack?.chosen };
      return lineNow(model.get("line"), explorer, positions, newer);
    }),
    offerCopy(root, "hubble-copy-code", message("Python code"), () =>
      codeNow(model.get("code"), session.current().display, ownGuess()),
    ),
  ];
  const table = () => csvNow(model.get("results"), session.current().display);
  const ends = [
    ...copies.map(({ stop }) => stop),
    offerTable(root, model, table),
    offerPicture(root, model, session),
  ];
  return {
    draw() {
      for (const each of copies) each.draw();
    },
    stop: () => callAll(ends),
  };
}

/** Saves the table of results at a click on its button. Returns what ends it. */
export function offerTable(
  root: HTMLElement,
  model: AnyModel<Model>,
  exportNow: () => Export,
): () => void {
  const clicked = ({ target }: Event) => {
    const results = model.get("results");
    if (!(target as Element).closest(".hubble-table")) return;
    const { text } = exportNow();
    if (isFilled<Results>(results) && text) save(results.name, text);
  };
  return listenToEvents(root, { click: clicked });
}
