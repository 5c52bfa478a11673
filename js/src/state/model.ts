import type { Scene } from "../marks/scene";

/**
 * Mirrors the synced traits of Readout (hubble_widget/widgets/readout.py).
 *
 * Units, unless the labels name others: slope km/s/Mpc, intercept km/s, distances Mpc, velocities km/s, age billion
 * years; learning rate, loss and r have none. A number that does not exist (no age for a slope of 0 or below, no number
 * after a diverged training) is null. A trait that the kernel has not filled yet is an empty object.
 */
export interface Model {
  /** The text of the module built from js/src/readout/readout.ts. anywidget loads js/src/loader.ts, which loads this. */
  front_end: string;
  /** The text of the module built from js/src/on_demand.ts, which js/src/host/on_demand.ts loads when it is needed. */
  on_demand: string;
  moments: Moments | Empty;
  labels: Labels | Empty;
  settings: Settings | Empty;
  learned: Learned;
  exact: Exact;
  /**
   * Little-endian doubles: all slopes, then all intercepts, then all losses of the path that torch computed with these
   * settings. Colab delivers bytes, the other front ends a view.
   */
  path: DataView | Uint8Array | null;
  scales: Scales | Empty;
  controls: Partial<Controls>;
  /** The ids of the models of all controls. */
  inputs: readonly string[];
  /** The ids of all models of the explorer. */
  models: readonly string[];
  running: boolean;
  /** The kernel's words, which replace those of the verdict. */
  notice: Words | Empty;
  /** What the line through the origin assumes; empty for another line. */
  remark: string;
  error: string;
  line: MagicLine | Empty;
  code: Script | Empty;
  results: Results | Empty;
  /** Compares a guess with the exact fit, once that is no longer hidden, or says what to watch. */
  comment: string;
  /** The galaxy that is selected in the list of More. */
  galaxy: string | null;
  /** How the marks look, and on which picture; empty before the first picture. */
  scene: Scene | Empty;
  rows: RowsInfo | Empty;
  /** Little-endian doubles: all distances, then all velocities of the rows; then all weights of weighted ones. */
  row_values: DataView | Uint8Array | null;
  pins: Pins | Empty;
  /** Little-endian doubles: all losses of one pinned run after the other. */
  pin_losses: DataView | Uint8Array | null;
  /** Filled while the view "Universe" is shown. */
  universe: Universe | Empty;
  /** What a page without a kernel shows of the other views. */
  views: SavedViews | Empty;
  /** The note under a figure on a canvas of our own. */
  without_ipympl: string;
  /** The only trait that the page writes: its measurements around the widget. */
  page: Page | Empty;
}

export type Empty = Record<string, never>;

/**
 * Everything that a straight line and its descent depend on (hubble_widget/data/moments.py, fit/scaling.py). For a line
 * through the origin, means and sums are those about 0.
 */
export interface Moments {
  n: number;
  distance_mean: number;
  velocity_mean: number;
  /** Sums over deviations from the means. */
  distance_ss: number;
  velocity_ss: number;
  cross_ss: number;
  /** What the descent subtracts, and by what it divides then. */
  distance_offset: number;
  velocity_offset: number;
  distance_scale: number;
  velocity_scale: number;
  /** Sum of squared residuals of the least-squares line. */
  residual_ss: number;
  /** Pearson's correlation of distance and velocity; null where all velocities are equal. */
  r: number | null;
  scaling: Scaling;
  /** False for a line through the origin. */
  fit_intercept: boolean;
}

export type Scaling = "max" | "standard" | "none";

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

export type RateChanges = readonly (readonly [iteration: number, rate: number])[];

export interface Settings {
  learning_rate: number;
  /** Iterations from which on another rate holds, in order. */
  rate_changes?: RateChanges;
  iterations: number;
  start: Line;
  optimizer: "SGD" | "SGD with momentum" | "Adam";
  loss_function: "MSE" | "L1" | "Huber";
  /** Galaxies for each update; null for all. */
  batch_size?: number | null;
  /** The degree of the exact fit. */
  degree: number;
  /** Whether the start line is visible at all iterations. */
  show_start?: boolean;
  /** Whether the exact line may be known. Without it nothing that is shown or said gives that line away. */
  show_exact?: boolean;
}

