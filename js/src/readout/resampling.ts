/** "How sure?": the buttons that draw resamples, what can be shown beside them, and what is said about all this. */

import { ageOf, element, grouped, isFilled, labelsOf, message, setText } from "#shared";
import { galaxyBand, otherRegression } from "../gradient_descent/regressions";
import { type Drawing, drawingKeeper } from "../marks/drawing";
import type { Prepared } from "../marks/painter";
import type { Sure } from "../marks/painting";
import type { Uncertainty } from "../marks/scene";
import type { Labels, Line, Moments } from "../state/model";
import type { Current } from "../state/session";
import {
  bandText,
  distanceText,
  regressionsText,
  resampleText,
  withoutText,
} from "../text/how_sure";

export interface Resampling {
  /** Returns what the marks show; null if another view is shown. */
  draw(current: Current, prepared: Prepared | null): Sure | null;
  stop(): void;
}

/** `changed` draws again in the next frame; `announce` speaks to screen readers. */
export function createResampling(
  root: HTMLElement,
  el: HTMLElement,
  changed: () => void,
  announce: (words: string) => void,
): Resampling {
  const words = element("p", "hubble-remark");
  const drawingOf = drawingKeeper();
  let drawing: Drawing | null = null;
  const bar = createBar((act) => {
    drawing?.[act]();
    changed();
  });
  let news = "";
  const options = createOptions((name) => {
    news = name;
    changed();
  });
  const row = element("div", "hubble-how-sure", options.node, bar.node);
  const showRow = () => {
    const figure = root.querySelector(".hubble-figure");
    if (figure && row.parentElement !== figure) figure.append(row);
    row.hidden = false;
  };
  const showWords = (text: string) => {
    if (!words.isConnected) el.querySelector(".hubble-remark")?.after(words);
    setText(words, text);
  };
  return {
    draw(current, prepared) {
      const { moments } = current.explorer;
      const info = prepared?.scene.uncertainty;
      if (!prepared || !isShown(info) || !isFilled(moments)) {
        drawing = null;
        row.hidden = true;
        showWords(info?.problem ?? "");
        return null;
      }
      const numberOf = ([slope]: Line) => (info.is_age ? ageOf(slope) : slope);
      drawing = drawingOf(current.rows, moments, info, numberOf);
      const phase = drawing?.advance(performance.now());
      if (phase === "moving") changed();
      showRow();
      bar.draw(drawing !== null, info);
      const { drawn = null, tallies = [], caption = info.caption } = drawing ?? {};
      const labels = labelsOf(current.explorer.labels);
      options.draw(labels);
      const { band, other } = options.chosen;
      const sure = {
        ...info,
        caption,
        tallies,
        drawn,
        numberOf,
        band: band ? galaxyBand(moments, info.quantile) : null,
        other: other ? otherRegression(moments) : null,
      };
      const more = optionTexts(sure, moments, labels);
      const [found, said] = sentences(sure, current);
      if (phase === "landed") announce(said);
      if (news) announce(more[news] ?? message("Hidden."));
      news = "";
      showWords([found, ...Object.values(more)].join(" "));
      return { ...sure, without: (row) => withoutText(current.rows, row, moments, sure, labels) };
    },
    stop() {
      row.remove();
      words.remove();
    },
  };
}

type Shown = Omit<Sure, "without">;

const isShown = (info: Partial<Uncertainty> | undefined): info is Uncertainty =>
  info?.value !== undefined;

/** All that is to be read, and its news. */
function sentences(sure: Shown, { explorer, display, rows }: Current): [string, string] {
  const labels = labelsOf(explorer.labels);
  const { drawn, allowed } = sure;
  const learned = sure.numberOf([display.learned.slope ?? Number.NaN, 0]);
  const distance = distanceText(learned, sure, labels);
  if (!drawn) return [`${distance} ${allowed}`, allowed];
  const text = resampleText(drawn, sure, rows, labels);
  return [`${distance} ${allowed} ${text}`, text];
}

/** What is said about what a person has asked for, by the names of the options. */
function optionTexts(sure: Shown, moments: Moments, labels: Labels): Record<string, string> {
  const { cross_ss, distance_ss } = moments;
  const exact: Line = [cross_ss / distance_ss, 0];
  return {
    ...(sure.other ? { other: regressionsText([exact, sure.other], sure, labels) } : {}),
    ...(sure.band ? { band: bandText(labels) } : {}),
  };
}

function createOptions(changed: (name: string) => void) {
  const boxes = { band: checkBox(), other: checkBox() };
  const labels = Object.values(boxes).map(({ label }) => label);
  const node = element(
    "div",
    { class: "hubble-options", role: "group", "aria-label": message("Show also") },
    ...labels,
  );
  for (const [name, { input }] of Object.entries(boxes)) {
    input.addEventListener("change", () => changed(name));
  }
  return {
    node,
    get chosen() {
      return { band: boxes.band.input.checked, other: boxes.other.input.checked };
    },
    draw({ rows, has_age }: Labels): void {
      setText(boxes.band.name, message("Band of single {rows}", { rows }));
      setText(boxes.other.name, has_age ? message("Distance on velocity") : message("x on y"));
    },
  };
}

function checkBox() {
  const input = element("input", { type: "checkbox" });
  const name = element("span", "");
  return { input, name, label: element("label", "", input, name) };
}

function createBar(press: (act: "one" | "all") => void) {
  const [more, all] = (["one", "all"] as const).map((act) => {
    const button = element("button", { class: "jupyter-button widget-button", type: "button" });
    button.addEventListener("click", () => press(act));
    return button;
  }) as [HTMLButtonElement, HTMLButtonElement];
  const name = element("span", { "aria-hidden": "true" }, message("Resamples"));
  const attributes = {
    class: "hubble-resampling",
    role: "group",
    "aria-label": message("Resamples"),
  };
  const node = element("div", attributes, name, more, all);
  setText(more, message("One more"));
  return {
    node,
    draw(isShown: boolean, { resamples }: Uncertainty): void {
      node.hidden = !isShown;
      setText(all, grouped(resamples));
    },
  };
}
