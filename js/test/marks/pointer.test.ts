// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { prepare } from "../../src/marks/painter";
import type { MarkState } from "../../src/marks/painting";
import { Pointer } from "../../src/marks/pointer";
import type { Axes, Scene } from "../../src/marks/scene";
import type { Session } from "../../src/state/session";
import { SCENE, STATE } from "./samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A figure at (100, 50) of the page, half as large as in its own pixels, and a session that records its calls. */
function figure(state: Partial<MarkState> = {}, scene: Partial<Scene> = {}) {
  const host = document.createElement("div");
  const [canvas, lane, ...handles] = ["canvas", "div", "div", "div"].map((tag) =>
    document.createElement(tag),
  ) as [HTMLCanvasElement, HTMLElement, HTMLElement, HTMLElement];
  Object.assign(canvas, { width: 800, height: 400 });
  canvas.getBoundingClientRect = () => new DOMRect(100, 50, 400, 200);
  for (const handle of handles) handle.getBoundingClientRect = () => new DOMRect(0, 0, 24, 24);
  document.body.replaceChildren(host);
  host.append(canvas, lane, ...handles);
  const pictures = { toolbarIsActive: false };
  const calls: unknown[] = [];
  const moved = vi.fn();
  const session = {
    pictures,
    startDrag: {
      drag: (line: unknown) => calls.push(["drag", line]),
      release: () => calls.push(["release"]),
    },
    choose: (iteration: number) => calls.push(["choose", iteration]),
    sendPointing: ({ row, iteration, line }: Pointer) =>
      calls.push(["point", row, iteration, ...(line ? [line] : [])]),
    clickRow: (row: number) => calls.push(["click", row]),
  } as unknown as Session;
  const pointer = new Pointer(session, { canvas, handles, lane }, moved);
  pointer.listenTo(host);
  pointer.drawn(prepare({ ...SCENE, ratio: 2, ...scene }), { ...STATE, ...state });
  /** At a place in the figure's own pixels. */
  const event = (type: string, x: number, y: number, target: EventTarget = canvas, more = {}) =>
    target.dispatchEvent(
      new PointerEvent(type, {
        clientX: 100 + x / 2,
        clientY: 50 + y / 2,
        bubbles: true,
        isPrimary: true,
        pointerType: "mouse",
        ...more,
      }),
    );
  return { host, lane, handles, pointer, calls, moved, event, pictures };
}

const GALAXY = [160, 240] as const; // at 10 Mpc and 800 km/s
const LOSS = [560, 200] as const; // at iteration 10

test("the pointer points at a row within its reach, and sends that to the kernel now and then", () => {
  const { host, pointer, calls, event } = figure();
  event("pointermove", GALAXY[0] + 19, GALAXY[1]);
  expect([pointer.row, pointer.iteration]).toEqual([0, null]);
  expect(host.className).toBe("hubble-pointing");
  event("pointermove", GALAXY[0] + 21, GALAXY[1]);
  expect([pointer.row, host.className]).toEqual([null, ""]);
  event("pointermove", ...GALAXY);
  expect(calls).toEqual([["point", 0, null]]);
  vi.advanceTimersByTime(200);
  expect(calls).toHaveLength(2);
  event("pointerleave", 0, 0, host);
  expect(pointer.row).toBeNull();
});

test("a click on a row is sent, a drag across one is not", () => {
  const { calls, event } = figure();
  event("pointerdown", ...GALAXY);
  event("pointerup", GALAXY[0] + 6, GALAXY[1], window);
  event("pointerdown", ...GALAXY);
  event("pointerup", GALAXY[0] + 12, GALAXY[1], window);
  event("pointerdown", ...GALAXY);
  event("pointercancel", ...GALAXY, window);
  expect(calls).toEqual([["click", 0]]);
});

test("in the loss plot an iteration is read, and chosen by press and drag, also outside", () => {
  const { pointer, calls, event } = figure();
  event("pointermove", ...LOSS);
  expect(pointer.iteration).toBe(10);
  calls.length = 0;
  event("pointerdown", ...LOSS);
  event("pointermove", 490, 200, window);
  event("pointermove", 0, 900, window);
  event("pointerup", 0, 900, window);
  event("pointermove", 530, 200, window);
  expect(calls.filter((each) => Array.isArray(each) && each[0] === "choose")).toEqual([
    ["choose", 10],
    ["choose", 3],
    ["choose", 0],
  ]);
});

