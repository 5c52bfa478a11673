/** Notes in the plots: their text, and their place beside a point (hubble_widget/figure/artists/note.py). */

import { lengthWithin } from "./lines";
import { clamp, contains } from "./plane";
import type { Box, Range } from "./scene";

/** Between the text and the edge of its box, in sizes of the text. */
const PADDING = 0.35;
/** Points (1/72 inch) between the pointed place and the box. */
export const GAP = 8;
/** Distances that are tried, in gaps; only the first for a note that stands under its point. */
const AWAY = [1, 3, 6, 10];
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
  /** The lines that it does not cover if another corner is free; each is x, y, x, y … */
  around?: readonly (readonly number[])[];
}

interface Measures {
  size: number;
  gap: number;
  widthOf(text: string): number;
}

/** Shortens the lines until they fit into the plot, and finds a place with room for them. */
export function placeNote(wanted: Wanted, box: Box, { size, gap, widthOf }: Measures): Placed {
  const padding = PADDING * size + 1;
  const widest = (lines: readonly string[]) => Math.max(...lines.map(widthOf));
  const lines = fitted(wanted.lines.map(oneLine), box[2] - box[0] - 2 * padding, widest);
  const width = widest(lines) + 2 * padding;
  const height = LEADING * size * lines.length + 2 * padding;
  const { left, top } = besidePoint(wanted, [width, height], box, gap);
  return { lines, left, top, width, height, padding };
}

/**
 * The place at a corner of a point where a note of this size covers none of the lines around, rather near than far. Of
 * several such places, and where there is none of all, it is the first: above the point before under it, at its right
 * before at its left. A note is moved into the plot, rather sideways than up or down, and not so that it covers the point
 * (`place_beside` in hubble_widget/figure/artists/note.py).
 */
function besidePoint(
  { x, y, below, around = [] }: Wanted,
  [width, height]: Range,
  [left, top, right, bottom]: Box,
  gap: number,
): { left: number; top: number } {
  const near = gap / 4;
  const places = (below ? [1] : AWAY).flatMap((times, order) => {
    const away = times * gap;
    const [above, under] = [y - away - height, y + away];
    const across = [...(below ? [x - width / 2] : []), x + away, x - away - width];
    return (below ? [under, above] : [above, under]).flatMap((wantedTop) => {
      const atTop = clamp(wantedTop, top, Math.max(top, bottom - height));
      return across.map((wantedLeft) => {
        const atLeft = clamp(wantedLeft, left, Math.max(left, right - width));
        const seen: Box = [
          atLeft - near,
          atTop - near,
          atLeft + width + near,
          atTop + height + near,
        ];
        const isMoved = atTop !== wantedTop;
        const coversPoint = contains(seen, x, y);
        const coversLine = around.some((line) => lengthWithin(line, seen) >= 1);
        const cost =
          16 * Number(coversPoint) + 8 * Number(coversLine) + 2 * order + Number(isMoved);
        return { left: atLeft, top: atTop, cost };
      });
    });
  });
  return places.reduce((best, next) => (next.cost < best.cost ? next : best));
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
