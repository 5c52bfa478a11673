/**
 * The marks of the view "How sure?": one resample in the fit plot; a histogram of ages, the learned and the exact age,
 * and one that falls into place.
 */

import {
  beyond,
  canBeDrawn,
  captionPlace,
  clamp,
  drawArrowhead,
  drawCaption,
  drawMarkers,
  FAR,
  FROM_EDGE,
  strokePoints,
  textStyle,
  traceLine,
} from "#shared";
import { drawBoxes } from "./boxes";
import type { Painting, PaintMark, Sure } from "./painting";
import type { Mark } from "./scene";

/** Where no bin holds more resamples than this, a bar is lower than the tallest may be. */
const FEW = 12;

/** The number of segments of a curve. */
const PIECES = 64;

/** A row that is drawn twice has two rings: the second one is larger by this share. */
const RING = 0.42;

export const UNCERTAINTY_MARKS: Record<string, PaintMark> = {
  resample_galaxies({ context, plane, state: { sure, rows } }, mark) {
    for (const [index, count] of sure?.drawn?.counts.entries() ?? []) {
      const row = rows.included[index] as number;
      const place = [
        plane.toX(rows.distance[row] as number),
        plane.toY(rows.velocity[row] as number),
      ];
      for (let ring = 0; ring < count; ring += 1) {
        drawMarkers(context, place, { ...mark, size: (mark.size ?? 0) * (1 + RING * ring) });
      }
    }
  },
  resample_line({ context, scene, plane, state: { sure }, points }, mark) {
    if (!sure?.drawn || !canBeDrawn(plane, sure.drawn.line)) return;
    traceLine(plane, sure.drawn.line, scene.size, points);
    strokePoints(context, points, mark);
  },
  galaxy_band({ context, plane, state: { sure }, points }, mark) {
    if (!sure?.band) return;
    const [left, , right] = plane.box;
    for (const edge of [0, 1] as const) {
      points.length = 0;
      for (let piece = 0; piece <= PIECES; piece += 1) {
        const x = left + ((right - left) * piece) / PIECES;
        points.push(x, clamp(plane.toY(sure.band(plane.atX(x))[edge]), -FAR, FAR));
      }
      strokePoints(context, points, mark);
    }
  },
  other_regression({ context, scene, plane, state: { sure }, points }, mark) {
    if (!sure?.other || !canBeDrawn(plane, sure.other)) return;
    traceLine(plane, sure.other, scene.size, points);
    strokePoints(context, points, mark);
  },
  age_other(painting, mark) {
    const { sure } = painting.state;
    if (sure?.other) strokeValue(painting, sure.numberOf(sure.other), sure.heights[1], mark);
  },
  age_bars(painting, mark) {
    const { context, plane, state, points } = painting;
    if (!state.sure) return;
    const { bins, tallies } = state.sure;
    points.length = 0;
    for (let bin = 0; bin < tallies.length; bin += 1) {
      if (!tallies[bin]) continue;
      const [left, right] = [bin, bin + 1].map((edge) => plane.toX(bins[0] + edge * bins[1]));
      const height = heightOf(state.sure, bin);
      points.push(left as number, plane.toY(height), right as number, plane.toY(0));
    }
    drawBoxes(context, points, mark);
  },
  age_learned(painting, mark) {
    const { sure, line } = painting.state;
    if (sure) strokeValue(painting, sure.numberOf(line), sure.heights[1], mark);
  },
  age_beyond({ context, plane, state: { sure, line } }, mark) {
    if (!sure) return;
    const inset = FROM_EDGE * (mark.size ?? 0);
    const place = beyond(plane, sure.numberOf(line), sure.heights[1] / 2, inset);
    if (place) drawArrowhead(context, place, mark);
  },
  age_exact(painting, mark) {
    const { sure } = painting.state;
    if (sure) strokeValue(painting, sure.value, sure.heights[1], mark);
  },
  age_dot({ context, plane, state: { sure } }, mark) {
    if (!sure?.drawn) return;
    const { bins, drawn, numberOf } = sure;
    const value = numberOf(drawn.line);
    const landing = heightOf(sure, Math.floor((value - bins[0]) / bins[1]));
    const height = landing + (1 - drawn.fallen ** 2) * (1 - landing);
    if (Number.isFinite(value)) drawMarkers(context, [plane.toX(value), plane.toY(height)], mark);
  },
  age_caption({ context, scene, plane, state: { sure } }, mark) {
    if (!sure) return;
    drawCaption(context, sure.caption, captionPlace(plane), textStyle(scene.text, mark));
  },
};

/** The height of the bar of a bin, as a share of the axes. */
function heightOf({ heights, tallies }: Sure, bin: number): number {
  return (heights[0] * (tallies[bin] ?? 0)) / Math.max(FEW, ...Array.from(tallies));
}

/** Strokes a vertical line, from below as matplotlib does: its dashes begin there. */
function strokeValue(
  { context, plane, points }: Painting,
  value: number,
  height: number,
  mark: Mark,
): void {
  const [low, high] = plane.xRange;
  if (!(value >= low && value <= high)) return;
  const x = plane.toX(value);
  const [, top, , bottom] = plane.box;
  points.length = 0;
  points.push(x, bottom, x, bottom - height * (bottom - top));
  strokePoints(context, points, mark);
}
