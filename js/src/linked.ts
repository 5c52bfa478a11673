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

/** What ipywidgets tells when a model has lost its kernel, or found it again. */
const LIVENESS = "comm_live_update";

export interface Linked {
  positions(): Positions;
  /** The model of the slider that goes through the path, once it is found. */
  scrubber(): AnyModel | undefined;
  /** Whether a kernel is there to answer: it may have died, and a saved page has none. */
  haveKernel(): boolean;
  stop(): void;
}

interface Liveness {
  comm_live?: boolean;
}

/** Calls `moved` when a slider is found, whenever one moves, and when the kernel goes or comes. */
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
    scrubber: () => models.iteration,
    haveKernel: () =>
      Object.values(models).every((slider) => (slider as Liveness).comm_live !== false),
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
    found.on(LIVENESS, moved);
    moved();
  });
  return () => {
    endSearch();
    models[slider]?.off(event, moved);
    models[slider]?.off(LIVENESS, moved);
    delete models[slider];
  };
}

function position(models: Partial<Record<Slider, AnyModel>>, slider: Slider): number | null {
  const value: unknown = models[slider]?.get(TRAITS[slider]);
  return typeof value === "number" ? Math.round(value) : null; // see rounding.ts
}
