import type { Scene } from "./marks/scene";

/**
 * Mirrors the synced traits of Readout (hubble_widget/display/readout.py).
 *
 * Units, where the labels tell no others: slope km/s/Mpc, intercept km/s, distances Mpc, velocities km/s, age billion
 * years; learning rate, loss and r have none. A number that does not exist (no age
 * because the slope is 0 or below, a diverged training) arrives as null. What the
 * kernel has not filled yet is an empty object.
 */
export interface Model {
  /** The text of the module that js/src/readout.ts is built to; what anywidget loads is js/src/loader.ts. */
  front_end: string;
  moments: Moments | Empty;
  labels: Labels | Empty;
  settings: Settings | Empty;
  learned: Learned;
  exact: Exact;
  /**
   * Little-endian doubles: all slopes, then all intercepts, then all losses of the path
   * that torch walked with these settings. Colab delivers bytes, the others a view.
   */
  path: DataView | Uint8Array | null;
  scales: Scales | Empty;
  controls: Partial<Controls>;
  /** The ids of every model that a person sets by hand. */
  inputs: readonly string[];
  /** The ids of all models of the explorer. */
  models: readonly string[];
  running: boolean;
  /** Words of the kernel that go before those of the verdict. */
  notice: Words | Empty;
  error: string;
  line: MagicLine | Empty;
  code: Script | Empty;
  results: Results | Empty;
  /** What the list in More points out. */
  galaxy: string | null;
  /** What the marks are painted with, and of which picture; empty before there is one. */
  scene: Scene | Empty;
  rows: RowsInfo | Empty;
  /** Little-endian doubles: all distances, then all velocities of the rows. */
  row_values: DataView | Uint8Array | null;
  pins: Pins | Empty;
  /** Little-endian doubles: all losses of one pinned run after the other. */
  pin_losses: DataView | Uint8Array | null;
  /** What is said where the figure is shown on a canvas of our own. */
  without_ipympl: string;
  /** The one trait that the page writes: what it measured around the widget. */
  page: Page | Empty;
}

export type Empty = Record<string, never>;

/** All that a straight line and its descent depend on (hubble_widget/regression/moments.py). */
export interface Moments {
  n: number;
  distance_mean: number;
  velocity_mean: number;
  /** Sums over deviations from the means. */
  distance_ss: number;
  velocity_ss: number;
  cross_ss: number;
  /** The largest magnitudes, by which the descent divides. */
  distance_scale: number;
  velocity_scale: number;
  /** Sum of squared residuals of the least-squares line. */
  residual_ss: number;
}

export interface Labels {
  slope_name: string;
  slope_unit: string;
  x_unit: string;
  y_unit: string;
  /** "galaxies" or "points". */
  rows: string;
  has_age: boolean;
}

/** Slope and intercept. */
export type Line = readonly [number, number];

export interface Settings {
  learning_rate: number;
  iterations: number;
  start: Line;
  optimizer: "SGD" | "SGD with momentum" | "Adam";
  loss_function: "MSE" | "L1" | "Huber";
  /** Of the exact fit. */
  degree: number;
  /** Whether the line to start from is shown wherever the path is. */
  show_start?: boolean;
}

/** The state that is shown, after `iteration` updates. */
export interface Learned {
  iteration: number;
  slope: number | null;
  intercept: number | null;
  r: number | null;
  age: number | null;
  loss: number | null;
  /** Who computed it: the torch loop, or the same path in closed form. */
  source: "torch" | "closed form";
}

/** The least-squares line, with one-sigma standard errors. */
export interface Exact {
  slope: number | null;
  slope_stderr: number | null;
  intercept: number | null;
  intercept_stderr: number | null;
  r: number | null;
  age: number | null;
  age_stderr: number | null;
  /** Under the chosen loss function. */
  loss: number | null;
}

/** The positions of the two sliders, ascending. */
export interface Scales {
  learning_rate: readonly number[];
  iterations: readonly number[];
}

/** The ids of other widgets' models: three sliders, what stands beside them, and the figure. */
export interface Controls {
  learning_rate: string;
  iterations: string;
  iteration: string;
  learning_rate_entry: string;
  iterations_entry: string;
  iteration_entry: string;
  canvas: string;
}

export interface Words {
  headline: string;
  sentence: string;
}

/** The line %hubblefit but for what the sliders choose (hubble_widget/line.py). */
export interface MagicLine {
  before: string;
  after: string;
  /** Why there is none. */
  problem: string;
}

/** The script but for what the sliders choose (hubble_widget/regression/script.py). */
export interface Script {
  /** Between them stand the learning rate, how many updates are made, and `diverged` where it is wanted. */
  parts: readonly string[];
  diverged: string;
}

/** The table of results as it was told last (hubble_widget/saving.py). */
export interface Results {
  /** Of the file. */
  name: string;
  /** Part, quantity, value and unit; the first row has the names of the columns. */
  rows: readonly (readonly [string, string, string | number | null, string])[];
}

/** Of the rows, those left out included. */
export interface RowsInfo {
  /** None where they cannot be pointed at. */
  names: readonly string[];
  /** Which of them. */
  left_out: readonly number[];
  pointable: boolean;
  /** Whether there are too many for marks of their own. */
  crowd: boolean;
  /** The residual plot shows one of so many of those that count. */
  residual_step: number;
}

export interface Pins {
  labels: readonly string[];
  /** How many losses there are of each. */
  lengths: readonly number[];
}

export interface Page {
  dark: boolean;
  /** Effective opaque colour behind the widget, "#rrggbb". */
  background: string;
  /** Pixels across that the explorer may use. */
  width: number;
  /** Set by the page for itself alone: patches/late_start.ts. */
  heard?: boolean;
}

/** Tells what the kernel has filled from what it has not. */
export function isFilled<Content extends object>(
  value: Content | Empty | null | undefined,
): value is Content {
  return !!value && Object.keys(value).length > 0;
}
