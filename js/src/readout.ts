/** The fit readout: numbers, one plain sentence, the age ruler, errors, announcements. */

import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { careForControls } from "./accessibility";
import { createNumbers } from "./cards";
import { announcement } from "./content";
import { lineNow, offerCopy } from "./copy";
import { element, setText } from "./dom";
import { acknowledgeFrames } from "./frames";
import { labelsOf } from "./labels";
import { linkSliders } from "./linked";
import { isFilled, type Model } from "./model";
import { keepOrder } from "./order";
import { whenOwn } from "./own_figure";
import { createPageReport } from "./page";
import { watchWidth, whilePlaced } from "./placing";
import { createRuler } from "./ruler";
import { type Known, type Shown, shown } from "./shown";
import { watchTheme } from "./theme";
import { perFrame, throttled } from "./timing";
import { createZones, type Zones } from "./zones";

/** Milliseconds between two announcements: a sentence takes about as long to be read out. */
const ANNOUNCE_EVERY = 2000;

/** Whether the host calls `initialize`, once per model; else each view looks after the frames itself. */
let initializes = false;

function initialize({ model }: InitializeProps<Model>): () => void {
  initializes = true;
  return acknowledgeFrames(model);
}

function render({ model, el }: RenderProps<Model>): () => void {
  const view = createView(el);
  let zones: Zones | undefined;
  const announce = throttled(() => view.announce(), ANNOUNCE_EVERY);
  const draw = () => {
    const known = knownTo(model);
    const positions = sliders.positions();
    view.draw(model, shown(known, positions));
    zones?.draw(known, positions);
    announce();
  };
  const drawSoon = perFrame(draw);
  const sliders = linkSliders(model, drawSoon);
  const leave = whilePlaced(el, (root) => {
    const endCare = careForControls(root);
    const endOrder = keepOrder(root, model);
    const endCopy = offerCopy(root, () =>
      lineNow(model.get("line"), knownTo(model), sliders.positions()),
    );
    const endOwn = showOwnFigure(root, model);
    const unwatch = watchPage(root, el, model);
    const placed = createZones(root);
    zones = placed;
    drawSoon();
    return () => {
      endCare();
      endOrder();
      endCopy();
      endOwn();
      unwatch();
      placed.stop();
    };
  });
  const endFrames = initializes ? () => {} : acknowledgeFrames(model);
  model.on("change", drawSoon);
  draw();
  return () => {
    model.off("change", drawSoon);
    sliders.stop();
    drawSoon.cancel();
    announce.cancel();
    endFrames();
    leave();
    view.stop();
  };
}

function knownTo(model: AnyModel<Model>): Known {
  return {
    moments: model.get("moments"),
    labels: model.get("labels"),
    settings: model.get("settings"),
    learned: model.get("learned"),
    path: model.get("path"),
    scales: model.get("scales"),
    running: model.get("running"),
    notice: model.get("notice"),
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
  let news = "";
  return {
    draw(model: AnyModel<Model>, { learned, iterations, words }: Shown) {
      const exact = model.get("exact");
      const settings = model.get("settings");
      error.hidden = model.get("error") === "";
      setText(error, model.get("error"));
      const lossFunction = isFilled(settings) ? settings.loss_function : "MSE";
      const labels = labelsOf(model.get("labels"));
      numbers.draw(learned, exact, iterations, lossFunction, labels);
      setText(headline, words.headline);
      setText(sentence, words.sentence);
      ruler.node.hidden = !labels.has_age;
      ruler.draw(learned, exact);
      news = announcement(learned, iterations, model.get("running"), labels);
    },
    announce: () => setText(status, news),
    stop: ruler.stop,
  };
}

/** Where ipympl's front end is missing, shows a figure of our own in the place of its. */
function showOwnFigure(root: HTMLElement, model: AnyModel<Model>): () => void {
  let hide = () => {};
  const endWaiting = whenOwn(model.get("controls")?.canvas ?? "", (figure) => {
    hide = figure.show(root.querySelector<HTMLElement>(".hubble-figure") ?? root);
  });
  return () => {
    endWaiting();
    hide();
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

export default { initialize, render };
