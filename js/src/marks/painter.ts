/** Paints the marks of one state over a picture: plot by plot, in the order of zorder. */

import { FIT_MARKS } from "./fit_marks";
import { LOSS_MARKS } from "./loss_marks";
import { GAP, placeNote } from "./notes";
import type { MarkState, Painting, PaintMark } from "./painting";
import { drawNote, textStyle, useFont } from "./pen";
import { type Plane, planeOf } from "./plane";
import { inPixels, type Mark, PLOTS, type Plot, type Scene } from "./scene";

/** By their names in the scene. The others are loaded when a scene has them (js/src/on_demand.ts). */
const MARKS = { ...FIT_MARKS, ...LOSS_MARKS };

export const addMarks = (marks: typeof MARKS) => Object.assign(MARKS, marks);

/** Whether a scene shows marks that are not loaded yet. */
export const lacksMarks = ({ axes, marks }: Scene): boolean =>
  Object.entries(marks).some(
    ([name, mark]) => mark?.visible && axes[mark.axes]?.visible && !MARKS[name],
  );

/** A scene, prepared so that painting it often is fast. */
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
    return Object.entries(MARKS)
      .map(([name, paint]) => ({ plane, mark: scene.marks[name], paint }))
      .filter(
        (each): each is Prepared["marks"][number] =>
          !!each.mark?.visible && each.mark.axes === plot,
      )
      .sort((one, other) => one.mark.zorder - other.mark.zorder);
  });
  return { scene, planes, marks };
}

/** Returns the function that paints a state on a canvas. */
export function createPainter(context: CanvasRenderingContext2D) {
  const points: number[] = [];
  return (prepared: Prepared | null, state: MarkState): void => {
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    if (!prepared) return;
    const { scene } = prepared;
    const painting: Painting = {
      context,
      scene,
      plane: prepared.marks[0]?.plane as Plane,
      state,
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
