/**
 * The kernel's description of a picture: where its axes are, and how the marks look that the page paints over it.
 * All lengths are device pixels of the figure, from its top left corner.
 */

/** In the order of painting. */
export const PLOTS = ["fit", "residual", "loss", "surface", "uncertainty", "universe"] as const;
export type Plot = (typeof PLOTS)[number];
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

/** How one kind of mark looks. Properties that it does not use are missing. Colors are CSS. */
export interface Mark {
  axes: Plot;
  /** False hides it in every state. */
  visible: boolean;
  zorder: number;
  color?: string;
  width?: number;
  dash?: readonly number[];
  /** matplotlib's name: "o", "^" and so on. */
  marker?: string;
  size?: number;
  face?: string;
  edge?: string;
  edge_width?: number;
  /** For an upright line: the share of the plot under it. */
  foot?: number;
  /**
   * For the note that the learned line is out of sight, above the plot, below it, or nowhere: a corner without words, as
   * (right, upper), each 0 or 1.
   */
  corners?: readonly [Range, Range, Range];
}

export interface TextStyle {
  size: number;
  family: string;
  color: string;
  background: string;
  border: string;
}

/** How slope and intercept become torch's weight and bias (hubble_widget/figure/loss_surface_plot.py). */
export interface Parameters {
  slope_scale: number;
  distance_offset: number;
  velocity_offset: number;
  velocity_scale: number;
  /** The largest magnitude of weight, bias and loss that is drawn. */
  reach: number;
  /** Whether the loss of lines through the origin is drawn over the weight: there is no bias. */
  is_curve: boolean;
}

/** How sure the exact line is (hubble_widget/figure/uncertainty_plot.py), and what resamples are drawn from. */
export interface Uncertainty {
  /** Whether it is about ages; else about slopes. */
  is_age: boolean;
  /** The exact one. */
  value: number;
  /** A sentence. */
  allowed: string;
  caption: string;
  seed: number;
  /** How many; 0 where there are too many rows, or too few. */
  resamples: number;
  /** The first edge, the width and the number of bins. */
  bins: readonly [number, number, number];
  /** Of the tallest bar and of the marked ages, as shares of the axes. */
  heights: Range;
  /** How many standard errors the bands reach to either side. */
  quantile: number;
  /** Why there is nothing to show; then all others are missing. */
  problem?: string;
}

export interface Scene {
  /** The number of the frame that this scene belongs to. */
  picture: number;
  /** Whether that frame is without marks, so that the page paints them. */
  bare: boolean;
  size: readonly [number, number];
  /** Device pixels per CSS pixel. */
  ratio: number;
  /** Dots per inch of the figure, times the ratio. */
  dpi: number;
  axes: Partial<Record<Plot, Axes>>;
  marks: Partial<Record<string, Mark>>;
  text: TextStyle;
  /** Empty unless a loss surface is shown. */
  parameters: Parameters | Record<string, never>;
  /** Empty unless "How sure?" is shown. */
  uncertainty?: Partial<Uncertainty>;
  /** The numbers on the axis of iterations; empty if that axis cannot become another one. */
  iteration_ticks: readonly number[];
  /** A line, as x, y, x, y …, along edges and diagonals of the legend of the fit plot. */
  through_legend: readonly number[];
  exact_line: { x: readonly number[]; y: readonly number[] };
}

/** Keeps scenes until the page has loaded the picture that each belongs to. */
export class SceneQueue {
  /** The scene of the picture on the page; null before the first picture. */
  current: Scene | null = null;
  #waiting: Scene[] = [];
  #current = Number.NEGATIVE_INFINITY;

  /** Takes a scene; it always comes before its picture. */
  arrived(scene: Scene): void {
    this.#waiting.push(scene);
    this.#take();
  }

  /** A picture is on the page. A picture in a saved notebook has no number; it belongs to the newest scene. */
  loaded(picture: number | undefined): void {
    this.#current = picture ?? this.#waiting.at(-1)?.picture ?? this.#current;
    this.#take();
  }

  #take(): void {
    this.current =
      this.#waiting.filter(({ picture }) => picture <= this.#current).at(-1) ?? this.current;
    this.#waiting = this.#waiting.filter(({ picture }) => picture > this.#current);
  }
}

/** Converts points (1/72 inch) to device pixels. */
export const inPixels = (points: number, { dpi }: Pick<Scene, "dpi">): number =>
  (points * dpi) / 72;
