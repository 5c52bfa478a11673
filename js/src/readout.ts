/** The fit readout: numbers, one plain sentence, the age ruler, errors, announcements. */

import type { AnyModel, RenderProps } from "@anywidget/types";
import { careForControls } from "./accessibility";
import { createNumbers } from "./cards";
import { announcement } from "./content";
import { element, setText } from "./dom";
import type { Model } from "./model";
import { createPageReport } from "./page";
import { watchWidth, whilePlaced } from "./placing";
import { createRuler } from "./ruler";
import { watchTheme } from "./theme";
import { perFrame, throttled } from "./timing";

/** Milliseconds between two announcements: a sentence takes about as long to be read out. */
const ANNOUNCE_EVERY = 2000;

function render({ model, el }: RenderProps<Model>): () => void {
  const view = createView(el);
  const announce = throttled(() => view.announce(model), ANNOUNCE_EVERY);
  const draw = () => {
    view.draw(model);
    announce();
  };
  const drawSoon = perFrame(draw);
  const leave = whilePlaced(el, (root) => {
    const endCare = careForControls(root);
    const unwatch = watchPage(root, el, model);
    return () => {
      endCare();
      unwatch();
    };
  });
  model.on("change", drawSoon);
  draw();
  return () => {
    model.off("change", drawSoon);
    drawSoon.cancel();
    announce.cancel();
    leave();
    view.stop();
  };
}

/** Makes every element once; drawing only changes texts and attributes. */
function createView(el: HTMLElement) {
  const error = element("div", "hubble-error");
  error.setAttribute("role", "alert");
  const numbers = createNumbers();
  const headline = element("strong", "");
  const sentence = element("span", "");
  const ruler = createRuler();
  const status = element("div", "hubble-status");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  el.classList.add("hubble-readout");
  el.append(
    error,
    numbers.node,
    element("p", "hubble-sentence", headline, " ", sentence),
    ruler.node,
    status,
  );
  return {
    draw(model: AnyModel<Model>) {
      const learned = model.get("learned");
      const exact = model.get("exact");
      error.hidden = model.get("error") === "";
      setText(error, model.get("error"));
      numbers.draw(learned, exact, model.get("iterations"));
      setText(headline, model.get("headline"));
      setText(sentence, model.get("sentence"));
      ruler.draw(learned, exact);
    },
    announce(model: AnyModel<Model>) {
      const [learned, iterations] = [model.get("learned"), model.get("iterations")];
      setText(status, announcement(learned, iterations, model.get("running")));
    },
    stop: ruler.stop,
  };
}

/** Follows the theme behind the explorer and its width, and tells the kernel. */
function watchPage(root: HTMLElement, el: HTMLElement, model: AnyModel<Model>): () => void {
  const report = createPageReport(model);
  const unwatchTheme = watchTheme(root, (theme) => {
    root.classList.toggle("hubble-dark", theme.dark);
    el.classList.toggle("hubble-dark", theme.dark);
    report(theme);
  });
  const unwatchWidth = watchWidth(root, (width) => report({ width }));
  return () => {
    unwatchTheme();
    unwatchWidth();
  };
}

export default { render };
