/** The marks of the residuals: lines and squares in the fit plot, and the residual plot under it. */

import {
  beyond,
  canBeDrawn,
  clamp,
  drawArrowhead,
  drawMarkers,
  FAR,
  FROM_EDGE,
  residualOf,
  strokeSegments,
} from "#shared";
import { drawBoxes } from "./boxes";
import type { Painting, PaintMark } from "./painting";
import type { Box, Mark } from "./scene";

export const RESIDUAL_MARKS: Record<string, PaintMark> = {
  squares(painting, mark) {
    const { context, plane, points } = painting;
    points.length = 0;
    eachResidual(painting, (x, row, foot) => {
      const { left, top, side } = squareOf(x, row, foot, plane.box);
      points.push(left, top, left + side, top + side);
    });
    drawBoxes(context, points, mark);
  },
  residual_lines(painting, mark) {
    const { context, points } = painting;
    points.length = 0;
    eachResidual(painting, (x, row, foot) => points.push(x, row, x, foot));
    strokeSegments(context, points, mark);
  },
  residual_points: (painting, mark) => drawResiduals(painting, painting.state.rows.thinned, mark),
  residual_left_out: (painting, mark) =>
    drawResiduals(painting, painting.state.rows.excluded, mark),
  residual_beyond({ context, plane, state: { rows, line } }, mark) {
    const inset = FROM_EDGE * (mark.size ?? 0);
    for (const some of [rows.thinned, rows.excluded]) {
      for (const row of some) {
        const place = beyond(
          plane,
          rows.distance[row] as number,
          residualOf(rows, row, line),
          inset,
        );
        if (place?.edge === "up" || place?.edge === "down") drawArrowhead(context, place, mark);
      }
    }
  },
  residual_ring({ context, plane, state: { rows, row, line } }, mark) {
    if (row === null || rows.isCrowd) return;
    const x = plane.toX(rows.distance[row] as number);
    drawMarkers(context, [x, plane.toY(residualOf(rows, row, line))], mark);
  },
};

function drawResiduals(
  { context, plane, state: { rows, line }, points }: Painting,
  some: Uint32Array,
  mark: Mark,
): void {
  points.length = 0;
  const [low, high] = plane.yRange;
  for (const row of some) {
    const residual = residualOf(rows, row, line);
    if (!(residual >= low && residual <= high)) continue; // residual_beyond draws an arrowhead for it
    points.push(plane.toX(rows.distance[row] as number), plane.toY(residual));
  }
  drawMarkers(context, points, mark);
}

/** Calls `call` with the place of each included row, and with the line's height there. */
function eachResidual(
  { plane, state: { rows, line, time } }: Painting,
  call: (x: number, row: number, foot: number) => void,
): void {
  if (rows.isCrowd || time || !canBeDrawn(plane, line)) return;
  for (const row of rows.thinned) {
    const distance = rows.distance[row] as number;
    const foot = plane.toY(line[0] * distance + line[1]);
    call(plane.toX(distance), plane.toY(rows.velocity[row] as number), foot);
  }
}

/** A square on the screen: its left edge, its upper edge and its side. */
export interface Square {
  left: number;
  top: number;
  side: number;
}

/** The square of a residual, on the side away from a rising line, or on the one with room (hubble_widget/figure/artists/residual_marks.py). */
export function squareOf(x: number, row: number, foot: number, [left, , right]: Box): Square {
  const side = Math.min(Math.abs(row - foot), FAR);
  const goesRight = row > foot ? x + side <= right : x - side < left;
  return { left: goesRight ? x : x - side, top: clamp(Math.min(row, foot), -FAR, FAR), side };
}
