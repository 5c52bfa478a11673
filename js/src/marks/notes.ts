/** Notes in the plots: their text, and their place beside a point (hubble_widget/figure/artists/note.py). */

import { clamp } from "./plane";
import type { Box } from "./scene";

/** Between the text and the edge of its box, in sizes of the text. */
const PADDING = 0.35;
/** Points (1/72 inch) between the pointed place and the box. */
export const GAP = 8;
/** From line to line, in sizes of the text. */
export const LEADING = 1.35;
/** Characters that a line keeps even in very narrow axes. */
const FEWEST = 4;
/** Characters; no axes are that wide. */
export const LONGEST_NAME = 60;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds them.
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g;

export interface Placed {
  lines: string[];
  /** The box. */
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
  /** Whether it stands under the point; else above it at the right. It stands elsewhere if there is no room. */
  below: boolean;
}

interface Measures {
  size: number;
  gap: number;
  widthOf(text: string): number;
}

/** Shortens the lines until they fit into the plot, and finds a place with room for them. */
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

/** Text without line breaks and control characters. */
export const oneLine = (text: string): string =>
  text.split(/\s+/).filter(Boolean).join(" ").replace(CONTROL, "\ufffd");

/** Text of at most `most` characters, with an ellipsis in the middle: many names differ only at the end. */
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
