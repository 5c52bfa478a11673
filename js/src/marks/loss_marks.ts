/** The marks of the loss plot. */

import { exists, number } from "../text/decimal";
import { grouped, message } from "../text/messages";
import { beyond, FROM_EDGE, type Losses, traceLosses } from "./curve";
import type { MarkState, Painting, PaintMark } from "./painting";
import { drawArrowhead, drawCaption, drawMarkers, strokePoints, textStyle } from "./pen";
import { clamp, type Plane } from "./plane";
import { inPixels, type Mark, type Scene } from "./scene";

/** Shares of the axes, from the left and from below. */
const CAPTION_AT = [0.985, 0.975] as const;
/** Points (1/72 inch) from the top of the plot to the lower edge of the caption. */
const UNDER_CAPTION = 20;

export const LOSS_MARKS: Record<string, PaintMark> = {
  full_batch: (painting, mark) => strokeLosses(painting, painting.state.guide, mark),
  loss_ahead: (painting, mark) => strokeLosses(painting, painting.state.ahead, mark),
  loss({ context, plane, state, points }, mark) {
    if (!state.computed) return;
    traceLosses(plane, state.computed, state.iteration, points);
    strokePoints(context, points, mark);
  },
  rate_changes({ context, plane, state: { rateChanges, ahead } }, mark) {
    const made = rateChanges.filter((at) => ahead && at <= ahead.last);
    const places = made.flatMap((at) => [plane.toX(at), plane.toY((ahead as Losses).at(at))]);
    drawMarkers(context, places, mark);
  },
  loss_marker({ context, plane, state: { iteration, loss } }, mark) {
    if (!exists(loss)) return;
    drawMarkers(context, [plane.toX(iteration), plane.toY(loss)], mark);
  },
  loss_beyond({ context, scene, plane, state: { iteration, loss } }, mark) {
    const value = exists(loss) ? loss : Number.POSITIVE_INFINITY;
    const room = inPixels(UNDER_CAPTION, scene);
    const place = beyond(plane, iteration, value, FROM_EDGE * (mark.size ?? 0), room);
    if (place) drawArrowhead(context, place, mark);
  },
  caption({ context, scene, plane, state }, mark) {
    const { iteration, loss } = state;
    const values = { iteration: grouped(iteration), loss: lossText(loss) };
    const text = message("iteration {iteration}   {loss}", values);
    drawCaption(context, text, captionPlace(plane), textStyle(scene.text, mark));
  },
  guide({ context, plane, state, points }, mark) {
    if (pointedLoss(state) === null) return;
    const x = plane.toX(state.pointed ?? 0);
    points.length = 0;
    points.push(x, plane.box[1], x, plane.box[3]);
    strokePoints(context, points, mark);
  },
  loss_dot({ context, plane, state }, mark) {
    const loss = pointedLoss(state);
    if (!exists(loss)) return;
    drawMarkers(context, [plane.toX(state.pointed ?? 0), plane.toY(loss)], mark);
  },
  loss_note({ scene, plane, state, note }, mark) {
    const loss = pointedLoss(state);
    if (loss === null) return;
    const iteration = state.pointed ?? 0;
    const first = message("iteration {iteration}: {loss}", {
      iteration: grouped(iteration),
      loss: lossText(loss),
    });
    const lines = [first, ...state.pinned];
    note({ lines, ...notePlace(scene, plane, iteration, loss), below: false }, mark);
  },
};

function strokeLosses({ context, plane, points }: Painting, losses: Losses | null, mark: Mark) {
  if (!losses) return;
  traceLosses(plane, losses, losses.last, points);
  strokePoints(context, points, mark);
}

/** The upper right corner of a caption. */
export function captionPlace({ box: [left, top, right, bottom] }: Plane): [number, number] {
  return [left + CAPTION_AT[0] * (right - left), bottom - CAPTION_AT[1] * (bottom - top)];
}

/** The curve that contains the pointed iteration: torch may not have reached it yet. */
function pointedCurve({ computed, ahead, pointed }: MarkState): Losses | null {
  if (pointed === null) return null;
  return [computed, ahead].find((losses) => losses && pointed <= losses.last) ?? null;
}

const pointedLoss = (state: MarkState): number | null =>
  pointedCurve(state)?.at(state.pointed ?? 0) ?? null;

/** The place of the dot. If the curve is out of sight there: a place on the guide, under the caption. */
function notePlace(scene: Scene, plane: Plane, iteration: number, loss: number) {
  const [, top, , bottom] = plane.box;
  const high = top + inPixels(UNDER_CAPTION, scene);
  const y = exists(loss) ? plane.toY(loss) : Number.NaN;
  return { x: plane.toX(iteration), y: Number.isNaN(y) ? high : clamp(y, high, bottom) };
}

/** A loss as the plots write it (hubble_widget/text/words.py). */
export const lossText = (loss: number): string =>
  exists(loss) ? message("loss {loss}", { loss: number(loss, 4) }) : message("loss too large");

/** The iteration that is nearest to a place. */
export const iterationAt = (plane: Plane, x: number, last: number): number =>
  clamp(Math.round(plane.atX(x)), 0, last);