test("a handle moves the line, and can be released anywhere", () => {
  const { handles, calls, event } = figure({ showsStart: true });
  event("pointerdown", 0, 0, handles[1]);
  event("pointermove", 0, 100, window);
  event("pointerup", 0, 100, window);
  expect(calls).toEqual([["drag", expect.any(Array)], ["release"]]);
  const [[, [slope]]] = calls as [[string, [number, number]]];
  expect(slope).toBeGreaterThan(50);
});

test("while the toolbar zooms or pans the pointer is its, and so is a button that is not the first", () => {
  const { pointer, calls, event, pictures } = figure();
  event("pointerdown", ...GALAXY, undefined, { button: 2 });
  event("pointerup", ...GALAXY, window, { button: 2 });
  pictures.toolbarIsActive = true;
  for (const type of ["pointermove", "pointerdown", "pointerup"]) event(type, ...GALAXY);
  event("pointerdown", ...LOSS);
  expect([calls, pointer.row, pointer.iteration]).toEqual([[], null, null]);
});

test("a finger points by touching, and its lane makes way for a mouse", () => {
  const { host, lane, pointer, event } = figure();
  event("pointerdown", ...GALAXY, undefined, { pointerType: "touch" });
  event("pointerup", ...GALAXY, window, { pointerType: "touch" });
  event("pointerleave", ...GALAXY, host, { pointerType: "touch" });
  expect(pointer.row).toBe(0);
  event("pointermove", ...LOSS, undefined, { pointerType: "touch" });
  expect(lane.className).toBe("hubble-for-finger");
  event("pointermove", ...LOSS);
  expect(lane.className).toBe("");
});

test("the first tap on a row shows it, the second is a click; on another row it is a first tap again", () => {
  const { pointer, calls, event } = figure();
  const tap = (place: readonly [number, number]) => {
    event("pointerdown", ...place, undefined, { pointerType: "touch" });
    event("pointerup", ...place, window, { pointerType: "touch" });
    return calls.filter((each) => Array.isArray(each) && each[0] === "click").length;
  };
  expect([tap(GALAXY), pointer.row, pointer.byFinger]).toEqual([0, 0, true]);
  expect([tap(GALAXY), tap(GALAXY)]).toEqual([1, 2]);
  expect([tap([200, 40]), pointer.row]).toEqual([2, null]);
  expect(tap(GALAXY)).toBe(2);
  event("pointermove", ...GALAXY);
  expect(pointer.byFinger).toBe(false);
});

test("among other rows the same one is pointed out, or none", () => {
  for (const [names, row] of [
    [["C", "A"], 1],
    [["C", "D"], null],
  ] as const) {
    const { pointer, event } = figure();
    event("pointermove", ...GALAXY);
    pointer.lookAmong({ ...STATE.rows, names });
    expect(pointer.row).toBe(row);
  }
});

test("a handle is released when the toolbar takes the pointer, and when the view ends", () => {
  for (const end of ["toolbar", "view"] as const) {
    const { handles, pointer, calls, event, pictures } = figure({ showsStart: true });
    event("pointerdown", 0, 0, handles[1]);
    if (end === "view") pointer.stop();
    else pictures.toolbarIsActive = true;
    event("pointermove", ...GALAXY);
    expect(calls.at(-1)).toEqual(["release"]);
  }
});

const SURFACE: Partial<Scene> = {
  axes: {
    ...(SCENE.axes.fit ? { fit: SCENE.axes.fit } : {}),
    surface: { ...(SCENE.axes.loss as Axes), x: [0, 3], y: [0, 3] },
  },
  parameters: {
    slope_scale: 80,
    distance_offset: 0,
    velocity_offset: 0,
    velocity_scale: 1000,
    reach: 1e5,
    is_curve: false,
  },
};

test("a place of the loss surface is a line; pressed, it is the start, until it is released", () => {
  const { calls, event, pointer, host } = figure({}, SURFACE);
  event("pointermove", 560, 220);
  expect(pointer.line).toEqual([80, 1000]);
  expect(host.classList.contains("hubble-pointing")).toBe(true);
  vi.runAllTimers();
  event("pointerdown", 560, 220, undefined, { button: 0 });
  expect(pointer.line).toBeNull();
  event("pointermove", 660, 220);
  event("pointerup", 660, 220);
  const sent = calls.filter((each) => (each as string[])[0] !== "point");
  expect(calls[0]).toEqual(["point", null, null, [80, 1000]]);
  expect(sent).toEqual([["drag", [80, 1000]], ["drag", [160, 1000]], ["release"]]);
});
