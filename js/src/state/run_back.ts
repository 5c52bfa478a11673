/** How far the galaxies are run back, which the page alone knows, and the assumptions that a person has changed. */

import type { AnyModel } from "@anywidget/types";
import { isFilled, send, throttled } from "#shared";
import { supposedAges } from "../text/universe";
import type { Model, WhatIf } from "./model";
import type { UniverseNow } from "./universe_now";

/** Milliseconds between two messages to the kernel. */
const SEND_EVERY = 100;

export class RunBack {
  #model: AnyModel<Model>;
  #changed: () => void;
  #time = 0;
  /** Assumptions that are newer than the kernel's; undefined once the kernel has them. */
  chosen: WhatIf | undefined;
  #sent: string[] = [];
  /** The kernel's assumptions, as a text. */
  #kernels = "";
  #sendSoon = throttled(() => {
    if (!this.chosen) return;
    this.#sent.push(keyOf(this.chosen));
    send(this.#model, { type: "what if", ...this.chosen });
  }, SEND_EVERY);

  constructor(model: AnyModel<Model>, changed: () => void) {
    [this.#model, this.#changed] = [model, changed];
  }

  /** Null while another view is shown. */
  get now(): UniverseNow | null {
    const universe = this.#model.get("universe");
    if (!isFilled(universe)) return null;
    const now = { ...universe, ...this.chosen };
    return {
      ...now,
      time: Math.min(this.#time, universe.span),
      supposed: (learned, exact) => supposedAges(now, learned, exact),
    };
  }

  goTo(time: number): void {
    this.#time = time;
    this.#changed();
  }

  choose(part: Partial<WhatIf>): void {
    if (!this.now) return;
    const { omega_matter, distance_factor } = this.now;
    this.chosen = { omega_matter, distance_factor, ...part };
    this.#changed();
    this.#sendSoon();
  }

  /** The kernel has sent its assumptions: those that were sent last, earlier ones, or ones of its own. */
  answered(): void {
    const universe = this.#model.get("universe");
    if (!isFilled(universe)) return;
    const key = keyOf(universe);
    if (key === this.#kernels) return; // something else has changed
    this.#kernels = key;
    const at = this.#sent.lastIndexOf(key);
    const isNewest = !this.chosen || key === keyOf(this.chosen);
    if (at >= 0) this.#sent.splice(0, at + 1);
    if (at < 0 || isNewest) this.refused();
  }

  /** The kernel's own assumptions hold. */
  refused(): void {
    this.chosen = undefined;
    this.#sent = [];
  }

  stop(): void {
    this.#sendSoon.cancel();
  }
}

const keyOf = ({ omega_matter, distance_factor }: WhatIf): string =>
  `${omega_matter} ${distance_factor}`;
