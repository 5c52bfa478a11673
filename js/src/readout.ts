/** The fit readout: numbers, one plain sentence, the age ruler, errors, announcements. */

import type { AnyModel, InitializeProps, RenderProps } from "@anywidget/types";
import { careForControls } from "./accessibility";
import { createNumbers } from "./cards";
import { announcement } from "./content";
import { type CopyOffer, offerCopy } from "./copy";
import { element, setText } from "./dom";
import { offerTable } from "./download";
import { mindEntries } from "./entries";
import { type Explanations, explain } from "./explain/explain";
import { question } from "./explain/question";
import { createGalaxyLine, type GalaxyLine } from "./galaxy";
import { answerScrubberKeys } from "./keyboard";
import { labelsOf } from "./labels";
import { hear, listen } from "./listening";
import { createOverlay, type Overlay } from "./marks/overlay";
import { shotMaker } from "./marks/shots";
import { isFilled, type Model } from "./model";
import { offerPlay } from "./offline";
import { keepOrder } from "./order";
import { whenOwn } from "./own_figure";
import { createPageReport } from "./page";
import { hearKernel } from "./patches/late_start";
import { watchWidth, whilePlaced } from "./placing";
import { roundSliders } from "./rounding";
import { createRuler } from "./ruler";
import { fillScrubber } from "./scrubber";
import { tellScrubbing } from "./scrubbing";
import { send } from "./send";
import { type Session, sessionOf } from "./session";
import type { Shown } from "./shown";
import { lossAtStart } from "./start_state";
import { codeNow, csvNow, lineNow } from "./take_away";
import { watchTheme } from "./theme";
import { debounced } from "./timing";
import { createZones, type Zones } from "./zones";

/** Milliseconds that a state is shown before it is read out: of many in a row only the last is. */
const SETTLED = 300;

/** Milliseconds in which the kernel tells what it has just made; later, it has been missed. */
const TOLD_WITHIN = 500;

/** Pixels from which the numbers stand beside the plots, and how many they take there (explorer.css). */
const WIDE = 1100;
const BESIDE = 394;

const NO_KERNEL =
  "There is no kernel: sliders, scrubber and Play show the path in closed form; zooming and other data need a kernel.";
const KERNEL_LOST =
  "The kernel has stopped: sliders, scrubber and Play still show the path in closed form. For the rest, run the cell again; in Voilà, reload the page.";

/** Called once per model, where the host knows it; the views use what it has made. */
function initialize({ model }: InitializeProps<Model>): () => void {
  return onceTold(model, () => sessionOf(model)[1]);
}

