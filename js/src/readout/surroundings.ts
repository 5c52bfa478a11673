/** Everything that a view adds to the explorer around it: marks, zones, keys, texts to copy, messages to the kernel. */

import type { AnyModel } from "@anywidget/types";
import { guardEntries } from "../controls/entries";
import { answerScrubberKeys } from "../controls/keyboard";
import { fillScrubber } from "../controls/scrubber";
import { reportScrubbing } from "../controls/scrubbing";
import { createZones } from "../controls/zones";
import { offerExplanations } from "../explain/asking";
import { lossAtStart } from "../gradient_descent/start_state";
import { keepAccessible } from "../host/accessibility";
import { later } from "../host/later";
import { callAll, listenToEvents, watchSizeBelow } from "../host/listening";
import { createPageReport } from "../host/page";
import { watchWidth } from "../host/placing";
import { watchTheme } from "../host/theme";
import { debounced } from "../host/timing";
import { markStateMaker } from "../marks/mark_state";
import { createOverlay } from "../marks/overlay";
import type { Prepared } from "../marks/painter";
import { keepOrder } from "../patches/order";
import { roundSliders } from "../patches/rounding";
import { isFilled, type Line, type Model } from "../state/model";
import { send } from "../state/send";
import type { Current, Session } from "../state/session";
import { labelsOf } from "../text/labels";
import { message } from "../text/messages";
import { createGalaxyLine } from "./galaxy";

/** Milliseconds without a change after which the kernel has time for other things. */
const QUIET = 2000;

/** What the other views depend on. */
const VIEWED = ["settings", "exact", "rows", "scene", "pins", "universe", "page"] as const;

/** In a scene, the number of the picture: another picture of the same changes no view. */
const PICTURE = "picture";

/** Pixels from which the numbers stand beside the plots, and their width there (explorer.css). */
const WIDE = 1100;
const BESIDE = 394;

export interface Surroundings {
  draw(current: Current): void;
  /** The message on a typed number that was refused, or "". */
  refused(): string;
  stop(): void;
}

/** `announce` speaks to screen readers. */
export function createSurroundings(
  root: HTMLElement,
  el: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
  announce: (words: string) => void,
): Surroundings {
  const zones = createZones(root);
  const plots = createPlots(root, el, model, session, announce);
  const help = offerExplanations(root, el, model, announce);
  const texts = later(model, ({ takeAway }) => takeAway(root, model, session));
  const own = createOwnFigure(root, session);
  const universe = later(model, ({ createUniverse }) =>
    createUniverse(root, model, session, announce),
  );
  const alone = later(model, ({ goOnAlone }) => goOnAlone(root, model, session));
  const ask = askForViews(model);
  let refused = "";
  const refuse = (words: string) => {
    refused = words;
    session.changed();
  };
  /** The kernel does not hear of a number that is typed once more, such as the one that its error names. */
  const forget = () => {
    if (model.get("error")) {
      model.set("error", "");
      model.save_changes();
    }
    refuse("");
  };
  const parts = [zones, plots, help, texts, own, universe, alone];
  const ends = [
    ...followControls(root, model, session),
    guardEntries(root, refuse, forget),
    watchPage(root, el, model, zones.place),
    // It has no width while "More" is closed.
    watchSizeBelow(root, ".hubble-take-away", (width) => {
      if (width > 0) void texts.need((each) => each.draw());
    }),
    ...parts.map(({ stop }) => stop),
    ask.cancel,
  ];
  return {
    refused: () => refused,
    draw(current) {
      const { explorer, positions, display, hasKernel } = current;
      root.classList.toggle("hubble-without-kernel", !hasKernel);
      if (hasKernel) {
        ask();
        alone.part()?.leave();
      } else void alone.need((each) => each.draw());
      const prepared = alone.part()?.prepared ?? session.pictures.prepared;
      fillScrubber(root, display.learned.iteration ?? 0, display.iterations);
      zones.draw(explorer, positions);
      plots.draw(current, prepared);
      drawExplanations(help, current, model.get("exact"), !!prepared?.planes.surface);
      texts.part()?.draw();
      own.draw();
      if (isFilled(model.get("universe"))) void universe.need(() => {});
      universe.part()?.draw(current, model.get("exact"));
    },
    stop: () => callAll(ends),
  };
}

