// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acknowledgeFrames } from "../src/frames";
import { whenOwn } from "../src/own_figure";
import { FakeModel, lesson } from "./samples";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  document.body.innerHTML = `<div class="hubble-figure"></div>`;
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const box = () => document.querySelector(".hubble-figure") as HTMLElement;
const events = (fake: FakeModel) =>
  fake.sent
    .map((each) => (each as { event?: { type: string } }).event)
    .filter((event) => event !== undefined);

test("where ipympl's front end is missing, the figure is of our own", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  const found = vi.fn((figure) => figure.show(box()));
  whenOwn("c", found);
  const end = acknowledgeFrames(model);
  await vi.advanceTimersByTimeAsync(20);
  expect(found).toHaveBeenCalledTimes(1);
  expect(fake.sent[0]).toEqual({ type: "own canvas" });
  expect(events(fake).map(({ type }) => type)).toEqual([
    "initialized",
    "set_device_pixel_ratio",
    "refresh",
  ]);
  expect(fake.sent.at(-1)).toEqual({ type: "acknowledges frames", changes: false }); // jsdom paints nothing
  expect(box().textContent).toContain("pip install ipympl");

  fake.emit("msg:custom", { figure: { data: '{"type": "cursor", "cursor": "pointer"}' } }, []);
  fake.emit("msg:custom", { type: "of somebody else" }, []);
  await vi.advanceTimersByTimeAsync(0);
  const canvas = box().querySelector("canvas") as HTMLCanvasElement;
  expect(canvas.style.cursor).toBe("pointer");

  const later = vi.fn();
  whenOwn("c", later);
  expect(later).toHaveBeenCalledTimes(1);
  end();
  expect(fake.listening).toBe(0);
});

test("a figure that is found nowhere is one that is missing", async () => {
  const { model, fake } = lesson();
  fake.others = {};
  const end = acknowledgeFrames(model);
  await vi.advanceTimersByTimeAsync(9000);
  expect(fake.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fake.sent[0]).toEqual({ type: "own canvas" });
  end();
});

test("the mouse is told of in ipympl's words, motions once a frame", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  const hides: (() => void)[] = [];
  whenOwn("c", (figure) => hides.push(figure.show(box())));
  const end = acknowledgeFrames(model);
  await vi.advanceTimersByTimeAsync(20);
  const canvas = box().querySelector("canvas") as HTMLCanvasElement;
  vi.spyOn(canvas, "getBoundingClientRect").mockReturnValue(new DOMRect(100, 200, 600, 300));
  fake.sent = [];
  const move = (x: number) =>
    canvas.dispatchEvent(new MouseEvent("pointermove", { clientX: x, clientY: 250, buttons: 1 }));
  move(110);
  move(130);
  await vi.advanceTimersByTimeAsync(20);
  canvas.dispatchEvent(
    new MouseEvent("pointerup", { clientX: 140, clientY: 250, button: 0, shiftKey: true }),
  );
  expect(events(fake)).toEqual([
    { type: "motion_notify", x: 30, y: 50, button: 0, buttons: 1, step: 0, modifiers: [] },
    { type: "button_release", x: 40, y: 50, button: 0, buttons: 0, step: 0, modifiers: ["shift"] },
  ]);
  for (const hide of hides) hide();
  expect(box().children).toHaveLength(0);
  fake.sent = [];
  move(150);
  await vi.advanceTimersByTimeAsync(20);
  expect(fake.sent).toEqual([]);
  end();
});
