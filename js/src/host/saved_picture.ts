/**
 * A saved picture, laid out for another page: its plots one below the other, as the kernel stacks them
 * (hubble_widget/figure/layout.py), and other numbers on the axis of iterations. Nothing else in it changes.
 */

import { localized } from "#shared";
import type { Axes, Plot, Scene } from "../marks/scene";

/** A picture without marks, and the scene that belongs to it. */
export interface Drawn {
  /** The address of a PNG. */
  picture: string;
  scene: Scene;
}

export interface Layout {
  isStacked: boolean;
  /** By how much the axis of iterations is longer than the saved one. */
  times: number;
  /** The saved numbers of that axis. */
  ticks: readonly number[];
}

/** Pixels of the page, as in hubble_widget/figure/layout.py. */
const STACKED_BELOW = 620;
/** Points (1/72 inch) from an axis to its numbers (hubble_widget/figure/plots.py). */
const PAD = 5;
/** Height of the numbers, and how far the first and the last may reach beyond the axis, in sizes of the text. */
const [ASCENT, BEFORE, AFTER] = [0.76, 0.4, 1.2];
/** The first part of the numbers by which an axis is made longer. */
const STEPS = [1, 2, 2.5, 5];

export const keyOf = ({ isStacked, times }: Layout): string =>
  isStacked || times !== 1 ? `${isStacked} ${times}` : "";

/** The layout of a view in a figure with this many pixels of the page across. */
export function layoutFor(
  { axes, size, ratio }: Scene,
  width: number,
  iterations: number,
  ticks: readonly number[],
): Layout {
  const { fit, loss } = axes;
  const isBeside = !!fit && !!loss && loss.box[0] > fit.box[2];
  const isStacked = isBeside && width < Math.min(STACKED_BELOW, size[0] / ratio);
  const isScaled = loss?.visible && loss.x_scale === "linear" && loss.x[0] <= 0 && loss.x[1] > 0;
  return { isStacked, ticks, times: isScaled ? scaleFor(iterations, loss.x[1], ticks) : 1 };
}

/** The smallest round number so that `last` times it is enough, and ticks remain whole numbers. */
export function scaleFor(iterations: number, last: number, ticks: readonly number[]): number {
  const [first, second] = ticks.filter((tick) => tick >= 0);
  if (second === undefined || first === undefined) return 1;
  const step = second - first;
  for (let power = 1 / 1000; ; power *= 10) {
    for (const each of STEPS) {
      const times = each * power;
      if (times * last >= iterations && Number.isInteger(rounded(step * times))) return times;
    }
  }
}

/** Without the last digits, which are not exact. */
const rounded = (value: number): number => Number(value.toPrecision(9));

export async function layOut({ picture, scene }: Drawn, layout: Layout): Promise<Drawn> {
  if (keyOf(layout) === "") return { picture, scene };
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  if (!context || width !== scene.size[0]) return { picture, scene };
  let drawn = scene;
  if (layout.isStacked) {
    const half = Math.floor(width / 2);
    [canvas.width, canvas.height] = [width - half, 2 * height];
    context.drawImage(image, 0, 0, half, height, 0, 0, half, height);
    context.drawImage(image, half, 0, width - half, height, 0, height, width - half, height);
    drawn = stacked(scene, half, height);
  } else {
    [canvas.width, canvas.height] = [width, height];
    context.drawImage(image, 0, 0);
  }
  const { loss } = drawn.axes;
  if (layout.times !== 1 && loss) {
    const ends = loss.x.map((end) => end * layout.times) as [number, number];
    drawn = { ...drawn, axes: { ...drawn.axes, loss: { ...loss, x: ends } } };
    number(context, drawn, loss, layout);
  }
  return { picture: canvas.toDataURL(), scene: drawn };
}

/** The scene with its right half under the left one. */
export function stacked(scene: Scene, half: number, height: number): Scene {
  const axes = Object.entries(scene.axes).map(([name, each]) => {
    const [left, top, right, bottom] = each.box;
    const box = left < half ? each.box : [left - half, top + height, right - half, bottom + height];
    return [name, { ...each, box }];
  });
  const moved: Partial<Record<Plot, Axes>> = Object.fromEntries(axes);
  return { ...scene, size: [scene.size[0] - half, 2 * height], axes: moved };
}

/** Writes other numbers at the places of the saved ones. */
function number(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { box, x: [from, to] }: Axes,
  { ticks, times }: Layout,
): void {
  const { size, family, color } = scene.text;
  const [left, , right, bottom] = box;
  const point = scene.dpi / 72;
  const top = bottom + PAD * point;
  const [red, green, blue, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const strip = [
    Math.floor(left - BEFORE * size),
    Math.ceil(bottom + point),
    Math.ceil(right - left + (BEFORE + AFTER) * size),
    Math.ceil(top + (ASCENT + 0.2) * size - bottom - point),
  ] as const;
  context.clearRect(...strip);
  context.fillStyle = `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  context.fillRect(...strip);
  context.fillStyle = color;
  context.font = `${size}px ${family}`;
  context.textAlign = "center";
  for (const tick of ticks.filter((each) => each >= from && each <= to)) {
    const text = localized(String(rounded(tick * times)));
    const place = left + ((tick - from) / (to - from)) * (right - left);
    context.fillText(text, place, top + ASCENT * size);
  }
}