/** Asks the kernel for the views that are not shown, once nothing changes: the page may be saved with them. */
function askForViews(model: AnyModel<Model>) {
  let asked = "";
  return debounced(() => {
    const viewed = VIEWED.map((name) => model.get(name));
    const now = JSON.stringify(viewed, (key, value) => (key === PICTURE ? undefined : value));
    if (now === asked || model.get("running")) return;
    asked = now;
    send(model, { type: "views wanted" });
  }, QUIET);
}

function drawExplanations(
  help: ReturnType<typeof offerExplanations>,
  { explorer, display, rows }: Current,
  exact: Model["exact"],
  showsSurface: boolean,
): void {
  const { settings, moments, labels } = explorer;
  if (!isFilled(settings) || !isFilled(moments)) return;
  help.draw({ settings, labels: labelsOf(labels), display, rows, exact, showsSurface });
}

/** The marks over the plots, and the text on the galaxy that is pointed at. */
function createPlots(
  root: HTMLElement,
  el: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
  announce: (words: string) => void,
) {
  const resampling = later(model, ({ createResampling }) =>
    createResampling(root, el, session.changed, announce),
  );
  const galaxyLine = createGalaxyLine(root);
  const overlay = createOverlay(root, session, session.changed);
  const markStateOf = markStateMaker();
  return {
    draw(current: Current, prepared: Prepared | null) {
      const { explorer, display, rows } = current;
      const { settings, moments } = explorer;
      const { pointer } = overlay;
      pointer.lookAmong(rows);
      const selected = rows.names.indexOf(model.get("galaxy") as string); // null is no name
      const row = pointer.row ?? (selected < 0 ? null : selected);
      const isAsked = isFilled(prepared?.scene.uncertainty) && !resampling.part();
      if (isAsked) void resampling.need(session.changed);
      const sure = resampling.part()?.draw(current, prepared) ?? null;
      const without = row === null ? "" : sure?.without(row);
      const more = without && message("without it {result}", { result: without });
      galaxyLine.draw(rows, row, display.learned, labelsOf(model.get("labels")), more);
      if (!isFilled(settings) || !isFilled(moments)) return;
      const start = display.descent?.start ?? settings.start;
      const lossOf = (line: Line) => lossAtStart(moments, settings, line, rows);
      const startLoss = () => lossOf(start);
      const source = { ...current, settings, labels: explorer.labels, startLoss, lossOf, sure };
      const byFinger = current.hasKernel && pointer.byFinger && pointer.row !== null;
      const { iteration } = pointer;
      const line = isFilled(prepared?.scene.parameters) ? pointer.line : null;
      const state = markStateOf(source, { row, iteration, line, byFinger });
      overlay.draw(prepared, state);
    },
    stop() {
      galaxyLine.stop();
      resampling.stop();
      overlay.stop();
    },
  };
}

/** Follows what a person does with the controls below `root`. Returns what ends it. */
const followControls = (
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
): (() => void)[] => [
  roundSliders(root),
  reportScrubbing(root, model),
  keepAccessible(root),
  answerScrubberKeys(root, session.scrubber),
  pauseAtDisplayed(root, session),
  listenToEvents(root, { "pointerup keyup": session.acted }, true),
  keepOrder(root, model),
];

/** Torch is ahead of the page: before a click on Pause the page sends the kernel the iteration that it displays. */
function pauseAtDisplayed(root: HTMLElement, session: Session): () => void {
  const clicked = ({ target }: Event) => {
    if ((target as Element).closest(".hubble-train")) session.pause();
  };
  return listenToEvents(root, { click: clicked }, true);
}

/** Shows the figure of our own, once there is one: where ipympl's front end is missing. */
function createOwnFigure(root: HTMLElement, { pictures }: Session) {
  let hide: (() => void) | undefined;
  return {
    draw() {
      hide ??= pictures.ownFigure?.show(root.querySelector<HTMLElement>(".hubble-figure") ?? root);
    },
    stop: () => hide?.(),
  };
}

/** Follows the explorer's theme and width, and reports them. Calls `themed` after each theme. Returns what ends it. */
function watchPage(
  root: HTMLElement,
  el: HTMLElement,
  model: AnyModel<Model>,
  themed: () => void,
): () => void {
  const report = createPageReport(model);
  const ends = [
    watchTheme(root, (theme) => {
      for (const each of [root, el]) each.classList.toggle("hubble-dark", theme.dark);
      report(theme);
      themed();
    }),
    watchWidth(root, (width) => {
      const isWide = width >= WIDE;
      root.classList.toggle("hubble-wide", isWide);
      report({ width: isWide ? width - BESIDE : width });
    }),
  ];
  return () => callAll(ends);
}
