/** The marks of the loss plot. */

import { number } from "../decimal";
import { beyond, type Losses, traceLosses } from "./curve";
import type { PaintMark, Shot } from "./painter";
import { drawArrowhead, drawCaption, drawMarkers, strokePoints, textStyle } from "./pen";
import { clamp, type Plane } from "./plane";
import { FROM_EDGE } from "./residual_marks";
import { inPixels, type Scene } from "./scene";

/** Of the axes, from the left and from below. */
const CAPTION_AT = [0.985, 0.975] as const;
/** Points from the top of the plot to what stands under the caption. */
const UNDER_CAPTION = 20;

export const LOSS_MARKS: Record<string, PaintMark> = {
  loss_ahead({ context, plane, shot, points }, mark) {
    if (!shot.ahead) return;
    traceLosses(plane, shot.ahead, shot.ahead.last, points);
    strokePoints(context, points, mark);
  },
  loss({ context, plane, shot, points }, mark) {
    if (!shot.walked) return;
    traceLosses(plane, shot.walked, shot.iteration, points);
    strokePoints(context, points, mark);
  },
  loss_marker({ context, plane, shot: { iteration, loss } }, mark) {
    if (!Number.isFinite(loss)) return;
    drawMarkers(context, [plane.toX(iteration), plane.toY(loss)], mark);
  },
  loss_beyond({ context, scene, plane, shot: { iteration, loss } }, mark) {
    const value = Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
    const room = inPixels(UNDER_CAPTION, scene);
    const place = beyond(plane, iteration, value, FROM_EDGE * (mark.size ?? 0), room);
    if (place) drawArrowhead(context, place, mark);
  },
  caption({ context, scene, plane: { box }, shot }, mark) {
    const [left, top, right, bottom] = box;
    const x = left + CAPTION_AT[0] * (right - left);
    const y = bottom - CAPTION_AT[1] * (bottom - top);
    const text = `iteration ${shot.iteration}   ${lossText(shot.loss)}`;
    drawCaption(context, text, [x, y], textStyle(scene.text, mark));
  },
  guide({ context, plane, shot, points }, mark) {
    if (pointedLoss(shot) === null) return;
    const x = plane.toX(shot.pointed ?? 0);
    points.length = 0;
    points.push(x, plane.box[1], x, plane.box[3]);
    strokePoints(context, points, mark);
  },
  loss_dot({ context, plane, shot }, mark) {
    const loss = pointedLoss(shot);
    if (loss === null || !Number.isFinite(loss)) return;
    drawMarkers(context, [plane.toX(shot.pointed ?? 0), plane.toY(loss)], mark);
  },
  loss_note({ scene, plane, shot, note }, mark) {
    const loss = pointedLoss(shot);
    if (loss === null) return;
    const lines = [`iteration ${shot.pointed}: ${lossText(loss)}`, ...shot.pinned];
    note({ lines, ...notePlace(scene, plane, shot.pointed ?? 0, loss), below: false }, mark);
  },
};

/** The curve that has the iteration which is pointed out: torch may not have come that far yet. */
function pointedCurve({ walked, ahead, pointed }: Shot): Losses | null {
  if (pointed === null) return null;
  return [walked, ahead].find((losses) => losses && pointed <= losses.last) ?? null;
}

function pointedLoss(shot: Shot): number | null {
  return pointedCurve(shot)?.at(shot.pointed ?? 0) ?? null;
}

/** The place of the dot, or one on the guide, under the caption, where the curve is out of sight. */
function notePlace(scene: Scene, plane: Plane, iteration: number, loss: number) {
  const [, top, , bottom] = plane.box;
  const high = top + inPixels(UNDER_CAPTION, scene);
  const y = Number.isFinite(loss) ? plane.toY(loss) : Number.NaN;
  return { x: plane.toX(iteration), y: Number.isNaN(y) ? high : clamp(y, high, bottom) };
}

/** A loss as the plots tell it (hubble_widget/display/words.py). */
export function lossText(loss: number): string {
  return Number.isFinite(loss) ? `loss ${number(loss, 4)}` : "the training diverged";
}

/** The iteration that is nearest to a place. */
export function iterationAt(plane: Plane, x: number, last: number): number {
  return clamp(Math.round(plane.atX(x)), 0, last);
}
