/** Paints the marks of one state over a picture: plot by plot, in the order of zorder. */

import type { Labels, Line } from "../state/model";
import type { Losses } from "./curve";
import type { Sure } from "./drawing";
import { FIT_MARKS } from "./fit_marks";
import { LOSS_MARKS } from "./loss_marks";
import { GAP, placeNote, type Wanted } from "./notes";
import { drawNote, textStyle, useFont } from "./pen";
import { type Plane, planeOf } from "./plane";
import type { Rows } from "./rows";
import { inPixels, type Mark, type Plot, type Scene } from "./scene";

/** The states of a path. */
export interface States extends Losses {
  lineAt(iteration: number): Line;
}

/** Everything that the marks depend on. */
export interface MarkState {
  /** NaN after a training has diverged. */
  line: Line;
  iteration: number;
  loss: number;
  /** The iterations at which the learning rate changes. */
  rateChanges: readonly number[];
  /** The states that the settings lead to, and the states of the displayed path; null if not known. */
  ahead: States | null;
  computed: States | null;
  /** The states of the same descent without batches; null unless it has some. */
  guide: States | null;
  start: Line;
  startLoss: number;
  /** Whether the start line is visible, with its handles. */
  showsStart: boolean;
  /** Whether lines are held at the origin. */
  atOrigin: boolean;
  rows: Rows;
  /** The row and the iteration under the pointer. */
  row: number | null;
  pointed: number | null;
  /** The line that the pointer points at on the loss surface. */
  pointedLine: Line | null;
  /** The loss of any line. */
  lossOf: (line: Line) => number;
  /** Whether a finger points: its first tap points, its second one clicks. */
  byFinger: boolean;
  /** How far the galaxies are run back, in billion years; 0 in the other views. */
  time: number;
  /** The notes on the pinned runs at the pointed iteration. */
  pinned: readonly string[];
  labels: Labels;
  /** How sure the line is; null while another view is shown. */
  sure: Sure | null;
}

/** The arguments of a function that paints a mark. */
export interface Painting {
  context: CanvasRenderingContext2D;
  scene: Scene;
  plane: Plane;
  state: MarkState;
  /** Reused: new arrays at 60 pictures a second would keep the garbage collector busy. */
  points: number[];
  note(wanted: Wanted, mark: Mark): void;
}

export type PaintMark = (painting: Painting, mark: Mark) => void;

/** By their names in the scene. The others are loaded when a scene has them (js/src/on_demand.ts). */
const MARKS = { ...FIT_MARKS, ...LOSS_MARKS };
const PLOTS = ["fit", "residual", "loss", "surface", "uncertainty", "universe"] as const;

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
