/**
 * The marks of the loss surface: the path of the training over torch's weight and bias; of lines through the origin, on
 * the curve of the loss over the weight.
 */

import {
  beyond,
  drawArrowhead,
  drawMarkers,
  FAR,
  FROM_EDGE,
  fixed,
  lossText,
  message,
  strokePoints,
  traceSegment,
  withUnit,
} from "#shared";
import type { Line } from "../state/model";
import type { MarkState, Painting, PaintMark, States } from "./painting";
import type { Plane } from "./plane";
import type { Mark, Parameters, Range, Scene } from "./scene";

/** Pixels: a path is drawn with points about so far apart. */
const APART = 0.7;
/** Iterations that are near the start. */
const FIRST = 100;

export const SURFACE_MARKS: Record<string, PaintMark> = {
  surface_full_batch: (painting, mark) => strokePath(painting, painting.state.guide, mark),
  surface_ahead: (painting, mark) => strokePath(painting, painting.state.ahead, mark),
  surface_path(painting, mark) {
    const { computed, iteration } = painting.state;
    strokePath(painting, computed, mark, iteration);
  },
  surface_start(painting, mark) {
    const { start, lossOf } = painting.state;
    drawPoint(painting, start, lossOf, mark);
  },
  surface_marker(painting, mark) {
    const { line, loss } = painting.state;
    drawPoint(painting, line, () => loss, mark);
  },
  surface_beyond({ context, scene, plane, state: { line, loss } }, mark) {
    const [weight, height] = parametersOf(scene, line, () => loss);
    const place = beyond(plane, weight, height, FROM_EDGE * (mark.size ?? 0));
    if (place) drawArrowhead(context, place, mark);
  },
  surface_start_note(painting, mark) {
    const { scene, plane, state, note } = painting;
    const [x, y] = placeOf(plane, scene, state.start, state.lossOf);
    if (!Number.isFinite(x + y)) return;
    tracePathOf(painting, state.ahead, FIRST);
    const around = [painting.points.filter(Number.isFinite)];
    note({ lines: [message("start")], x, y, below: true, around }, mark);
  },
  surface_dot(painting, mark) {
    const { pointedLine, lossOf } = painting.state;
    if (pointedLine) drawPoint(painting, pointedLine, lossOf, mark);
  },
  surface_note({ scene, plane, state, note }, mark) {
    const { pointedLine, lossOf, labels } = state;
    if (!pointedLine) return;
    const loss = lossOf(pointedLine);
    const [x, y] = placeOf(plane, scene, pointedLine, () => loss);
    const lines = [
      lossText(loss),
      message("slope {slope}", { slope: withUnit(fixed(pointedLine[0], 2), labels.slope_unit) }),
      message("intercept {intercept}", {
        intercept: withUnit(fixed(pointedLine[1], 1), labels.y_unit),
      }),
    ];
    if ((scene.parameters as Parameters).is_curve) lines.pop(); // each line there goes through the origin
    note({ lines, x, y, below: false }, mark);
  },
};

type LossOf = MarkState["lossOf"];

function drawPoint(
  { context, scene, plane }: Painting,
  line: Line,
  lossOf: LossOf,
  mark: Mark,
): void {
  const [x, y] = placeOf(plane, scene, line, lossOf);
  if (Math.abs(x) < FAR && Math.abs(y) < FAR) drawMarkers(context, [x, y], mark);
}

function strokePath(
  painting: Painting,
  path: States | null,
  mark: Mark,
  until = Number.POSITIVE_INFINITY,
): void {
  tracePathOf(painting, path, until);
  strokePoints(painting.context, painting.points, mark);
}

/** Fills `points` with the places of the states of a path. */
function tracePathOf(painting: Painting, path: States | null, until: number): void {
  const { scene, plane, points } = painting;
  points.length = 0;
  if (!path) return;
  const placeAt = (iteration: number) =>
    placeOf(plane, scene, path.lineAt(iteration), () => path.at(iteration));
  tracePath(placeAt, {
    until: Math.min(until, path.last),
    isSmooth: path.isSmooth,
    figure: scene.size,
    points,
  });
}

