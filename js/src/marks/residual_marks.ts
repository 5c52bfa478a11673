/** The marks of the residual plot, under the fit plot. */

import { beyond } from "./curve";
import type { Painting, PaintMark } from "./painter";
import { drawArrowhead, drawMarkers } from "./pen";
import { residualOf } from "./rows";
import type { Mark } from "./scene";

/** Of the size of an arrowhead, from its middle to the edge. */
export const FROM_EDGE = 0.75;

export const RESIDUAL_MARKS: Record<string, PaintMark> = {
  residual_points: (painting, mark) => drawResiduals(painting, painting.shot.rows.thinned, mark),
  residual_left_out: (painting, mark) => drawResiduals(painting, painting.shot.rows.leftOut, mark),
  residual_beyond({ context, plane, shot: { rows, line } }, mark) {
    const inset = FROM_EDGE * (mark.size ?? 0);
    for (const some of [rows.thinned, rows.leftOut]) {
      for (const row of some) {
        const place = beyond(
          plane,
          rows.distance[row] as number,
          residualOf(rows, row, line),
          inset,
        );
        if (place && place.edge !== "right") drawArrowhead(context, place, mark);
      }
    }
  },
  residual_ring({ context, plane, shot: { rows, row, line } }, mark) {
    if (row === null || rows.isCrowd) return;
    const x = plane.toX(rows.distance[row] as number);
    drawMarkers(context, [x, plane.toY(residualOf(rows, row, line))], mark);
  },
};

function drawResiduals(
  { context, plane, shot: { rows, line }, points }: Painting,
  some: Uint32Array,
  mark: Mark,
): void {
  points.length = 0;
  const [low, high] = plane.yRange;
  for (const row of some) {
    const residual = residualOf(rows, row, line);
    if (!(residual >= low && residual <= high)) continue; // an arrowhead says so
    points.push(plane.toX(rows.distance[row] as number), plane.toY(residual));
  }
  drawMarkers(context, points, mark);
}