export const showsExact = ({ show_exact = true }: Pick<Settings, "show_exact">): boolean =>
  show_exact;

/** The state after `iteration` updates. */
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

/** The least-squares line, with one-sigma standard errors; that of an age would not be symmetric. */
export interface Exact {
  slope: number | null;
  slope_stderr: number | null;
  intercept: number | null;
  intercept_stderr: number | null;
  r: number | null;
  age: number | null;
  /** Its 68 % interval; without `age_high` nothing bounds it, or there is no error. */
  age_low: number | null;
  age_high: number | null;
  /** "12.2", and "68 %: 10.8 to 14.0" or why there is no error. Empty while the exact fit is hidden. */
  age_text: string;
  age_worth: string;
  /** Under the chosen loss function. */
  loss: number | null;
}

/** The positions of the two sliders, ascending. */
export interface Scales {
  learning_rate: readonly number[];
  iterations: readonly number[];
}

/** The ids of other widgets' models: three sliders, the entries beside them, the row of views, and the figure. */
export interface Controls {
  view: string;
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

/** The line %hubblefit without the settings of the sliders (hubble_widget/explorer/magic_line.py). */
export interface MagicLine {
  before: string;
  after: string;
  /** The reason if there is no line. */
  problem: string;
}

/** The script without the settings of the sliders (hubble_widget/fit/export_script.py). */
export interface Script {
  /** Between them stand the learning rate, its changes (if there are any), the number of updates, and `diverged`. */
  parts: readonly string[];
  diverged: string;
}

/** The kernel's last table of results (hubble_widget/explorer/saving.py). */
export interface Results {
  /** The name of the file. */
  name: string;
  /** Part, quantity, value and unit; the first row has the names of the columns. */
  rows: readonly (readonly [string, string, string | number | null, string])[];
}

/** All rows, the excluded ones too. */
export interface RowsInfo {
  /** Empty if the pointer cannot point at rows. */
  names: readonly string[];
  /** The indices of the excluded rows. */
  excluded: readonly number[];
  pointable: boolean;
  /** Whether there are too many for a mark of each. */
  crowd: boolean;
  /** The residual plot shows each so many-th of the included rows. */
  residual_step: number;
  /** Whether each row counts by its weight; the included ones have the mean 1. */
  weighted?: boolean;
}

export interface Pins {
  labels: readonly string[];
  /** The number of losses of each run. */
  lengths: readonly number[];
}

/** Galaxies that are run back (hubble_widget/figure/universe_plot.py). Times are billion years ago. */
export interface Universe extends WhatIf {
  /** The end of the axis of time. */
  span: number;
  /** When the galaxies were closest together; null if never, or if the exact fit is hidden. */
  closest: number | null;
  /** Of distances, of both, of velocities in Mpc per billion years; null if the exact fit is hidden. */
  variances: readonly [number, number, number] | null;
  /** What is said of the times of the single galaxies. */
  own_times: string;
}

/** Assumptions that a person may change. */
export interface WhatIf {
  /** The share of matter in a flat universe; null for 1/slope, as in an empty one. */
  omega_matter: number | null;
  /** By how much all distances are too short. */
  distance_factor: number;
}

/** Pictures of the views that were not shown (hubble_widget/canvas/other_views.py). */
export interface SavedViews {
  /** The traits that these views belong to. */
  of: { settings: Settings; exact: Exact };
  /** All views, in the order of their row. */
  names: readonly string[];
  shown: string;
  others: Readonly<Record<string, SavedView>>;
  /** What the view that was shown has of the universe. */
  universe: Universe | Empty;
}

export interface SavedView {
  /** The address of a PNG. */
  picture: string;
  /** What differs from the scene of the view that was shown. */
  scene: Partial<Scene>;
  universe: Universe | Empty;
}

export interface Page {
  dark: boolean;
  /** Effective opaque color behind the widget, "#rrggbb". */
  background: string;
  /** Pixels across that the explorer may use. */
  width: number;
  /** Used inside the page only: patches/late_start.ts. */
  heard?: boolean;
}

/** Whether the kernel has filled a trait. */
export const isFilled = <Content extends object>(
  value: Content | Empty | null | undefined,
): value is Content => !!value && Object.keys(value).length > 0;
