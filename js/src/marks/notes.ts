/** Notes in the plots: what they say, and where beside their point they stand (hubble_widget/display/note.py). */

import { clamp } from "./plane";
import type { Box } from "./scene";

/** Of the size of the text, between the text and its box. */
const PADDING = 0.35;
/** Points between the point and the box. */
export const GAP = 8;
/** Of the size of the text, from line to line. */
export const LEADING = 1.35;
/** Characters that a line keeps however narrow the axes are. */
const FEWEST = 4;
/** Characters, more than any axes are wide. */
export const LONGEST_NAME = 60;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

export interface Placed {
  lines: string[];
  /** Of the box. */
  left: number;
  top: number;
  width: number;
  height: number;
  padding: number;
}

export interface Wanted {
  lines: readonly string[];
  /** The point that the note belongs to. */
  x: number;
  y: number;
  /** Whether it goes under the middle of the point, rather than above it at right, as long as there is room. */
  below: boolean;
}

interface Measures {
  size: number;
  gap: number;
  widthOf(text: string): number;
}

/** Cuts the lines until they fit into the plot, and finds where there is room; near the right edge it is moved left. */
export function placeNote(wanted: Wanted, box: Box, { size, gap, widthOf }: Measures): Placed {
  const [left, top, right, bottom] = box;
  const padding = PADDING * size + 1;
  const widest = (lines: readonly string[]) => Math.max(...lines.map(widthOf));
  const lines = fitted(wanted.lines.map(oneLine), right - left - 2 * padding, widest);
  const width = widest(lines) + 2 * padding;
  const height = LEADING * size * lines.length + 2 * padding;
  const { x, y, below } = wanted;
  const [above, under] = [y - gap - height, y + gap];
  const wantedX = below ? x - width / 2 : x + gap;
  const goesUnder = below ? under + height <= bottom : above < top;
  return {
    lines,
    left: clamp(wantedX, left, Math.max(left, right - width)),
    top: clamp(goesUnder ? under : above, top, Math.max(top, bottom - height)),
    width,
    height,
    padding,
  };
}

function fitted(
  whole: readonly string[],
  room: number,
  widest: (lines: readonly string[]) => number,
): string[] {
  let lines = [...whole];
  let most = Math.max(...lines.map((line) => line.length));
  for (let width = widest(lines); width > room && most > FEWEST; width = widest(lines)) {
    most = Math.max(FEWEST, Math.min(most - 1, Math.floor((most * room) / width)));
    lines = whole.map((line) => shorten(line, most));
  }
  return lines;
}

/** Text without line breaks and other signs that are none. */
export function oneLine(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ").replace(CONTROL, "\ufffd");
}

/** Text of at most so many characters, with an ellipsis in the middle: many names differ only at the end. */
export function shorten(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const [head, tail] = [Math.floor(most / 2), Math.floor((most - 1) / 2)];
  const begin = letters
    .slice(0, head)
    .join("")
    .replace(/[… ]+$/, "");
  const end = letters
    .slice(letters.length - tail)
    .join("")
    .replace(/^[… ]+/, "");
  return `${begin}…${end}`;
}