function render(props: RenderProps<Model>): () => void {
  const { model } = props;
  hearKernel(model);
  const ask = () => send(model, { type: "heard nothing" });
  const timer = setTimeout(ask, TOLD_WITHIN);
  const end = onceTold(model, () => {
    clearTimeout(timer);
    return show(props);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Begins as soon as the kernel has told the other models' ids, which comes after the model itself. Returns what ends it. */
function onceTold(model: AnyModel<Model>, begin: () => () => void): () => void {
  if (model.get("controls")?.canvas) return begin();
  let end = listen(model, {
    "change:controls"() {
      end();
      end = begin();
    },
  });
  return () => end();
}

function show({ model, el }: RenderProps<Model>): () => void {
  const [session, letGo] = sessionOf(model);
  const view = createView(el);
  const shotOf = shotMaker();
  let zones: Zones | undefined;
  let galaxyLine: GalaxyLine | undefined;
  let overlay: Overlay | undefined;
  let explanations: Explanations | undefined;
  let copies: CopyOffer[] = [];
  let refused = "";
  const announce = debounced(() => view.announce(), SETTLED);
  const draw = () => {
    const present = session.present();
    const { known, positions, shown: now, rows, hasKernel, hadKernel } = present;
    const root = el.closest(".hubble-explorer");
    root?.classList.toggle("hubble-without-kernel", !hasKernel);
    if (view.draw(model, now, known.running, model.get("error") || refused)) announce();
    view.tell(hasKernel ? "" : hadKernel ? KERNEL_LOST : NO_KERNEL);
    if (root) fillScrubber(root, now.learned.iteration ?? 0, now.iterations);
    zones?.draw(known, positions);
    overlay?.pointer.lookAmong(rows);
    const chosen = rows.names.indexOf(model.get("galaxy") as string); // by the list in More; null is none
    const row = overlay?.pointer.row ?? (chosen < 0 ? null : chosen);
    galaxyLine?.draw(rows, row, now.learned, labelsOf(model.get("labels")));
    if (isFilled(known.settings) && isFilled(known.moments)) {
      const { settings, moments } = known;
      const labels = labelsOf(known.labels);
      explanations?.draw({ settings, labels, shown: now, rows, exact: model.get("exact") });
      const startLoss = () =>
        lossAtStart(moments, settings, now.descent?.start ?? settings.start, rows);
      const source = { ...present, settings, labels: known.labels, startLoss };
      const { row: touched = null, iteration = null, byFinger: isTouch } = overlay?.pointer ?? {};
      const byFinger = !!isTouch && touched !== null;
      overlay?.draw(session.pictures.prepared, shotOf(source, { row, iteration, byFinger }));
    }
    for (const each of copies) each.draw();
  };
  const unfollow = session.follow(draw);
  const leave = whilePlaced(el, (root) => {
    const placed = createZones(root);
    const line = createGalaxyLine(root);
    const marks = createOverlay(root, session, session.changed);
    const help = explain(root, el, view.say);
    [zones, galaxyLine, overlay, explanations] = [placed, line, marks, help];
    copies = offerTexts(root, model, session);
    const ends = [
      roundSliders(root),
      tellScrubbing(root, model),
      careForControls(root),
      answerScrubberKeys(root, session.scrubber),
      mindEntries(root, (words) => {
        refused = words;
        session.changed();
      }),
      pauseAtWhatIsShown(root, session),
      hear(root, { "pointerup keyup": session.acted }, true),
      offerPlay(root, session.scrubber, session.scrubTo),
      keepOrder(root, model),
      offerTable(root, model, () => csvNow(model.get("results"), session.present().shown)),
      ...copies.map(({ stop }) => stop),
      showOwnFigure(root, model),
      watchPage(root, el, model, placed.place),
      placed.stop,
      line.stop,
      marks.stop,
      help.stop,
    ];
    session.changed();
    return () => {
      for (const end of ends) end();
    };
  });
  draw();
  return () => {
    unfollow();
    announce.cancel();
    leave();
    view.stop();
    letGo();
  };
}

/** The line and the script of what is shown now, to be copied. */
function offerTexts(root: HTMLElement, model: AnyModel<Model>, session: Session): CopyOffer[] {
  return [
    offerCopy(root, "hubble-copy", "Magic line", () => {
      const { known, positions } = session.present();
      return lineNow(model.get("line"), known, positions);
    }),
    offerCopy(root, "hubble-copy-code", "Python code", () =>
      codeNow(model.get("code"), session.present().shown),
    ),
  ];
}

/** Says where a training stops before the button's click reaches the kernel, which is ahead of what is seen. */
function pauseAtWhatIsShown(root: HTMLElement, session: Session): () => void {
  const clicked = ({ target }: Event) => {
    if (target instanceof Element && target.closest(".hubble-train")) session.pause();
  };
  return hear(root, { click: clicked }, true);
}

/** Makes every element once; drawing only changes texts and attributes. */
function createView(el: HTMLElement) {
  const error = element("div", "hubble-error");
  error.setAttribute("role", "alert");
  const numbers = createNumbers();
  const headline = element("strong", "");
  const sentence = element("span", "");
  const kernel = element("p", "hubble-no-kernel");
  kernel.setAttribute("role", "status");
  const ruler = createRuler();
  const status = element("div", "hubble-status");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  el.classList.add("hubble-readout");
  el.append(
    error,
    numbers.node,
    element("p", "hubble-sentence", headline, " ", question("converged"), sentence),
    kernel,
    ruler.node,
    status,
  );
  let news = "";
  return {
    /** Returns whether there is something else to announce. */
    draw(
      model: AnyModel<Model>,
      { learned, iterations, words }: Shown,
      running: boolean,
      problem: string,
    ): boolean {
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
      const before = news;
      news = announcement(learned, iterations, running, labels);
      return news !== before;
    },
    tell: (words: string) => setText(kernel, words),
    announce: () => setText(status, news),
    /** The same words again are other ones. */
    say: (words: string) => setText(status, words + (status.textContent === words ? "\u00a0" : "")),
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
  const unwatchWidth = watchWidth(root, (width) => {
    const isWide = width >= WIDE;
    root.classList.toggle("hubble-wide", isWide);
    report({ width: isWide ? width - BESIDE : width });
  });
  return () => {
    unwatchTheme();
    unwatchWidth();
  };
}

export default { initialize, render };
