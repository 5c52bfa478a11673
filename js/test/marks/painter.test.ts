import { expect, test, vi } from "vitest";
import { HUBBLE } from "../../src/labels";
import { createPainter, prepare, type Shot } from "../../src/marks/painter";
import { rowReader } from "../../src/marks/rows";
import type { Axes, Mark, Plot, Scene } from "../../src/marks/scene";

const axes = (left: number): Axes => ({
  visible: true,
  box: [left, 20, left + 300, 320],
  x: [0, 30],
  y: [0, 3000],
  x_scale: "linear",
  y_scale: "linear",
});
const mark = (plot: Plot, zorder: number, color: string): Mark => ({
  axes: plot,
  visible: true,
  zorder,
  color,
  width: 2,
  size: 8,
  face: color,
});
const SCENE: Scene = {
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
  exact_line: { x: [0, 30], y: [0, 2100] },
};

const VALUES = new DataView(new Float64Array([10, 20, 800, 1300]).buffer);
const ROWS = { names: ["A", "B"], left_out: [], pointable: true, crowd: false, residual_step: 1 };
const SHOT: Shot = {
  line: [70, 10],
  iteration: 5,
  loss: 1000,
  ahead: { last: 10, at: (k) => 2000 - 100 * k, isSmooth: true },
  walked: { last: 10, at: (k) => 2000 - 100 * k, isSmooth: true },
  start: [0, 0],
  startLoss: 2000,
  showsStart: false,
  rows: rowReader()(ROWS, VALUES),
  row: null,
  pointed: null,
  pinned: [],
  labels: HUBBLE,
};

interface State {
  [name: string]: unknown;
  strokeStyle?: string;
  fillStyle?: string;
}

/** Notes in which color something is stroked, filled or written. */
function recorder() {
  const colors: string[] = [];
  const texts: string[] = [];
  const state: State = { canvas: { width: 800, height: 400 } };
  const context = new Proxy(state, {
    get(target, name: string) {
      if (name in target) return target[name];
      return (...args: unknown[]) => {
        if (name === "stroke") colors.push(`${target.strokeStyle} line`);
        if (name === "fill") colors.push(String(target.fillStyle));
        if (name === "fillText") texts.push(String(args[0]));
        return { width: 50 };
      };
    },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, colors, texts };
}

function painted(shot: Partial<Shot>, scene: Partial<Scene> = {}) {
  const { context, colors, texts } = recorder();
  createPainter(context)(prepare({ ...SCENE, ...scene }), { ...SHOT, ...shot });
  return { colors, texts };
}

test("what lies lower is painted first, and only what may be seen", () => {
  const { colors, texts } = painted({});
  const squares = ["rose", "rose"]; // one for each row
  const lines = ["red line", "blue line"];
  expect(colors).toEqual([...squares, ...lines, "faint line", "red line", "dot"]);
  expect(texts).toEqual(["iteration 5   loss 1000"]);
});

test("the line to start from has its handles and says its loss", () => {
  const marks = { ...SCENE.marks, start_note: mark("fit", 6.6, "note") };
  const { colors, texts } = painted({ showsStart: true }, { marks });
  expect(colors.slice(2, 6)).toEqual(["gold line", "red line", "blue line", "white"]);
  expect(texts).toContain("your guess: loss 2000");
});

test("a row that is pointed out has a ring and its numbers", () => {
  const { texts } = painted({ row: 1 });
  expect(texts.slice(0, 3)).toEqual(["B", "20 Mpc, 1300 km/s", "residual −110 km/s"]);
});

test("of a training that has diverged no line and no marker is left", () => {
  const { colors, texts } = painted({
    line: [Number.NaN, Number.NaN],
    loss: Number.POSITIVE_INFINITY,
  });
  expect(colors).toEqual(["blue line", "faint line", "red line"]);
  expect(texts).toEqual(["iteration 5   the training diverged"]);
});

test("without a picture that is bare the canvas is empty", () => {
  const { context, colors } = recorder();
  const clear = vi.fn();
  Object.assign(context, { clearRect: clear });
  createPainter(context)(null, SHOT);
  expect(clear).toHaveBeenCalledWith(0, 0, 800, 400);
  expect(colors).toEqual([]);
});
