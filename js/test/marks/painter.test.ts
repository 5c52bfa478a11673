import { expect, test, vi } from "vitest";
import { addMarks, createPainter, lacksMarks, prepare } from "../../src/marks/painter";
import type { MarkState } from "../../src/marks/painting";
import { RESIDUAL_MARKS } from "../../src/marks/residual_marks";
import type { Axes, Mark, Scene } from "../../src/marks/scene";
import { mark, PATH, SCENE, STATE } from "./samples";

interface State {
  [name: string]: unknown;
  strokeStyle?: string;
  fillStyle?: string;
}

/** Notes in which color something is stroked, filled or written. */
function recorder() {
  const colors: string[] = [];
  const texts: string[] = [];
  const boxes: number[][] = [];
  const ends: number[][] = [];
  const state: State = { canvas: { width: 800, height: 400 } };
  const context = new Proxy(state, {
    get(target, name: string) {
      if (name in target) return target[name];
      return (...args: unknown[]) => {
        if (name === "stroke") colors.push(`${target.strokeStyle} line`);
        if (name === "fill") colors.push(String(target.fillStyle));
        if (name === "fillText") texts.push(String(args[0]));
        if (name === "roundRect") boxes.push(args as number[]);
        if (name === "moveTo" || name === "lineTo") ends.push(args as number[]);
        return { width: 50 };
      };
    },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, colors, texts, boxes, ends };
}

function painted(state: Partial<MarkState>, scene: Partial<Scene> = {}) {
  const { context, ...recorded } = recorder();
  createPainter(context)(prepare({ ...SCENE, ...scene }), { ...STATE, ...state });
  return recorded;
}

test("the first picture needs no marks but those that are there; others are added", () => {
  expect(lacksMarks(SCENE)).toBe(true);
  expect(
    lacksMarks({ ...SCENE, marks: { ...SCENE.marks, squares: mark("residual", 4, "hidden") } }),
  ).toBe(false);
  addMarks(RESIDUAL_MARKS);
  expect(lacksMarks(SCENE)).toBe(false);
});

test("what lies lower is painted first, and only what may be seen", () => {
  const { colors, texts } = painted({});
  const squares = ["rose", "rose"]; // one for each row
  const lines = ["red line", "blue line"];
  expect(colors).toEqual([...squares, ...lines, "faint line", "red line", "dot"]);
  expect(texts).toEqual(["iteration 5   loss 1000"]);
});

test("the start line has its handles and a note with its loss", () => {
  const marks = { ...SCENE.marks, start_note: mark("fit", 6.6, "note") };
  const { colors, texts } = painted({ showsStart: true }, { marks });
  expect(colors.slice(2, 6)).toEqual(["gold line", "red line", "blue line", "white"]);
  expect(texts).toContain("your guess: loss 2000");
});

test("a row that is pointed out has a ring and its numbers", () => {
  const { texts } = painted({ row: 1 });
  expect(texts.slice(0, 3)).toEqual(["B", "20 Mpc, 1300 km/s", "residual −110 km/s"]);
});

test("a row's note is where no line is that is seen", () => {
  const { boxes } = painted({ row: 1 });
  const [left = 0, , width = 0] = boxes[0] ?? [];
  expect(left + width).toBeLessThan(260); // the place of the row, under the lines
  const { learned, exact, ...others } = SCENE.marks;
  const hidden = [learned, exact].map((line) => ({ ...(line as Mark), visible: false }));
  const marks = { ...others, learned: hidden[0], exact: hidden[1] };
  expect(painted({ row: 1 }, { marks }).boxes[0]?.[0]).toBeGreaterThan(260);
});

test("zoomed out, the exact line crosses the whole figure", () => {
  const { fit } = SCENE.axes;
  const axes = {
    ...SCENE.axes,
    fit: { ...(fit as Axes), x: [-60, 90], y: [-60_000, 90_000] } as const,
  };
  const marks = { exact: mark("fit", 6, "blue") };
  const exact_line = { x: [-270, 300], y: [-18_900, 21_000] };
  const [from, to] = painted({}, { axes, marks, exact_line }).ends as [number[], number[]];
  expect([from[0], to[0]]).toEqual([-1, 801].map((edge) => expect.closeTo(edge, 6)));
});

test("a change of the rate has a mark, and a descent with batches its full-batch guide", () => {
  const guide = { ...PATH, at: () => 500 };
  const marks = {
    ...SCENE.marks,
    rate_changes: mark("loss", 4.5, "change"),
    full_batch: mark("loss", 2, "guide"),
  };
  const { colors } = painted({ rateChanges: [3, 20], guide }, { marks });
  expect(colors.slice(-5)).toEqual(["guide line", "faint line", "red line", "change", "dot"]);
  const { colors: without } = painted({}, { marks });
  expect(without).not.toContain("guide line");
});

test("of a training that has diverged no line and no marker is left", () => {
  const { colors, texts } = painted({
    line: [Number.NaN, Number.NaN],
    loss: Number.POSITIVE_INFINITY,
  });
  expect(colors).toEqual(["blue line", "faint line", "red line"]);
  expect(texts).toEqual(["iteration 5   loss too large"]);
});

test("without a picture that is bare the canvas is empty", () => {
  const { context, colors } = recorder();
  const clear = vi.fn();
  Object.assign(context, { clearRect: clear });
  createPainter(context)(null, STATE);
  expect(clear).toHaveBeenCalledWith(0, 0, 800, 400);
  expect(colors).toEqual([]);
});
