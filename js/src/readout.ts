/** The fit readout: numbers, one plain sentence, the age ruler, errors, announcements. */

import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { careForControls } from "./accessibility";
import { followAlone } from "./alone";
import { createNumbers } from "./cards";
import { announcement } from "./content";
import { lineNow, offerCopy } from "./copy";
import { element, setText } from "./dom";
import { mindEntries } from "./entries";
import { acknowledgeFrames } from "./frames";
import { createGalaxyLine, type GalaxyLine } from "./galaxy";
import { tellHand } from "./hand";
import { answerScrubberKeys } from "./keyboard";
import { labelsOf } from "./labels";
import { letGoWhenClosed } from "./letting_go";
import { linkSliders } from "./linked";
import { isFilled, type Model } from "./model";
import { keepOrder } from "./order";
import { whenOwn } from "./own_figure";
import { createPageReport } from "./page";
import { watchWidth, whilePlaced } from "./placing";
import { roundSliders } from "./rounding";
import { createRuler } from "./ruler";
import { tellRunning } from "./running";
import { fillScrubber } from "./scrubber";
import { tellScrubbing } from "./scrubbing";
import { chosen, type Known, type Shown, shown } from "./shown";
import { watchTheme } from "./theme";
import { perFrame, throttled } from "./timing";
import { createZones, type Zones } from "./zones";

/** Milliseconds between two announcements: a sentence takes about as long to be read out. */
const ANNOUNCE_EVERY = 2000;

const NO_KERNEL =
  "There is no kernel: the sliders move the numbers, the plots stay as they were drawn last.";

/** Whether the host calls `initialize`, once per model; else each view looks after the frames itself. */
let initializes = false;

function initialize({ model }: InitializeProps<Model>): () => void {
  initializes = true;
  return talk(model);
}

/** Tells the kernel, once on a page, what it has to know of it. Returns what ends that. */
function talk(model: AnyModel<Model>): () => void {
  const ends = [acknowledgeFrames(model), tellRunning(model), letGoWhenClosed(model)];
  return () => {
    for (const end of ends) end();
  };
}

function render({ model, el }: RenderProps<Model>): () => void {
  const view = createView(el);
  let zones: Zones | undefined;
  let galaxyLine: GalaxyLine | undefined;
  let refused = "";
  const follower = followAlone();
  const announce = throttled(() => view.announce(), ANNOUNCE_EVERY);
  const knownNow = () => knownTo(model, sliders.haveKernel());
  const draw = () => {
    const hasKernel = sliders.haveKernel();
    const known = knownNow();
    const root = el.closest(".hubble-explorer");
    root?.classList.toggle("hubble-without-kernel", !hasKernel);
    follower.follow(sliders.scrubber(), chosen(known, sliders.positions()), hasKernel);
    const positions = sliders.positions();
    const now = shown(known, positions);
    view.draw(model, now, known.running, model.get("error") || refused);
    if (root) fillScrubber(root, now.learned.iteration ?? 0, now.iterations);
    zones?.draw(known, positions);
    galaxyLine?.draw(model.get("galaxy"), now.learned);
    announce();
  };
  const drawSoon = perFrame(draw);
  const sliders = linkSliders(model, drawSoon);
  const leave = whilePlaced(el, (root) => {
    const endRounding = roundSliders(root);
    const endScrubbing = tellScrubbing(root, model);
    const endCare = careForControls(root);
    const endKeys = answerScrubberKeys(root, sliders.scrubber);
    const endEntries = mindEntries(root, (words) => {
      refused = words;
      drawSoon();
    });
    const endOrder = keepOrder(root, model);
    const endCopy = offerCopy(root, () =>
      lineNow(model.get("line"), knownNow(), sliders.positions()),
    );
    const endHand = tellHand(root, model);
    const endOwn = showOwnFigure(root, model);
    const placed = createZones(root);
    zones = placed;
    const line = createGalaxyLine(root);
    galaxyLine = line;
    const unwatch = watchPage(root, el, model, placed.place);
    drawSoon();
    return () => {
      endRounding();
      endScrubbing();
      endCare();
      endKeys();
      endEntries();
      endOrder();
      endCopy();
      endHand();
      endOwn();
      unwatch();
      placed.stop();
      line.stop();
    };
  });
  const endTalk = initializes ? () => {} : talk(model);
  model.on("change", drawSoon);
  draw();
  return () => {
    model.off("change", drawSoon);
    sliders.stop();
    drawSoon.cancel();
    announce.cancel();
    endTalk();
    leave();
    view.stop();
  };
}

/** Without a kernel nothing runs any more, and what it said last of itself does not hold. */
function knownTo(model: AnyModel<Model>, hasKernel: boolean): Known {
  return {
    moments: model.get("moments"),
    labels: model.get("labels"),
    settings: model.get("settings"),
    learned: model.get("learned"),
    path: model.get("path"),
    scales: model.get("scales"),
    running: hasKernel && model.get("running"),
    notice: hasKernel ? model.get("notice") : {},
    alone: !hasKernel,
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
    element("p", "hubble-no-kernel", NO_KERNEL),
    ruler.node,
    status,
  );
  let news = "";
  return {
    draw(
      model: AnyModel<Model>,
      { learned, iterations, words }: Shown,
      running: boolean,
      problem: string,
    ) {
      const exact = model.get("exact");
      const settings = model.get("settings");
      if (error.hidden !== (problem === "")) error.hidden = problem === "";
      setText(error, problem);
      const lossFunction = isFilled(settings) ? settings.loss_function : "MSE";
      const labels = labelsOf(model.get("labels"));
      numbers.draw(learned, exact, iterations, lossFunction, labels);
      setText(headline, words.headline);
      setText(sentence, words.sentence);
      ruler.node.hidden = !labels.has_age;
      ruler.draw(learned, exact);
      news = announcement(learned, iterations, running, labels);
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

/** Follows the theme behind the explorer and its width, and tells the kernel; `settled` is called after a theme. */
function watchPage(
  root: HTMLElement,
  el: HTMLElement,
  model: AnyModel<Model>,
  settled: () => void,
): () => void {
  const report = createPageReport(model);
  const unwatchTheme = watchTheme(root, (theme) => {
    root.classList.toggle("hubble-dark", theme.dark);
    el.classList.toggle("hubble-dark", theme.dark);
    report(theme);
    settled();
  });
  const unwatchWidth = watchWidth(root, (width) => report({ width }));
  return () => {
    unwatchTheme();
    unwatchWidth();
  };
}

export default { initialize, render };
