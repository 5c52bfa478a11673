/** Notes in the plots: their text, and their place beside a point (hubble_widget/figure/artists/note.py). */

import { lengthWithin } from "./lines";
import { clamp, contains } from "./plane";
import type { Box, Range } from "./scene";

/** Between the text and the edge of its box, in sizes of the text. */
const PADDING = 0.35;
/** Points (1/72 inch) between the pointed place and the box. */
export const GAP = 8;
/** Distances that are tried, in gaps. */
const AWAY = [1, 3, 6, 10];
/** From line to line, in sizes of the text. */
export const LEADING = 1.35;
/** About the width of a letter, in sizes of the text. */
const LETTER = 0.58;
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
  /** Whether only the first distance is tried. */
  near?: boolean;
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
  const height = LEADING * size * lines.length + 2 * padding;
  const longest = Math.max(...lines.map((line) => [...line].length));
  const corner = bestCorner(wanted, [LETTER * size * longest + 2 * padding, height], box, gap);
  const width = widest(lines) + 2 * padding;
  const [left, top] = placeAt(corner, wanted, [width, height], box);
  return { lines, left, top, width, height, padding };
}

/** How far away it is, which share of the note's width is at the left of the point, and whether the note is under it. */
type Corner = readonly [away: number, across: number, isUnder: boolean];

/**
 * The corner of a point where a note of about this size covers none of the lines around, rather near than far. Of several
 * such corners, and where there is none of all, it is the first: above the point before under it, at its right before at
 * its left. A note is moved into the plot, rather sideways than up or down, and not so that it covers the point
 * (`place_beside` in hubble_widget/figure/artists/note.py, which judges by the same size, not by a font's).
 */
function bestCorner(wanted: Wanted, judged: Range, box: Box, gap: number): Corner {
  const [width, height] = judged;
  const { x, y, below, near: isNear, around = [] } = wanted;
  const near = gap / 4;
  let best: Corner | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [order, times] of (isNear ? [1] : AWAY).entries())
    for (const isUnder of [below, !below])
      for (const across of below ? [0.5, 0, 1] : [0, 1]) {
        const corner = [times * gap, across, isUnder] as const;
        const [left, top, isMoved] = placeAt(corner, wanted, judged, box);
        const seen: Box = [left - near, top - near, left + width + near, top + height + near];
        const coversLine = around.some((line) => lengthWithin(line, seen) >= 1);
        const cost = 16 * +contains(seen, x, y) + 8 * +coversLine + 2 * order + +isMoved;
        if (cost < least) [best, least] = [corner, cost];
      }
  return best as Corner;
}

function placeAt(
  [away, across, isUnder]: Corner,
  { x, y }: Wanted,
  [width, height]: Range,
  [left, top, right, bottom]: Box,
): [left: number, top: number, isMoved: boolean] {
  const wantedLeft = x + away * (1 - 2 * across) - across * width;
  const wantedTop = isUnder ? y + away : y - away - height;
  const atTop = clamp(wantedTop, top, bottom - height);
  return [clamp(wantedLeft, left, right - width), atTop, atTop !== wantedTop];
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
  text.trim().replace(/\s+/g, " ").replace(CONTROL, "\ufffd");

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
