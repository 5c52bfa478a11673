/** Strokes, markers and texts on a canvas, as matplotlib draws them. */

import type { Beyond } from "./curve";
import type { Placed } from "./notes";
import type { Mark, TextStyle } from "./scene";

type Context = CanvasRenderingContext2D;

/** Sets the pen for a mark that is a line. */
function dip(context: Context, { color = "#000", width = 1, dash = [] }: Mark): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash as number[]);
  context.lineCap = dash.length > 0 ? "butt" : "square";
  context.lineJoin = "round";
}

/**
 * Where matplotlib puts an edge that is upright or level: in the middle of a pixel, or between two where the stroke has
 * an even width.
 */
function snap(place: number, width: number): number {
  return Math.floor(place + 0.5) + (Math.round(width) % 2) / 2;
}

/** Strokes x, y, x, y … with a gap wherever y is NaN. */
export function strokePoints(context: Context, points: readonly number[], mark: Mark): void {
  if (points.length < 4) return;
  dip(context, mark);
  context.beginPath();
  if (points.length === 4) strike(context, points, 0, mark);
  else trace(context, points);
  context.stroke();
}

function trace(context: Context, points: readonly number[]): void {
  let isDown = false;
  for (let index = 0; index < points.length; index += 2) {
    const [x, y] = [points[index] as number, points[index + 1] as number];
    if (Number.isNaN(y)) isDown = false;
    else if (isDown) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isDown = true;
    }
  }
}

/** Strokes segments: x and y of one end, x and y of the other, and so on. */
export function strokeSegments(context: Context, ends: readonly number[], mark: Mark): void {
  if (ends.length === 0) return;
  dip(context, mark);
  context.lineCap = "butt";
  context.beginPath();
  for (let index = 0; index < ends.length; index += 4) strike(context, ends, index, mark);
  context.stroke();
}

/** Adds one segment to the path. */
function strike(
  context: Context,
  ends: readonly number[],
  first: number,
  { width = 1 }: Mark,
): void {
  const isRight = ends[first] === ends[first + 2] || ends[first + 1] === ends[first + 3];
  const at = (index: number) => {
    const place = ends[first + index] as number;
    return isRight ? snap(place, width) : place;
  };
  context.moveTo(at(0), at(1));
  context.lineTo(at(2), at(3));
}

/** Fills and strokes a shape that is the context's path. */
function finish(context: Context, { face, edge, edge_width = 0 }: Partial<Mark>): void {
  if (face && face !== "none") {
    context.fillStyle = face;
    context.fill();
  }
  if (edge && edge !== "none" && edge_width > 0) {
    context.strokeStyle = edge;
    context.lineWidth = edge_width;
    context.setLineDash([]);
    context.lineJoin = "miter";
    context.stroke();
  }
}

/** Squares: left, top and side of each; one by one, for they are translucent. */
export function drawSquares(context: Context, squares: readonly number[], mark: Mark): void {
  for (let index = 0; index < squares.length; index += 3) {
    const [x, y, side] = squares.slice(index, index + 3) as [number, number, number];
    const { edge_width: width = 0 } = mark;
    const [left, top] = [snap(x, width), snap(y, width)];
    context.beginPath();
    context.rect(left, top, snap(x + side, width) - left, snap(y + side, width) - top);
    finish(context, mark);
  }
}

/** The corners of a marker that is no circle, for a size of 1: x, y, x, y … (matplotlib's markers.py; y downward). */
const SHAPES: Record<string, readonly number[]> = {
  "^": [0, -0.5, -0.5, 0.5, 0.5, 0.5],
  v: [0, 0.5, 0.5, -0.5, -0.5, -0.5],
  "<": [-0.5, 0, 0.5, 0.5, 0.5, -0.5],
  ">": [0.5, 0, -0.5, -0.5, -0.5, 0.5],
  s: [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5],
  D: [0, -Math.SQRT1_2, Math.SQRT1_2, 0, 0, Math.SQRT1_2, -Math.SQRT1_2, 0],
  d: [0, -Math.SQRT1_2, 0.4243, 0, 0, Math.SQRT1_2, -0.4243, 0],
};
const SMALL_CIRCLE = ".";

/** Markers at x, y, x, y …; what is no known shape is a circle. */
export function drawMarkers(context: Context, places: readonly number[], mark: Mark): void {
  if (places.length === 0) return;
  const { marker = "o", size = 6 } = mark;
  const corners = SHAPES[marker];
  const radius = (marker === SMALL_CIRCLE ? size / 2 : size) / 2;
  context.beginPath();
  for (let index = 0; index < places.length; index += 2) {
    const x = snap(places[index] as number, 1); // in the middle of a pixel, as matplotlib has those in the picture
    const y = snap(places[index + 1] as number, 1);
    if (corners) {
      const placeOf = (corner: number): [number, number] => [
        x + size * (corners[corner] as number),
        y + size * (corners[corner + 1] as number),
      ];
      context.moveTo(...placeOf(0));
      for (let corner = 2; corner < corners.length; corner += 2) context.lineTo(...placeOf(corner));
      context.closePath();
    } else {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  }
  finish(context, mark);
}

const HEADS: Record<Beyond["edge"], string> = { up: "^", down: "v", right: ">" };

export function drawArrowhead(context: Context, { edge, x, y }: Beyond, mark: Mark): void {
  drawMarkers(context, [x, y], { ...mark, marker: HEADS[edge] });
}

/** What a user has set for one text goes before what all have. */
export function textStyle(text: TextStyle, { size, color, face, edge }: Mark): TextStyle {
  return {
    ...text,
    size: size ?? text.size,
    color: color ?? text.color,
    background: face ?? text.background,
    border: edge ?? text.border,
  };
}

export function useFont(context: Context, { size, family }: TextStyle): void {
  context.font = `${size}px ${family}`;
}

/** A note in its box. */
export function drawNote(context: Context, placed: Placed, style: TextStyle): void {
  const { left, top, width, height, padding, lines } = placed;
  const { size, color, background, border } = style;
  context.beginPath();
  context.roundRect(left, top, width, height, 0.25 * size);
  finish(context, { face: background, edge: border, edge_width: Math.max(1, size / 9) });
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const leading = (height - 2 * padding) / lines.length;
  for (const [index, line] of lines.entries()) {
    context.fillText(line, left + padding, top + padding + (index + 0.5) * leading);
  }
}

/** One line of text that ends and hangs at a place. */
export function drawCaption(
  context: Context,
  text: string,
  [x, y]: readonly [number, number],
  style: TextStyle,
): void {
  useFont(context, style);
  context.fillStyle = style.color;
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillText(text, x, y);
}
