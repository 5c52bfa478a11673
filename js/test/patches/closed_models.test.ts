import type { AnyModel } from "@anywidget/types";
import { expect, test, vi } from "vitest";
import { releaseClosedModels } from "../../src/patches/closed_models";
import type { Model } from "../../src/state/model";
import { FakeModel } from "../samples";

const settled = () => new Promise((resolve) => setTimeout(resolve));

class Part extends FakeModel {
  comm = { on_msg: vi.fn(), on_close: vi.fn() };
  once = this.on;

  constructor() {
    super({});
  }
}

function explorer() {
  const [slider, layout, late] = [new Part(), new Part(), new Part()];
  const fake = new FakeModel({ models: ["slider", "layout"] }, { slider, layout, late });
  return { slider, layout, late, fake, model: fake as unknown as AnyModel<Model> };
}

test("a comm forgets its model when that is closed, and not before", async () => {
  const { slider, layout, model } = explorer();
  releaseClosedModels(model);
  await settled();
  expect(slider.comm.on_close).not.toHaveBeenCalled();
  slider.emit("destroy");
  expect(slider.comm.on_msg).toHaveBeenCalledOnce();
  expect(slider.comm.on_close).toHaveBeenCalledOnce();
  expect(layout.comm.on_close).not.toHaveBeenCalled();
});

test("models that come later are let go of, too, and those that were found also after the end", async () => {
  const { slider, late, fake, model } = explorer();
  const end = releaseClosedModels(model);
  await settled();
  fake.set("models", ["slider", "late"]);
  await settled();
  end();
  for (const part of [slider, late]) {
    part.emit("destroy");
    expect(part.comm.on_close).toHaveBeenCalledOnce();
  }
});

test("a saved page, whose models have no comm, is left as it is", async () => {
  const { slider, model } = explorer();
  Object.assign(slider, { comm: undefined });
  releaseClosedModels(model);
  await settled();
  expect(() => slider.emit("destroy")).not.toThrow();
});
