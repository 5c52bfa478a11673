/**
 * Tells the kernel at which of the two settings the pointer is, which may drag its slider far, or else the focus, for
 * keys: there it draws ahead.
 */

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
  let told = "";
  const look = (event: Event) => {
    const moves = event.type === "pointerover";
    if (moves && (event as PointerEvent).buttons !== 0) return; // whatever lies on the way of a drag
    const here = settingAt(event.target);
    const slider = here ?? (moves ? settingAt(document.activeElement) : null);
    const news = { type: "at hand", slider, pointer: moves && here !== null };
    if (told === JSON.stringify(news) || (told === "" && !slider)) return;
    told = JSON.stringify(news);
    send(model, news);
  };
  for (const event of ARRIVING) root.addEventListener(event, look, true);
  return () => {
    for (const event of ARRIVING) root.removeEventListener(event, look, true);
  };
}

function settingAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return ROWS.find(([, row]) => target.closest(row))?.[0] ?? null;
}
