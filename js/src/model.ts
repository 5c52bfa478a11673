/**
 * Mirrors the synced traits of Readout (hubble_widget/display/readout.py).
 *
 * Units: slope km/s/Mpc, intercept km/s, age billion years; loss and r have none.
 * A number that does not exist (no age because the slope is 0 or below, a
 * diverged training) arrives as null.
 */
export interface Model {
  learned: Learned;
  exact: Exact;
  iterations: number;
  learning_rate: number;
  running: boolean;
  headline: string;
  sentence: string;
  error: string;
  /** The one trait that the page writes: what it measured around the widget. */
  page: Page | Record<string, never>;
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
  loss: number | null;
}

export interface Page {
  dark: boolean;
  /** Effective opaque colour behind the widget, "#rrggbb". */
  background: string;
  /** Pixels across that the explorer may use. */
  width: number;
}
