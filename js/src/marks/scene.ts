/**
 * What the kernel says of a picture: where its axes are, and what the marks look like that the page paints over it.
 * All lengths are device pixels of the figure, from its top left corner.
 */

export type Plot = "fit" | "loss" | "residual";
export type Scale = "linear" | "log";
export type Range = readonly [number, number];

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export interface Axes {
  visible: boolean;
  box: Box;
  /** Data at the left and the right edge, at the bottom and the top edge. */
  x: Range;
  y: Range;
  x_scale: Scale;
  y_scale: Scale;
}

/** How one kind of mark looks; what does not concern it is missing. Colors are CSS. */
export interface Mark {
  axes: Plot;
  /** Whether it may be seen at all. */
  visible: boolean;
  zorder: number;
  color?: string;
  width?: number;
  dash?: readonly number[];
  /** As matplotlib calls it: "o", "^" and so on. */
  marker?: string;
  size?: number;
  face?: string;
  edge?: string;
  edge_width?: number;
  /** Of the note that the learned line is out of sight: where no legend is. */
  side?: "left" | "right";
}

export interface TextStyle {
  size: number;
  family: string;
  color: string;
  background: string;
  border: string;
}

export interface Scene {
  /** The number of the frame that all this belongs to. */
  picture: number;
  /** Whether that frame leaves the marks to the page. */
  bare: boolean;
  size: readonly [number, number];
  /** Device pixels for each of the page's. */
  ratio: number;
  /** Of the figure, with the ratio in it. */
  dpi: number;
  axes: Partial<Record<Plot, Axes>>;
  marks: Partial<Record<string, Mark>>;
  text: TextStyle;
  exact_line: { x: readonly number[]; y: readonly number[] };
}

/** Hands out each scene together with the picture that it belongs to. */
export class SceneQueue {
  /** Of the picture that is on the page; null before there is one. */
  shown: Scene | null = null;
  #waiting: Scene[] = [];
  #present = Number.NEGATIVE_INFINITY;

  /** A scene has come, which is before its picture. */
  arrived(scene: Scene): void {
    this.#waiting.push(scene);
    this.#take();
  }

  /** A picture is on the page; one of a saved notebook has no number, and the newest scene is its. */
  loaded(picture: number | undefined): void {
    this.#present = picture ?? this.#waiting.at(-1)?.picture ?? this.#present;
    this.#take();
  }

  #take(): void {
    this.shown =
      this.#waiting.filter(({ picture }) => picture <= this.#present).at(-1) ?? this.shown;
    this.#waiting = this.#waiting.filter(({ picture }) => picture > this.#present);
  }
}

/** Device pixels of so many points. */
export function inPixels(points: number, { dpi }: Pick<Scene, "dpi">): number {
  return (points * dpi) / 72;
}
