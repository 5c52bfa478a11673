/** The marks of the fit plot. */

import { number } from "../decimal";
import {
  canBeDrawn,
  type Handle,
  handlesOf,
  isAbove,
  isOutOfSight,
  squareOf,
  traceLine,
  traceSegment,
} from "./lines";
import { LONGEST_NAME, oneLine, shorten } from "./notes";
import type { Painting, PaintMark, Shot } from "./painter";
import { drawMarkers, drawSquares, strokePoints, strokeSegments } from "./pen";
import type { Plane } from "./plane";
import { placeText, residualOf, residualText } from "./rows";
import type { Mark, Scene } from "./scene";

const OUT_OF_SIGHT = "learned line: out of sight";

export const FIT_MARKS: Record<string, PaintMark> = {
  squares(painting, mark) {
    const { context, plane, points } = painting;
    points.length = 0;
    eachResidual(painting, (x, row, foot) => {
      const { left, top, side } = squareOf(x, row, foot, plane.box);
      points.push(left, top, side);
    });
    drawSquares(context, points, mark);
  },
  residual_lines(painting, mark) {
    const { context, points } = painting;
    points.length = 0;
    eachResidual(painting, (x, row, foot) => points.push(x, row, x, foot));
    strokeSegments(context, points, mark);
  },
  start_line({ context, scene, plane, shot, points }, mark) {
    if (!showsStart(plane, shot)) return;
    traceLine(plane, shot.start, scene.size, points);
    strokePoints(context, points, mark);
  },
  learned({ context, scene, plane, shot, points }, mark) {
    if (!canBeDrawn(plane, shot.line)) return;
    traceLine(plane, shot.line, scene.size, points);
    strokePoints(context, points, mark);
  },
  exact({ context, scene, plane, points }, mark) {
    const { x, y } = scene.exact_line;
    points.length = 0;
    for (const [index, at] of x.entries()) {
      points.push(plane.toX(at), plane.toY(y[index] as number));
    }
    if (points.length === 4) {
      const [x0, y0, x1, y1] = points.splice(0) as [number, number, number, number];
      traceSegment([x0, y0], [x1, y1], scene.size, points);
    }
    strokePoints(context, points, mark);
  },
  out_of_sight({ plane, shot, note }, mark) {
    if (!isOutOfSight(plane, shot.line)) return;
    const [left, top, right, bottom] = plane.box;
    const isAtTop = isAbove(plane, shot.line);
    const x = mark.side === "left" ? left : right;
    note({ lines: [OUT_OF_SIGHT], x, y: isAtTop ? top : bottom, below: true }, mark);
  },
  handles({ context, scene, plane, shot }, mark) {
    const places = startHandles(scene, plane, shot);
    if (places)
      drawMarkers(
        context,
        places.flatMap(({ x, y }) => [x, y]),
        mark,
      );
  },
  start_note({ scene, plane, shot, note }, mark) {
    const places = startHandles(scene, plane, shot);
    if (!places) return;
    const { x, y } = places[1];
    note({ lines: [`your guess: loss ${number(shot.startLoss, 4)}`], x, y, below: true }, mark);
  },
  galaxy_ring({ context, plane, shot }, mark) {
    const { rows, row } = shot;
    if (row === null) return;
    const x = plane.toX(rows.distance[row] as number);
    drawMarkers(context, [x, plane.toY(rows.velocity[row] as number)], mark);
  },
  galaxy_note({ plane, shot, note }, mark) {
    const { rows, row } = shot;
    if (row === null) return;
    const x = plane.toX(rows.distance[row] as number);
    note(
      { lines: rowLines(shot, row), x, y: plane.toY(rows.velocity[row] as number), below: false },
      mark,
    );
  },
};

/** Calls back with the place of each row that counts, and how high the line is there. */
function eachResidual(
  { plane, shot: { rows, line } }: Painting,
  call: (x: number, row: number, foot: number) => void,
): void {
  if (rows.isCrowd || !canBeDrawn(plane, line)) return;
  for (const row of rows.thinned) {
    const distance = rows.distance[row] as number;
    const foot = plane.toY(line[0] * distance + line[1]);
    call(plane.toX(distance), plane.toY(rows.velocity[row] as number), foot);
  }
}

function showsStart(plane: Plane, { showsStart, start }: Shot): boolean {
  return showsStart && canBeDrawn(plane, start);
}

/** Where the handles are; null where there are none. */
export function startHandles(
  { marks }: Pick<Scene, "marks">,
  plane: Plane,
  shot: Shot,
): [Handle, Handle] | null {
  const { handles } = marks;
  if (!handles?.visible || !showsStart(plane, shot)) return null;
  return handlesOf(plane, shot.start, insideOf(handles));
}

/** How far handles keep from the edges. */
export function insideOf({ size = 0 }: Mark): number {
  return 0.75 * size;
}

/** What is known of a row. */
function rowLines({ rows, line, labels, byFinger }: Shot, row: number): string[] {
  const name = shorten(oneLine(rows.names[row] ?? ""), LONGEST_NAME);
  const isOut = rows.isLeftOut[row];
  const lines = [isOut ? `${name}, left out` : name, placeText(rows, row, labels)];
  if (!Number.isNaN(line[0])) lines.push(residualText(residualOf(rows, row, line), labels));
  if (byFinger) lines.push(`tap again to ${isOut ? "take it back" : "leave it out"}`);
  return lines;
}
