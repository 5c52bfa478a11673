// @vitest-environment jsdom
import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OwnFigure } from "../../src/host/own_figure";
import { Pictures } from "../../src/marks/pictures";
import type { Model } from "../../src/state/model";
import { FakeModel, lesson } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("devicePixelRatio", 2);
  Object.assign(URL, { createObjectURL: () => "blob:", revokeObjectURL: () => {} }); // jsdom has none
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  document.body.innerHTML = `<div class="hubble-figure"></div>`;
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const follow = (model: AnyModel<Model>, changed = () => {}) =>
  new Pictures(model, "c", changed, () => ["all"]);
const box = () => document.querySelector(".hubble-figure") as HTMLElement;
/** jsdom loads no pictures. */
async function arrives({ image }: OwnFigure): Promise<void> {
  const size = { naturalWidth: { value: 600 }, naturalHeight: { value: 300 } };
  if (image.naturalWidth === 0) Object.defineProperties(image, size);
  image.dispatchEvent(new Event("load"));
  await vi.advanceTimersByTimeAsync(0);
}

/** Its module is loaded when it is needed. */
async function ownOf(pictures: Pictures): Promise<OwnFigure> {
  await vi.advanceTimersByTimeAsync(20);
  await vi.dynamicImportSettled();
  return pictures.ownFigure as OwnFigure;
}

const events = (fake: FakeModel) =>
  fake.sent
    .map((each) => (each as { event?: { type: string } }).event)
    .filter((event) => event !== undefined);

test("where ipympl's front end is missing, the figure is of our own", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  const changed = vi.fn();
  const pictures = follow(model, changed);
  expect(pictures.ownFigure).toBeUndefined();
  const figure = await ownOf(pictures);
  expect(changed).toHaveBeenCalled();
  figure.show(box());
  expect(fake.sent[0]).toEqual({ type: "own canvas" });
  expect(events(fake).map(({ type }) => type)).toEqual([
    "initialized",
    "set_device_pixel_ratio",
    "refresh",
  ]);
  expect(fake.sent.at(-1)).toEqual({ type: "paints marks", fills: true, knows: ["all"] });
  expect(box().children).toHaveLength(0); // nothing takes the place of the other before there is a picture

  fake.emit("msg:custom", { figure: { data: '{"type": "cursor", "cursor": "pointer"}' } }, []);
  fake.emit("msg:custom", { type: "of somebody else" }, []);
  await arrives(figure);
  expect(box().textContent).toContain("how to install it");
  const canvas = box().querySelector("canvas") as HTMLCanvasElement;
  expect([canvas.width, canvas.height, canvas.style.width]).toEqual([600, 300, "300px"]);
  expect(canvas.style.cursor).toBe("pointer");

  pictures.stop();
  expect(fake.listening).toBe(0);
});

test("a picture that the kernel announces is requested, one at a time", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  const pictures = follow(model);
  const figure = await ownOf(pictures);
  fake.sent = [];
  const announce = () => fake.emit("msg:custom", { figure: { data: '{"type": "draw"}' } }, []);
  for (let count = 0; count < 3; count += 1) announce();
  expect(events(fake)).toEqual([{ type: "draw" }]);
  await arrives(figure); // what was announced meanwhile is requested now
  expect(events(fake)).toEqual([{ type: "draw" }, { type: "draw" }]);
  await arrives(figure);
  expect(events(fake)).toHaveLength(2);
  pictures.stop();
});

test("a figure that is found nowhere is one that is missing", async () => {
  const { model, fake } = lesson();
  fake.others = {};
  const pictures = follow(model);
  await vi.advanceTimersByTimeAsync(9000);
  expect(fake.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fake.sent[0]).toEqual({ type: "own canvas" });
  pictures.stop();
});

test("mouse events are sent under ipympl's names, motions once per frame", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  const pictures = follow(model);
  const figure = await ownOf(pictures);
  const hide = figure.show(box());
  await arrives(figure);
  const canvas = box().querySelector("canvas") as HTMLCanvasElement;
  vi.spyOn(canvas, "getBoundingClientRect").mockReturnValue(new DOMRect(100, 200, 600, 300));
  fake.sent = [];
  const move = (x: number) =>
    canvas.dispatchEvent(new MouseEvent("pointermove", { clientX: x, clientY: 250, buttons: 1 }));
  move(110);
  move(130);
  await vi.advanceTimersByTimeAsync(20);
  move(135);
  canvas.dispatchEvent(
    new MouseEvent("pointerup", { clientX: 140, clientY: 250, button: 0, shiftKey: true }),
  );
  expect(events(fake)).toEqual([
    { type: "motion_notify", x: 60, y: 100, button: 0, buttons: 1, step: 0, modifiers: [] },
    { type: "motion_notify", x: 70, y: 100, button: 0, buttons: 1, step: 0, modifiers: [] },
    { type: "button_release", x: 80, y: 100, button: 0, buttons: 0, step: 0, modifiers: ["shift"] },
  ]);
  hide();
  expect(box().children).toHaveLength(0);
  fake.sent = [];
  move(150);
  await vi.advanceTimersByTimeAsync(20);
  expect(fake.sent).toEqual([]);
  pictures.stop();
});

test("where ipympl shows a figure, it is not missing", async () => {
  const { model, fake } = lesson();
  fake.others = {};
  document.body.innerHTML = `<div class="jupyter-matplotlib-canvas-div"></div>`;
  const pictures = follow(model);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(fake.sent).toEqual([]);
  pictures.stop();
});

test("where ipympl shows the figure of another version, ours is shown all the same", async () => {
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  document.body.innerHTML = `<div class="jupyter-matplotlib-canvas-div"></div>`;
  const pictures = follow(model);
  await vi.advanceTimersByTimeAsync(20);
  expect(fake.sent).toContainEqual({ type: "own canvas" });
  pictures.stop();
});

test("without a kernel nothing is sent, without an error", async () => {
  const note = vi.spyOn(console, "debug").mockImplementation(() => {});
  const { model, fake } = lesson();
  fake.others = { ...fake.others, c: new FakeModel({ _view_name: "ErrorWidgetView" }) };
  fake.send = () => {
    throw new Error("Cannot send");
  };
  const pictures = follow(model);
  await vi.advanceTimersByTimeAsync(20);
  expect(note).toHaveBeenCalled();
  pictures.stop();
  expect(fake.listening).toBe(0);
});
