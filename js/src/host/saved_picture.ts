/**
 * A saved picture, laid out for another page: its plots one below the other, and other numbers on the axis of iterations.
 * Nothing else in it changes.
 */

import type { Axes, Plot, Scene } from "../marks/scene";

export interface Layout {
  isStacked: boolean;
  /** By how much the axis of iterations is longer than the saved one. */
  times: number;
}

export interface Drawn {
  picture: HTMLImageElement | HTMLCanvasElement;
  scene: Scene;
}

/** Plots are stacked where, side by side, they would shrink to less than this; then their margins are narrow, too. */
export const LEAST = 0.8;
/** Points (1/72 inch) from an axis to its numbers (hubble_widget/figure/plots.py). */
const PAD = 5;
/** Height of the numbers, and how far the first and the last may reach beyond the axis, in sizes of the text. */
const [ASCENT, BEFORE, AFTER] = [0.76, 0.4, 1.2];
/** What an axis is made longer by: one of these, times a power of ten. */
const STEPS = [1, 2, 2.5, 5];
const POWERS = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4];

/** Pixels of the page across, without shrinking. */
export const widthOf = ({ size, ratio }: Scene): number => size[0] / ratio;

/** Whether the plots of a picture stand side by side, and are stacked with this many pixels of the page across. */
export function isStacked(scene: Scene, room: number): boolean {
  const half = Math.floor(scene.size[0] / 2);
  const boxes = Object.values(scene.axes)
    .filter(({ visible }) => visible)
    .map(({ box }) => box);
  const isHalved = boxes.every(([left, , right]) => right <= half || left >= half);
  return isHalved && boxes.some(([left]) => left >= half) && room < LEAST * widthOf(scene);
}

/** The smallest round number so that an axis up to `last` reaches the iterations, and its numbers remain whole ones. */
export function timesFor(iterations: number, last: number, ticks: readonly number[]): number {
  const [first, second] = ticks.filter((tick) => tick >= 0);
  if (first === undefined || second === undefined) return 1;
  const step = second - first;
  const all = POWERS.flatMap((power) => STEPS.map((each) => rounded(each * power)));
  return (
    all.find((times) => times * last >= iterations && Number.isInteger(rounded(step * times))) ?? 1
  );
}

/** Without the last digits, which are not exact. */
const rounded = (value: number): number => Number(value.toPrecision(9));

export function layOut({ picture, scene }: Drawn, { isStacked, times }: Layout): Drawn {
  if (!isStacked && times === 1) return { picture, scene };
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const [width, height] = scene.size;
  let drawn = scene;
  if (isStacked) {
    const half = Math.floor(width / 2);
    [canvas.width, canvas.height] = [width - half, 2 * height];
    context.drawImage(picture, 0, 0, half, height, 0, 0, half, height);
    context.drawImage(picture, half, 0, width - half, height, 0, height, width - half, height);
    drawn = stacked(scene);
  } else {
    [canvas.width, canvas.height] = [width, height];
    context.drawImage(picture, 0, 0);
  }
  const { loss } = drawn.axes;
  if (times !== 1 && loss) {
    const x = loss.x.map((end) => end * times) as [number, number];
    drawn = { ...drawn, axes: { ...drawn.axes, loss: { ...loss, x } } };
    writeNumbers(context, drawn, loss, times);
  }
  return { picture: canvas, scene: drawn };
}

/** The scene with its right half under the left one. */
export function stacked(scene: Scene): Scene {
  const [width, height] = scene.size;
  const half = Math.floor(width / 2);
  const axes = Object.entries(scene.axes).map(([name, each]) => {
    const [left, top, right, bottom] = each.box;
    const box = left < half ? each.box : [left - half, top + height, right - half, bottom + height];
    return [name, { ...each, box }];
  });
  const moved: Partial<Record<Plot, Axes>> = Object.fromEntries(axes);
  return { ...scene, size: [width - half, 2 * height], axes: moved };
}

/** Writes other numbers at the places of the saved ones. */
function writeNumbers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { box, x: [from, to] }: Axes,
  times: number,
): void {
  const ticks = scene.iteration_ticks;
  const { size, family, color } = scene.text;
  const [left, , right, bottom] = box;
  const point = scene.dpi / 72;
  const baseline = bottom + PAD * point + ASCENT * size;
  const strip = [
    Math.floor(left - BEFORE * size),
    Math.ceil(bottom + point),
    Math.ceil(right - left + (BEFORE + AFTER) * size),
    Math.ceil(baseline + 0.2 * size - bottom - point),
  ] as const;
  const [red, green, blue, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const background = [red, green, blue, alpha / 255];
  context.clearRect(...strip);
  context.fillStyle = `rgba(${background})`;
  context.fillRect(...strip);
  context.fillStyle = color;
  context.font = `${size}px ${family}`;
  context.textAlign = "center";
  for (const tick of ticks.filter((each) => each >= from && each <= to)) {
    const place = left + ((tick - from) / (to - from)) * (right - left);
    context.fillText(String(rounded(tick * times)), place, baseline);
  }
}
