/** "How sure?": the buttons that draw resamples, one by one or all, and what is said about them. */

import { ageOf, element, grouped, isFilled, labelsOf, setText } from "#shared";
import { type Drawing, drawingKeeper, type Sure } from "../marks/drawing";
import type { Prepared } from "../marks/painter";
import type { Uncertainty } from "../marks/scene";
import type { Line } from "../state/model";
import type { Current } from "../state/session";
import { distanceText, resampleText, withoutText } from "../text/how_sure";

/** CSS pixels from the buttons to the right edge of the plot, and their height in it as a share. */
const INSET = 8;
const HEIGHT = 0.5;

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
        bar.node.hidden = true;
        showWords(info?.problem ?? "");
        return null;
      }
      const numberOf = ([slope]: Line) => (info.is_age ? ageOf(slope) : slope);
      drawing = drawingOf(current.rows, moments, info, numberOf);
      const phase = drawing?.advance(performance.now());
      if (phase === "moving") changed();
      bar.draw(root, drawing && prepared, info);
      const { drawn = null, tallies = [], caption = info.caption } = drawing ?? {};
      const sure = { ...info, caption, tallies, drawn, numberOf };
      const [found, said] = sentences(sure, current);
      if (phase === "landed") announce(said);
      showWords(found);
      const labels = labelsOf(current.explorer.labels);
      return { ...sure, without: (row) => withoutText(current.rows, row, moments, sure, labels) };
    },
    stop() {
      bar.node.remove();
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

function createBar(press: (act: "one" | "all") => void) {
  const [more, all] = (["one", "all"] as const).map((act) => {
    const button = element("button", { class: "jupyter-button widget-button", type: "button" });
    button.addEventListener("click", () => press(act));
    return button;
  }) as [HTMLButtonElement, HTMLButtonElement];
  const node = element(
    "div",
    { class: "hubble-resampling", role: "group", "aria-label": "Resamples" },
    more,
    all,
  );
  setText(more, "One more");
  return {
    node,
    /** Shows the buttons over the plot; without `prepared` there are none. */
    draw(root: HTMLElement, prepared: Prepared | null, info: Uncertainty): void {
      node.hidden = !prepared;
      const figure = root.querySelector(".hubble-figure");
      const box = prepared?.planes.uncertainty?.box;
      if (!prepared || !figure || !box) return;
      if (node.parentElement !== figure) figure.append(node);
      setText(all, grouped(info.resamples));
      const canvas = root.querySelector(".hubble-marks")?.getBoundingClientRect();
      if (!canvas) return;
      const { top, right } = figure.getBoundingClientRect();
      const scale = canvas.width / prepared.scene.size[0];
      const height = HEIGHT * box[1] + (1 - HEIGHT) * box[3];
      node.style.right = `${Math.round(right - canvas.left - scale * box[2] + INSET)}px`;
      node.style.top = `${Math.round(canvas.top - top + scale * height)}px`;
    },
  };
}
