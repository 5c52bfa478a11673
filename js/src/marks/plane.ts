/** Converts data to device pixels and back, like matplotlib's transData, but with y downward. */

import type { Axes, Box, Range, Scale } from "./scene";

/** Pixels. A canvas draws inexactly beyond them. */
export const FAR = 2e4;

/** One axis: value → place. */
interface Track {
  place(value: number): number;
  value(place: number): number;
}

export interface Plane {
  readonly box: Box;
  readonly isLinear: boolean;
  /** The lowest and the highest value of each axis. */
  readonly xRange: Range;
  readonly yRange: Range;
  toX(value: number): number;
  toY(value: number): number;
  atX(place: number): number;
  atY(place: number): number;
}

export function planeOf({ box, x, y, x_scale, y_scale }: Axes): Plane {
  const [left, top, right, bottom] = box;
  const across = track(x, x_scale, left, right);
  const down = track(y, y_scale, bottom, top);
  return {
    box,
    isLinear: x_scale === "linear" && y_scale === "linear",
    xRange: sorted(x),
    yRange: sorted(y),
    toX: across.place,
    toY: down.place,
    atX: across.value,
    atY: down.value,
  };
}

/** The place is NaN for a value that a logarithmic axis cannot show. */
function track([from, to]: Range, scale: Scale, first: number, last: number): Track {
  if (scale === "log") {
    const begin = Math.log10(from);
    const perDecade = (last - first) / (Math.log10(to) - begin);
    return {
      place: (value) => (value > 0 ? first + (Math.log10(value) - begin) * perDecade : Number.NaN),
      value: (place) => 10 ** (begin + (place - first) / perDecade),
    };
  }
  const perUnit = (last - first) / (to - from);
  return {
    place: (value) => first + (value - from) * perUnit,
    value: (place) => from + (place - first) / perUnit,
  };
}

const sorted = ([one, other]: Range): Range => (one < other ? [one, other] : [other, one]);

export const contains = ([left, top, right, bottom]: Box, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(value, high));
