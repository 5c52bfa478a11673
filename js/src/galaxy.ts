/** The galaxy that is pointed out in the plots, in words beside the list: a picture tells nothing to a screen reader. */

import { element, setText } from "./dom";
import { exists } from "./format";
import { withUnit } from "./labels";
import { type Galaxy, isFilled, type Learned, type Model } from "./model";
import { throttled } from "./timing";

const ROW = ".hubble-galaxies";

/** Milliseconds between two changes: it is read out. */
const EVERY = 1000;

export interface GalaxyLine {
  draw(galaxy: Model["galaxy"] | undefined, learned: Learned): void;
  stop(): void;
}

export function createGalaxyLine(root: HTMLElement): GalaxyLine {
  const line = element("span", "hubble-galaxy");
  line.setAttribute("role", "status");
  let text = "";
  const write = throttled(() => setText(line, text), EVERY);
  return {
    draw(galaxy, learned) {
      const row = root.querySelector(ROW);
      if (row && line.parentElement !== row) row.append(line);
      const next = galaxyText(galaxy, learned);
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
  galaxy: Model["galaxy"] | undefined,
  { slope, intercept }: Learned,
): string {
  if (!isFilled<Galaxy>(galaxy)) return "";
  const name = galaxy.left_out ? `${galaxy.name}, left out` : galaxy.name;
  const told = `${name}: ${galaxy.numbers}`;
  if (!exists(slope) || !exists(intercept)) return told;
  const residual = galaxy.velocity - (slope * galaxy.distance + intercept);
  return `${told}, residual ${withUnit(signed(residual), galaxy.unit)}`;
}

function signed(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1e6 ? size.toExponential(2) : plain(size);
  return `${value < 0 ? "−" : "+"}${digits}`;
}

function plain(size: number): string {
  return size >= 100 ? size.toFixed(0) : String(Number(size.toPrecision(3)));
}
