/** Three plots with a mark or two each, and what is shown in them. */

import type { MarkState, States } from "../../src/marks/painting";
import { readRows } from "../../src/marks/rows";
import type { Axes, Mark, Plot, Scene } from "../../src/marks/scene";
import { HUBBLE } from "../../src/text/labels";

const axes = (left: number): Axes => ({
  visible: true,
  box: [left, 20, left + 300, 320],
  x: [0, 30],
  y: [0, 3000],
  x_scale: "linear",
  y_scale: "linear",
});
export const mark = (plot: Plot, zorder: number, color: string): Mark => ({
  axes: plot,
  visible: true,
  zorder,
  color,
  width: 2,
  size: 8,
  face: color,
});
export const SCENE: Scene = {
  picture: 1,
  bare: true,
  size: [800, 400],
  ratio: 1,
  dpi: 100,
  axes: { fit: axes(60), loss: axes(460), residual: { ...axes(60), visible: false } },
  marks: {
    learned: mark("fit", 5, "red"),
    exact: mark("fit", 6, "blue"),
    residual_lines: { ...mark("fit", 4.2, "pink"), visible: false },
    squares: mark("fit", 4.1, "rose"),
    start_line: mark("fit", 4.5, "gold"),
    handles: mark("fit", 6.5, "white"),
    galaxy_ring: mark("fit", 7, "black"),
    galaxy_note: mark("fit", 8, "gray"),
    loss: mark("loss", 4, "red"),
    loss_ahead: mark("loss", 3, "faint"),
    loss_marker: mark("loss", 5, "dot"),
    caption: mark("loss", 6, "caption"),
    residual_points: mark("residual", 3, "never"),
  },
  text: { size: 12, family: "sans-serif", color: "black", background: "white", border: "gray" },
  parameters: {},
  iteration_ticks: [],
  through_legend: [],
  exact_line: { x: [0, 30], y: [0, 2100] },
};

const VALUES = new DataView(new Float64Array([10, 20, 800, 1300]).buffer);
const ROWS = { names: ["A", "B"], excluded: [], pointable: true, crowd: false, residual_step: 1 };
export const PATH: States = {
  last: 10,
  at: (k) => 2000 - 100 * k,
  lineAt: (k) => [7 * k, k],
  isSmooth: true,
};
export const STATE: MarkState = {
  line: [70, 10],
  iteration: 5,
  loss: 1000,
  rateChanges: [],
  ahead: PATH,
  computed: PATH,
  guide: null,
  start: [0, 0],
  startLoss: 2000,
  showsStart: false,
  atOrigin: false,
  rows: readRows(ROWS, VALUES),
  row: null,
  byFinger: false,
  pointed: null,
  pointedLine: null,
  lossOf: () => 1500,
  time: 0,
  pinned: [],
  labels: HUBBLE,
  sure: null,
};
