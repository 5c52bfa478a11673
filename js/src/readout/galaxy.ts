/** The pointed or selected galaxy as a text beside the list, for screen readers, which cannot read the plots. */

import { element, setText } from "../host/dom";
import { throttled } from "../host/timing";
import { placeText, type Rows, residualOf, residualText } from "../marks/rows";
import type { Labels, Learned } from "../state/model";
import { exists } from "../text/format";
import { message } from "../text/messages";

const ROW = ".hubble-galaxies";

/** Milliseconds between two changes: a screen reader reads each one. */
const EVERY = 500;

export interface GalaxyLine {
  /** `more` comes after a semicolon. */
  draw(rows: Rows, row: number | null, learned: Learned, labels: Labels, more?: string): void;
  stop(): void;
}

export function createGalaxyLine(root: HTMLElement): GalaxyLine {
  const line = element("span", { class: "hubble-galaxy", role: "status" });
  let shown = "";
  const write = throttled(() => setText(line, shown), EVERY);
  return {
    draw(rows, row, learned, labels, more = "") {
      const parent = root.querySelector(ROW);
      if (parent && line.parentElement !== parent) parent.append(line);
      const text = row === null ? "" : galaxyText(rows, row, learned, labels);
      const next = [text, more].filter(Boolean).join("; ");
      if (next === shown) return;
      shown = next;
      write();
    },
    stop() {
      write.cancel();
      line.remove();
    },
  };
}

/** Name, numbers, and the residual from the displayed line, as the plots write them. */
export function galaxyText(
  rows: Rows,
  row: number,
  { slope, intercept }: Learned,
  labels: Labels,
): string {
  const name = rows.isExcluded[row]
    ? message("{name}, left out", { name: rows.names[row] ?? "" })
    : rows.names[row];
  const text = `${name}: ${placeText(rows, row, labels)}`;
  if (!exists(slope) || !exists(intercept)) return text;
  return `${text}, ${residualText(residualOf(rows, row, [slope, intercept]), labels)}`;
}
