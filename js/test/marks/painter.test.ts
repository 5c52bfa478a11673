import { expect, test, vi } from "vitest";
import { createPainter, prepare, type Shot } from "../../src/marks/painter";
import type { Scene } from "../../src/marks/scene";
import { mark, SCENE, SHOT } from "./samples";

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
