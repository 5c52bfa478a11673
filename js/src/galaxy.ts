/** The galaxy that is pointed out in the plots, in words beside the list: a picture tells nothing to a screen reader. */

import { element, setText } from "./dom";
import { exists } from "./format";
import { placeText, type Rows, residualOf, residualText } from "./marks/rows";
import type { Labels, Learned } from "./model";
import { throttled } from "./timing";

const ROW = ".hubble-galaxies";

/** Milliseconds between two changes: it is read out. */
const EVERY = 500;

export interface GalaxyLine {
  draw(rows: Rows, row: number | null, learned: Learned, labels: Labels): void;
  stop(): void;
}

export function createGalaxyLine(root: HTMLElement): GalaxyLine {
  const line = element("span", "hubble-galaxy");
  line.setAttribute("role", "status");
  let text = "";
  const write = throttled(() => setText(line, text), EVERY);
  return {
    draw(rows, row, learned, labels) {
      const parent = root.querySelector(ROW);
      if (parent && line.parentElement !== parent) parent.append(line);
      const next = row === null ? "" : galaxyText(rows, row, learned, labels);
      if (next === text) return;
      text = next;
      write();
    },
    stop() {
      write.cancel();
      line.remove();
    },
  };
}

/** Name, numbers, and the residual from the line that is shown, as the plots write them. */
export function galaxyText(
  rows: Rows,
  row: number,
  { slope, intercept }: Learned,
  labels: Labels,
): string {
  const name = rows.isLeftOut[row] ? `${rows.names[row]}, left out` : rows.names[row];
  const told = `${name}: ${placeText(rows, row, labels)}`;
  if (!exists(slope) || !exists(intercept)) return told;
  return `${told}, ${residualText(residualOf(rows, row, [slope, intercept]), labels)}`;
}
