/** Tells the kernel at which of the two settings a hand or the focus is: there it draws ahead. */

import type { AnyModel } from "@anywidget/types";
import type { Model } from "./model";
import { send } from "./send";

const ROWS = [
  ["learning_rate", ".hubble-learning-rate"],
  ["iterations", ".hubble-iterations"],
] as const;
const ARRIVING = ["pointerover", "focusin", "keydown"] as const;

/** Returns what ends it. */
export function tellHand(root: HTMLElement, model: AnyModel<Model>): () => void {
  let told: string | null = null;
  const look = (event: Event) => {
    const { target } = event;
    const isDragging = event instanceof MouseEvent && event.buttons !== 0; // whatever lies on its way
    if (isDragging || !(target instanceof Element)) return;
    const slider = ROWS.find(([, row]) => target.closest(row))?.[0] ?? null;
    if (slider === told) return;
    told = slider;
    send(model, { type: "at hand", slider });
  };
  for (const event of ARRIVING) root.addEventListener(event, look, true);
  return () => {
    for (const event of ARRIVING) root.removeEventListener(event, look, true);
  };
}
