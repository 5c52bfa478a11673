/** Strokes, markers and texts on a canvas, as matplotlib draws them. */

import type { Beyond } from "./curve";
import type { Placed } from "./notes";
import type { Mark, TextStyle } from "./scene";

type Context = CanvasRenderingContext2D;

/** Sets the pen for a mark that is a line. */
function setStroke(context: Context, { color = "#000", width = 1, dash = [] }: Mark): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash as number[]);
  context.lineCap = dash.length > 0 ? "butt" : "square";
  context.lineJoin = "round";
}

/**
 * matplotlib moves a vertical or horizontal edge to the middle of a pixel, or, if the stroke has an even width, to
 * the border between two.
 */
export const snap = (place: number, width: number): number =>
  Math.floor(place + 0.5) + (Math.round(width) % 2) / 2;

/** Strokes x, y, x, y … with a gap at each y that is NaN. */
export function strokePoints(context: Context, points: readonly number[], mark: Mark): void {
  if (points.length < 4) return;
  setStroke(context, mark);
  context.beginPath();
  if (points.length === 4) addSegment(context, points, 0, mark);
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
  setStroke(context, mark);
  context.lineCap = "butt";
  context.beginPath();
  for (let index = 0; index < ends.length; index += 4) addSegment(context, ends, index, mark);
  context.stroke();
}

/** Adds one segment to the path. */
function addSegment(
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

/** Fills and strokes the context's path. */
export function fillAndStroke(
  context: Context,
  { face, edge, edge_width = 0 }: Partial<Mark>,
): void {
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

/** The corners of each marker that is no circle, for the size 1: x, y, x, y … (matplotlib's markers.py; y downward). */
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

/** Draws markers at x, y, x, y …; a marker that is not in SHAPES is a circle. */
export function drawMarkers(context: Context, places: readonly number[], mark: Mark): void {
  if (places.length === 0) return;
  const { marker = "o", size = 6 } = mark;
  const corners = SHAPES[marker];
  const radius = (marker === SMALL_CIRCLE ? size / 2 : size) / 2;
  context.beginPath();
  for (let index = 0; index < places.length; index += 2) {
    const x = snap(places[index] as number, 1); // in the middle of a pixel, like matplotlib's in the picture
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
  fillAndStroke(context, mark);
}

const HEADS: Record<Beyond["edge"], string> = { up: "^", down: "v", left: "<", right: ">" };

export function drawArrowhead(context: Context, { edge, x, y }: Beyond, mark: Mark): void {
  drawMarkers(context, [x, y], { ...mark, marker: HEADS[edge] });
}

/** The style of one text: a user's own settings replace the common ones. */
export const textStyle = (text: TextStyle, { size, color, face, edge }: Mark): TextStyle => ({
  ...text,
  size: size ?? text.size,
  color: color ?? text.color,
  background: face ?? text.background,
  border: edge ?? text.border,
});

export function useFont(context: Context, { size, family }: TextStyle): void {
  context.font = `${size}px ${family}`;
}

/** A note in its box. */
export function drawNote(context: Context, placed: Placed, style: TextStyle): void {
  const { left, top, width, height, padding, lines } = placed;
  const { size, color, background, border } = style;
  context.beginPath();
  context.roundRect(left, top, width, height, 0.25 * size);
  fillAndStroke(context, { face: background, edge: border, edge_width: Math.max(1, size / 9) });
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const leading = (height - 2 * padding) / lines.length;
  for (const [index, line] of lines.entries()) {
    context.fillText(line, left + padding, top + padding + (index + 0.5) * leading);
  }
}

/** One line of text; the place is its upper right corner. */
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
