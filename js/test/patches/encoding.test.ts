// @vitest-environment jsdom

import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encodeWhenQuiet } from "../../src/patches/encoding";
import { FakeModel } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** As ipympl does at every frame. */
const frame = (canvas: FakeModel, drawn: HTMLCanvasElement) =>
  canvas.set("_data_url", drawn.toDataURL());

test("many frames are encoded once, when no more come", () => {
  const encode = vi
    .spyOn(HTMLCanvasElement.prototype, "toDataURL")
    .mockReturnValue("data:image/png;base64,new");
  const drawn = document.createElement("canvas");
  const canvas = Object.assign(new FakeModel({ _data_url: "data:,old" }), {
    offscreen_canvas: drawn,
  });
  const end = encodeWhenQuiet(canvas as unknown as AnyModel);
  for (let count = 0; count < 5; count += 1) {
    frame(canvas, drawn);
    vi.advanceTimersByTime(100);
  }
  expect(encode).not.toHaveBeenCalled();
  expect(canvas.get("_data_url")).toBe("data:,old");
  vi.advanceTimersByTime(400);
  expect(encode).toHaveBeenCalledTimes(1);
  expect(canvas.get("_data_url")).toBe("data:image/png;base64,new");
  end();
  frame(canvas, drawn);
  expect(encode).toHaveBeenCalledTimes(2);
});

test("a canvas that draws in another way is left alone", () => {
  const canvas = new FakeModel({ _data_url: "" });
  const end = encodeWhenQuiet(canvas as unknown as AnyModel);
  end();
  expect(canvas.get("_data_url")).toBe("");
});
