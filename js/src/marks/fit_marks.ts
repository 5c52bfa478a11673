/** The marks of the fit plot. */

import { distanceAt, lineAgo } from "../gradient_descent/line";
import type { Line } from "../state/model";
import { number } from "../text/decimal";
import { message } from "../text/messages";
import { canBeDrawn, type Handle, handlesOf, isAbove, isOutOfSight, traceLine } from "./lines";
import { LONGEST_NAME, oneLine, shorten } from "./notes";
import type { MarkState, Painting, PaintMark } from "./painting";
import { drawMarkers, strokePoints } from "./pen";
import type { Plane } from "./plane";
import { placeText, residualOf, residualText } from "./rows";
import type { Mark, Scene } from "./scene";

const OUT_OF_SIGHT = message("learned:\nout of sight").split("\n");

export const FIT_MARKS: Record<string, PaintMark> = {
  start_line: traced(traceStart),
  pointed_line: traced((painting) => traceIfSeen(painting, painting.state.pointedLine)),
  learned: traced(traceLearned),
  exact: traced(traceExact),
  out_of_sight({ plane, state, note }, mark) {
    if (!isOutOfSight(plane, state.line)) return;
    const [left, top, right, bottom] = plane.box;
    const place = Number.isNaN(state.line[0]) ? 2 : Number(!isAbove(plane, state.line));
    const [isRight, isUpper] = mark.corners?.[place] ?? [];
    const [x, y] = [isRight ? right : left, isUpper ? top : bottom];
    note({ lines: OUT_OF_SIGHT, x, y, below: true }, mark);
  },
  handles({ context, scene, plane, state }, mark) {
    const places = startHandles(scene, plane, state);
    if (places)
      drawMarkers(
        context,
        places.flatMap((place) => (place ? [place.x, place.y] : [])),
        mark,
      );
  },
  start_note(painting, mark) {
    const { scene, plane, state, note } = painting;
    const places = startHandles(scene, plane, state);
    if (!places) return;
    const { x, y } = places[1];
    const loss = number(state.startLoss, 4);
    const lines = [message("your guess: loss {loss}", { loss })];
    // Farther away it might cover the note that the learned line is out of sight.
    const near = isOutOfSight(plane, state.line);
    note({ lines, x, y, below: true, near, around: keptClear(painting) }, mark);
  },
  galaxy_ring({ context, plane, state }, mark) {
    const { rows, row } = state;
    if (row === null) return;
    const x = plane.toX(rows.distance[row] as number);
    drawMarkers(context, [x, plane.toY(rows.velocity[row] as number)], mark);
  },
  galaxy_note(painting, mark) {
    const { plane, state, note } = painting;
    const { rows, row } = state;
    if (row === null) return;
    const x = plane.toX(rows.distance[row] as number);
    const y = plane.toY(rows.velocity[row] as number);
    note({ lines: rowLines(state, row), x, y, below: false, around: keptClear(painting) }, mark);
  },
};

/** Fills the points of a painting with those of a line. */
type Trace = (painting: Painting) => void;

function traced(trace: Trace): PaintMark {
  return (painting, mark) => {
    trace(painting);
    strokePoints(painting.context, painting.points, mark);
  };
}

/** Without a line that can be drawn there are no points. */
function traceIfSeen({ scene, plane, points }: Painting, line: Line | null): void {
  points.length = 0;
  if (line && canBeDrawn(plane, line)) traceLine(plane, line, scene.size, points);
}

function traceStart(painting: Painting): void {
  const { showsStart, start } = painting.state;
  traceIfSeen(painting, showsStart ? start : null);
}

function traceLearned(painting: Painting): void {
  const { line, time } = painting.state;
  traceIfSeen(painting, lineAgo(line, time));
}

/** The exact fit may be a curve. */
function traceExact({ scene, plane, state, points }: Painting): void {
  const { x, y } = scene.exact_line;
  if (x.length === 2) {
    const [x0, x1, y0, y1] = [...x, ...y] as [number, number, number, number];
    const slope = (y1 - y0) / (x1 - x0);
    traceLine(plane, lineAgo([slope, y0 - slope * x0], state.time), scene.size, points);
    return;
  }
  points.length = 0;
  for (const [index, at] of x.entries()) {
    const velocity = y[index] as number;
    points.push(plane.toX(distanceAt(at, velocity, state.time)), plane.toY(velocity));
  }
}

const KEPT_CLEAR: [keyof Scene["marks"], Trace][] = [
  ["learned", traceLearned],
  ["exact", traceExact],
  ["start_line", traceStart],
];

/** What notes do not cover: the legend, and the lines that are seen. */
function keptClear(painting: Painting): (readonly number[])[] {
  const { scene, points } = painting;
  const kept = [scene.through_legend];
  for (const [name, trace] of KEPT_CLEAR) {
    if (!scene.marks[name]?.visible) continue;
    trace(painting);
    kept.push([...points]);
  }
  return kept;
}

const showsStart = (plane: Plane, { showsStart, start }: MarkState): boolean =>
  showsStart && canBeDrawn(plane, start);

/** The places of the handles; null if there are none. A line that is held at the origin has only the right one. */
export function startHandles(
  { marks }: Pick<Scene, "marks">,
  plane: Plane,
  state: MarkState,
): [Handle | null, Handle] | null {
  const { handles } = marks;
  if (!handles?.visible || !showsStart(plane, state)) return null;
  const [left, right] = handlesOf(plane, state.start, insideOf(handles));
  return [state.atOrigin ? null : left, right];
}

/** The distance of the handles from the edges. */
export const insideOf = ({ size = 0 }: Mark): number => 0.75 * size;

/** The text of the note on a row. */
function rowLines({ rows, line, labels, byFinger, sure }: MarkState, row: number): string[] {
  const name = shorten(oneLine(rows.names[row] ?? ""), LONGEST_NAME);
  const isOut = rows.isExcluded[row];
  const without = sure?.without(row);
  const title = without
    ? message("without {name}:", { name })
    : isOut
      ? message("{name}, left out", { name })
      : name;
  const lines = [title, ...(without ? [without] : []), placeText(rows, row, labels)];
  if (!without && !Number.isNaN(line[0]))
    lines.push(residualText(residualOf(rows, row, line), labels));
  if (byFinger) {
    lines.push(isOut ? message("tap again to take it back") : message("tap again to leave it out"));
  }
  return lines;
}