/** Weight and bias of a line; weight and loss on a curve. Only a curve needs the loss. */
function parametersOf(
  { parameters }: Pick<Scene, "parameters">,
  [slope, intercept]: Line,
  lossOf: () => number,
): Range {
  const all = parameters as Parameters;
  const scaled = intercept + slope * all.distance_offset - all.velocity_offset;
  return [slope / all.slope_scale, all.is_curve ? lossOf() : scaled / all.velocity_scale];
}

/** The place of a line on the surface or the curve, in pixels; NaN if it is too far off. */
export function placeOf(
  plane: Plane,
  scene: Pick<Scene, "parameters">,
  line: Line,
  lossOf: LossOf,
): Range {
  const { reach } = scene.parameters as Parameters;
  const [weight, height] = parametersOf(scene, line, () => lossOf(line));
  const isNear = Math.abs(weight) < reach && Math.abs(height) < reach;
  return isNear ? [plane.toX(weight), plane.toY(height)] : [Number.NaN, Number.NaN];
}

interface Tracing {
  /** The last iteration. */
  until: number;
  /** Whether what comes after an iteration is nearer to the end, so that halves whose ends are close need no points. */
  isSmooth: boolean;
  figure: Range;
  /** Filled with x and y of the points; NaN is a gap. */
  points: number[];
}

/** Traces the places of the states of a path, with no more points than can be seen. */
export function tracePath(placeAt: (iteration: number) => Range, tracing: Tracing): void {
  const { until, isSmooth, points } = tracing;
  points.length = 0;
  const add = pathAdder(tracing);
  const first = placeAt(0);
  add(first);
  if (isSmooth) {
    halve(placeAt, [0, first], [until, placeAt(until)], add);
    return;
  }
  let last = first;
  for (let iteration = 1; iteration <= until; iteration += 1) {
    const place = placeAt(iteration);
    if (areClose(place, last) && iteration < until) continue;
    add(place);
    last = place;
  }
}

type Stop = readonly [iteration: number, place: Range];

/** Adds the places after `from` up to `to`, except those between two that are close and stay so. */
function halve(
  placeAt: (iteration: number) => Range,
  from: Stop,
  to: Stop,
  add: (place: Range) => void,
): void {
  const [first, last] = [from[0], to[0]];
  if (last <= first) return;
  // A swinging path comes back to the same place at each second iteration.
  const isStill = areClose(from[1], to[1]) && areClose(from[1], placeAt(first + 1));
  if (last === first + 1 || isStill) {
    add(to[1]);
    return;
  }
  const middle = Math.floor((first + last) / 2);
  const between: Stop = [middle, placeAt(middle)];
  halve(placeAt, from, between, add);
  halve(placeAt, between, to, add);
}

const areClose = ([x0, y0]: Range, [x1, y1]: Range): boolean =>
  Math.abs(x1 - x0) < APART && Math.abs(y1 - y0) < APART;

/** Returns what adds the next place of a path. A canvas draws far places inexactly, so their segments are cut. */
function pathAdder({ figure, points }: Tracing): (place: Range) => void {
  const gap = () => points.push(Number.NaN, Number.NaN);
  const isFar = ([x, y]: Range) => !(Math.abs(x) < FAR && Math.abs(y) < FAR);
  let before: Range | undefined;
  return (place) => {
    const exists = Number.isFinite(place[0] + place[1]);
    if (before && exists && (isFar(before) || isFar(place))) {
      gap();
      traceSegment(before, place, figure, points);
      gap();
    }
    if (exists && !isFar(place)) points.push(...place);
    before = exists ? place : undefined;
    if (!exists) gap();
  };
}
