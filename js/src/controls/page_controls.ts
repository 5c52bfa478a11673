/**
 * The controls on this page. Reads the sliders' positions, and sets the entries and the scrubber, without a message to the
 * kernel (hubble_widget/widgets/filled.py).
 *
 * jslink would write every position into a trait of the readout, and so send it to the kernel a second time.
 */

import type { AnyModel } from "@anywidget/types";
import { callAll, listenToModel } from "../host/listening";
import { whenFound } from "../host/lookup";
import { isProgrammatic, setSilently } from "../patches/programmatic";
import type { Choice, Positions } from "../state/display";
import type { Model } from "../state/model";

/** The trait of each control that holds its position; null for an entry that the page only sets. */
const TRAITS = {
  learning_rate: "index",
  iterations: "index",
  iteration: "value",
  iteration_entry: "value",
  learning_rate_entry: null,
  iterations_entry: null,
} as const;
type Part = keyof typeof TRAITS;

/** A member of ipywidgets' models: false without a kernel. Its event is sent at each change. */
const LIVE = "comm_live";

interface Callbacks {
  /** A control was found, or a message of the kernel has moved the scrubber or its entry. */
  placed(): void;
  /** A control has moved, or the kernel has gone or come back. */
  changed(): void;
  /** The slider of a setting has moved. */
  settingMoved(): void;
  /** A person has moved the scrubber or the entry beside it. */
  scrubbed(iteration: number): void;
}

export class PageControls {
  #found: Partial<Record<Part, AnyModel>> = {};
  #requested: number[] = [];
  #isFilling = false;
  /** Whether there has been a kernel: a saved page never had one. */
  hadKernel = false;
  #ends: (() => void)[];
  #callbacks: Callbacks;

  constructor(model: AnyModel<Model>, callbacks: Callbacks) {
    this.#callbacks = callbacks;
    const ids = model.get("controls");
    this.#ends = (Object.keys(TRAITS) as Part[]).map((part) =>
      whenFound(model.widget_manager, ids?.[part] ?? "", (found) => this.#follow(part, found)),
    );
  }

  #follow(part: Part, control: AnyModel): void {
    this.#found[part] = control;
    this.hadKernel ||= Reflect.get(control, LIVE) === true;
    const { placed, changed, settingMoved, scrubbed } = this.#callbacks;
    const moved = () => {
      if (TRAITS[part] === "value" && !this.#isFilling) {
        // A kernel that was busy may send a position back late, which the front end reported without a person.
        if (isProgrammatic(control)) queueMicrotask(placed);
        else scrubbed(Math.round(control.get("value")));
      }
      changed();
      if (TRAITS[part] === "index") settingMoved();
    };
    this.#ends.push(
      listenToModel(control, { [`change:${TRAITS[part]}`]: moved, [`${LIVE}_update`]: changed }),
    );
    placed();
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
    return typeof value === "number" ? Math.round(value) : null; // see patches/rounding.ts
  }

  /** The model of the slider that moves along the path, once it is found. */
  get scrubber(): AnyModel | undefined {
    return this.#found.iteration;
  }

  /** Whether there is a kernel now: it may have stopped, and a saved page has none. */
  get hasKernel(): boolean {
    return Object.values(this.#found).every((control) => Reflect.get(control, LIVE) !== false);
  }

  /** Sets the scrubber to a state of a path, unless a person's request is not answered yet. */
  fill(iteration: number, iterations: number): void {
    // With the maximum: a slider that finds its value beyond it reports another one.
    if (!this.isWaiting) this.#place({ max: iterations, value: iteration });
  }

  /** Sets the entries. Called for new settings only, because a person may be typing. */
  fillSettings(choice: Choice | null): void {
    if (!choice) return;
    setSilently(this.#found.learning_rate_entry, { value: choice.learningRate });
    setSilently(this.#found.iterations_entry, { value: choice.iterations });
  }

  /** Sets the scrubber on this page. */
  scrubTo(value: number): void {
    this.#place({ value });
  }

  #place(state: { max?: number; value: number }): void {
    this.#isFilling = true;
    setSilently(this.#found.iteration, state);
    setSilently(this.#found.iteration_entry, state);
    this.#isFilling = false;
  }

  /** Whether the kernel has not answered a person's request for an iteration yet. */
  get isWaiting(): boolean {
    return this.#requested.length > 0;
  }

  /** A person has requested an iteration. From now on no answer to an earlier request moves the scrubber back. */
  request(iteration: number): void {
    this.#requested.push(iteration);
  }

  /** The kernel shows an iteration. Returns whether that answers a request. */
  answered(iteration: number): boolean {
    const answered = this.#requested.lastIndexOf(iteration);
    this.#requested = answered < 0 ? [] : this.#requested.slice(answered + 1);
    return answered >= 0;
  }

  /** Drops all requests. */
  forgetRequests(): void {
    this.#requested = [];
  }

  stop(): void {
    callAll(this.#ends);
  }
}
