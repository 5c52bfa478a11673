/** Paints the marks of one state over a picture: plot by plot, what lies lower first. */

import type { Labels, Line } from "../model";
import type { Losses } from "./curve";
import { FIT_MARKS } from "./fit_marks";
import { LOSS_MARKS } from "./loss_marks";
import { GAP, placeNote, type Wanted } from "./notes";
import { drawNote, textStyle, useFont } from "./pen";
import { type Plane, planeOf } from "./plane";
import { RESIDUAL_MARKS } from "./residual_marks";
import type { Rows } from "./rows";
import { inPixels, type Mark, type Plot, type Scene } from "./scene";

/** What is shown. */
export interface Shot {
  /** NaN where a training has diverged. */
  line: Line;
  iteration: number;
  loss: number;
  /** The losses that the settings lead through, and those of the path that is shown; null where not known. */
  ahead: Losses | null;
  walked: Losses | null;
  start: Line;
  startLoss: number;
  /** Whether the line to start from is shown, with its handles. */
  showsStart: boolean;
  rows: Rows;
  /** The row and the iteration that are pointed out. */
  row: number | null;
  pointed: number | null;
  /** Whether a finger points: it takes a second tap to click. */
  byFinger: boolean;
  /** What is said of the pinned runs at that iteration. */
  pinned: readonly string[];
  labels: Labels;
}

/** What a mark is painted with. */
export interface Painting {
  context: CanvasRenderingContext2D;
  scene: Scene;
  plane: Plane;
  shot: Shot;
  /** Made once: at 60 pictures a second, new ones would have to be swept up. */
  points: number[];
  note(wanted: Wanted, mark: Mark): void;
}

export type PaintMark = (painting: Painting, mark: Mark) => void;

const MARKS: Record<Plot, Record<string, PaintMark>> = {
  fit: FIT_MARKS,
  residual: RESIDUAL_MARKS,
  loss: LOSS_MARKS,
};
const PLOTS = ["fit", "residual", "loss"] as const;

/** A scene made ready to be painted often. */
export interface Prepared {
  scene: Scene;
  planes: Partial<Record<Plot, Plane>>;
  /** In the order of painting. */
  marks: readonly { plane: Plane; mark: Mark; paint: PaintMark }[];
}

export function prepare(scene: Scene): Prepared {
  const planes: Prepared["planes"] = {};
  const marks = PLOTS.flatMap((plot) => {
    const axes = scene.axes[plot];
    if (!axes?.visible) return [];
    const plane = planeOf(axes);
    planes[plot] = plane;
    return Object.entries(MARKS[plot])
      .map(([id, paint]) => ({ plane, mark: scene.marks[id], paint }))
      .filter((each): each is Prepared["marks"][number] => each.mark?.visible ?? false)
      .sort((one, other) => one.mark.zorder - other.mark.zorder);
  });
  return { scene, planes, marks };
}

/** Returns the function that paints one state after the other on a canvas. */
export function createPainter(context: CanvasRenderingContext2D) {
  const points: number[] = [];
  return (prepared: Prepared | null, shot: Shot): void => {
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    if (!prepared) return;
    const { scene } = prepared;
    const painting: Painting = {
      context,
      scene,
      plane: prepared.marks[0]?.plane as Plane,
      shot,
      points,
      note(wanted, mark) {
        const style = textStyle(scene.text, mark);
        useFont(context, style);
        const widthOf = (text: string) => context.measureText(text).width;
        const measures = { size: style.size, gap: inPixels(GAP, scene), widthOf };
        drawNote(context, placeNote(wanted, painting.plane.box, measures), style);
      },
    };
    let clip: Plane | undefined;
    for (const { plane, mark, paint } of prepared.marks) {
      if (plane !== clip) {
        if (clip) context.restore();
        clipTo(context, plane);
        clip = plane;
        painting.plane = plane;
      }
      paint(painting, mark);
    }
    if (clip) context.restore();
  };
}

function clipTo(context: CanvasRenderingContext2D, { box }: Plane): void {
  const [left = 0, top = 0, right = 0, bottom = 0] = box.map(Math.round);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}
