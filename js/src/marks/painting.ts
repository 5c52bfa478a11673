/** What the marks depend on, and what a function that paints one is given. */

import type { Resample } from "../gradient_descent/resamples";
import type { Labels, Line } from "../state/model";
import type { Losses } from "./curve";
import type { Wanted } from "./notes";
import type { Plane } from "./plane";
import type { Rows } from "./rows";
import type { Mark, Scene, Uncertainty } from "./scene";

export interface Drawn extends Resample {
  number: number;
  /** From 0 to 1: how far the resample has come into place. */
  fallen: number;
}

/** What the marks of "How sure?" depend on. */
export interface Sure extends Uncertainty {
  /** How many resamples are in each bin. */
  tallies: ArrayLike<number>;
  drawn: Drawn | null;
  /** The age (or the slope) of a line; NaN if it has none. */
  numberOf(line: Line): number;
  /** What leaving a row out does. */
  without(row: number): string;
  /** The band of single rows, if a person wants it. */
  band: ((at: number) => [number, number]) | null;
  /** The regression of distance on velocity, likewise. */
  other: Line | null;
}

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
  /** Whether a finger points, whose second tap clicks; false where no kernel would answer that. */
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
