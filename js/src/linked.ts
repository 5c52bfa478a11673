/**
 * Where the sliders stand on this page, without asking the kernel.
 *
 * Not jslink: that would write every position into a trait of the readout, and so
 * send it to the kernel a second time.
 */

import type { AnyModel } from "@anywidget/types";
import { whenFound } from "./lookup";
import type { Controls, Model } from "./model";
import type { Positions } from "./shown";

/** Which trait of each slider tells its position. */
const TRAITS = { learning_rate: "index", iterations: "index", iteration: "value" } as const;
type Slider = keyof typeof TRAITS;
const SLIDERS = Object.keys(TRAITS) as Slider[];

export interface Linked {
  positions(): Positions;
  stop(): void;
}

/** Calls `moved` when a slider is found and whenever one moves. */
export function linkSliders(model: AnyModel<Model>, moved: () => void): Linked {
  const models: Partial<Record<Slider, AnyModel>> = {};
  let unlink = () => {};
  const relink = () => {
    unlink();
    const ends = SLIDERS.map((slider) => link(model, slider, models, moved));
    unlink = () => {
      for (const end of ends) end();
    };
  };
  model.on("change:controls", relink);
  relink();
  return {
    positions: () => ({
      learning_rate: position(models, "learning_rate"),
      iterations: position(models, "iterations"),
      iteration: position(models, "iteration"),
    }),
    stop() {
      model.off("change:controls", relink);
      unlink();
    },
  };
}

function link(
  model: AnyModel<Model>,
  slider: Slider,
  models: Partial<Record<Slider, AnyModel>>,
  moved: () => void,
): () => void {
  const controls: Partial<Controls> | undefined = model.get("controls");
  const id = controls?.[slider];
  if (!id) return () => {};
  const event = `change:${TRAITS[slider]}` as const;
  const endSearch = whenFound(model.widget_manager, id, (found) => {
    models[slider] = found;
    found.on(event, moved);
    moved();
  });
  return () => {
    endSearch();
    models[slider]?.off(event, moved);
    delete models[slider];
  };
}

function position(models: Partial<Record<Slider, AnyModel>>, slider: Slider): number | null {
  const value: unknown = models[slider]?.get(TRAITS[slider]);
  return typeof value === "number" ? value : null;
}
