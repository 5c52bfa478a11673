/** The marks of galaxies that run back along d - v t: in the fit plot, and on their tracks. */

import {
  ageOf,
  beyond,
  distanceAt,
  drawArrowhead,
  drawMarkers,
  FAR,
  FROM_EDGE,
  strokeSegments,
} from "#shared";
import type { Painting, PaintMark } from "./painting";
import type { Mark } from "./scene";

export const RUN_BACK_MARKS: Record<string, PaintMark> = {
  run_back_ways(painting, mark) {
    eachGalaxy(painting, (points, x, y, then) => points.push(x, y, then, y));
    strokeSegments(painting.context, painting.points, mark);
  },
  run_back_veils(painting, mark) {
    eachGalaxy(painting, (points, x, y) => points.push(x, y));
    drawMarkers(painting.context, painting.points, mark);
  },
  run_back_galaxies(painting, mark) {
    eachGalaxy(painting, (points, _x, y, then) => points.push(then, y));
    drawMarkers(painting.context, painting.points, mark);
  },
};

export const UNIVERSE_MARKS: Record<string, PaintMark> = {
  universe_learned(painting, mark) {
    strokeTime(painting, ageOf(painting.state.line[0]), mark);
  },
  universe_beyond({ context, plane, state: { line } }, mark) {
    const place = beyond(plane, -ageOf(line[0]), 0, FROM_EDGE * (mark.size ?? 0));
    if (place) drawArrowhead(context, place, mark);
  },
  universe_time(painting, mark) {
    const { time } = painting.state;
    if (time) strokeTime(painting, time, mark);
  },
  universe_galaxies(painting, mark) {
    const { plane, state } = painting;
    eachGalaxy(painting, (points, _x, _y, _then, distance) =>
      points.push(plane.toX(-state.time), plane.toY(distance)),
    );
    drawMarkers(painting.context, painting.points, mark);
  },
};

/** Fills `points`; `add` gets the place of a galaxy today, how far right it was, and its distance then. */
function eachGalaxy(
  { plane, state: { rows, time }, points }: Painting,
  add: (points: number[], x: number, y: number, then: number, distance: number) => void,
): void {
  points.length = 0;
  if (!time) return;
  for (const row of rows.thinned) {
    const [distance, velocity] = [rows.distance[row] as number, rows.velocity[row] as number];
    const before = distanceAt(distance, velocity, time);
    const then = plane.toX(before);
    if (!(Math.abs(then) < FAR)) continue;
    add(points, plane.toX(distance), plane.toY(velocity), then, before);
  }
}

/** An upright line at a time ago. */
function strokeTime({ context, plane, points }: Painting, time: number, mark: Mark): void {
  const x = plane.toX(-time);
  if (!(Math.abs(x) < FAR)) return;
  const [, top, , bottom] = plane.box;
  points.splice(0, points.length, x, top, x, bottom - (mark.foot ?? 0) * (bottom - top));
  strokeSegments(context, points, mark);
}
