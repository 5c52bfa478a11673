/**
 * The controls on this page: where the sliders stand, without asking the kernel, and what stands in the entries and where
 * the scrubber stands, without telling it (hubble_widget/canvas/filled.py).
 *
 * Not jslink: that would write every position into a trait of the readout, and so send it to the kernel a second time.
 */

import type { AnyModel } from "@anywidget/types";
import { listen } from "./listening";
import { whenFound } from "./lookup";
import type { Model } from "./model";
import type { Choice, Positions } from "./shown";
import { isTold, tell } from "./told";

/** Which traits tell where a slider stands, and what a hand has asked for. */
const TRAITS = {
  learning_rate: "index",
  iterations: "index",
  iteration: "value",
  iteration_entry: "value",
  learning_rate_entry: null,
  iterations_entry: null,
} as const;
type Part = keyof typeof TRAITS;

/** What ipywidgets says of a model that has lost its kernel, and tells when it has found it again. */
const LIVE = "comm_live";

interface Hears {
  /** A control was found, or has moved, or the kernel has gone or come. */
  changed(): void;
  /** The slider of a setting has moved. */
  settingMoved(): void;
  /** A person has moved the scrubber or the entry beside it. */
  scrubbed(iteration: number): void;
}

export class PageControls {
  #found: Partial<Record<Part, AnyModel>> = {};
  #asked: number[] = [];
  /** Whether there was a kernel: a saved page never had one. */
  hadKernel = false;
  #ends: (() => void)[];
  #hears: Hears;

  constructor(model: AnyModel<Model>, hears: Hears) {
    this.#hears = hears;
    const ids = model.get("controls");
    this.#ends = (Object.keys(TRAITS) as Part[]).map((part) =>
      whenFound(model.widget_manager, ids?.[part] ?? "", (found) => this.#attend(part, found)),
    );
  }

  #attend(part: Part, control: AnyModel): void {
    this.#found[part] = control;
    this.hadKernel ||= Reflect.get(control, LIVE) === true;
    const { changed, settingMoved, scrubbed } = this.#hears;
    const moved = () => {
      if (TRAITS[part] === "value" && !isTold(control)) scrubbed(Math.round(control.get("value")));
      changed();
      if (TRAITS[part] === "index") settingMoved();
    };
    this.#ends.push(
      listen(control, { [`change:${TRAITS[part]}`]: moved, [`${LIVE}_update`]: changed }),
    );
    changed();
  }

  positions(): Positions {
    return {
      learning_rate: this.#position("learning_rate"),
      iterations: this.#position("iterations"),
      iteration: this.#position("iteration"),
    };
  }

  #position(slider: keyof Positions): number | null {
    const value: unknown = this.#found[slider]?.get(TRAITS[slider]);
    return typeof value === "number" ? Math.round(value) : null; // see rounding.ts
  }

  /** The model of the slider that goes through the path, once it is found. */
  get scrubber(): AnyModel | undefined {
    return this.#found.iteration;
  }

  /** Whether a kernel is there to answer: it may have died, and a saved page has none. */
  get haveKernel(): boolean {
    return Object.values(this.#found).every((control) => Reflect.get(control, LIVE) !== false);
  }

  /** Shows a state of a path that has so many, unless a hand has asked for another that is not answered yet. */
  fill(iteration: number, iterations: number): void {
    if (this.isAsking) return;
    for (const control of [this.#found.iteration, this.#found.iteration_entry]) {
      tell(control, { max: iterations }); // before the value, which may lie beyond the old end
    }
    this.scrubTo(iteration);
  }

  /** Shows the settings; not at each state, for a person may be typing others. */
  fillSettings(choice: Choice | null): void {
    if (!choice) return;
    tell(this.#found.learning_rate_entry, { value: choice.learningRate });
    tell(this.#found.iterations_entry, { value: choice.iterations });
  }

  /** Puts the scrubber to an iteration, as far as the page is concerned. */
  scrubTo(value: number): void {
    tell(this.#found.iteration, { value });
    tell(this.#found.iteration_entry, { value });
  }

  /** Whether a hand has asked for an iteration, and the kernel has not answered. */
  get isAsking(): boolean {
    return this.#asked.length > 0;
  }

  /** A hand has asked for an iteration: no answer to an earlier one moves the scrubber back. */
  ask(iteration: number): void {
    this.#asked.push(iteration);
  }

  /** The kernel shows an iteration. Returns whether that is an answer. */
  answered(iteration: number): boolean {
    const answered = this.#asked.lastIndexOf(iteration);
    this.#asked = answered < 0 ? [] : this.#asked.slice(answered + 1);
    return answered >= 0;
  }

  /** Nothing that was asked counts any more. */
  settle(): void {
    this.#asked = [];
  }

  stop(): void {
    for (const end of this.#ends) end();
  }
}
