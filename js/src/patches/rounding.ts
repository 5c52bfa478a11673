/**
 * Works around ipywidgets 8.0's alpha versions (Google Colab): jupyter-widgets/ipywidgets#3221, sliders give fractions.
 *
 * A slider of whole numbers gives the result of its arithmetic: 73.00000000000001, which the kernel may refuse, or
 * 12.999999999999998, which becomes 12. Here every slider below the explorer gives whole numbers.
 */

import { watchChildren } from "../host/listening";

/** noUiSlider's interface, a property of its element. */
interface Slider {
  updateOptions(options: { format: Format }, fireSetEvent: boolean): void;
}

interface Format {
  from(text: string): number;
  to(position: number): number;
}

const WHOLE: Format = { from: Number, to: Math.round };

/** Rounds all sliders below `root`, now and whenever one is added. Returns what ends it. */
export function roundSliders(root: HTMLElement): () => void {
  const rounded = new WeakSet<Slider>();
  const roundAll = () => {
    for (const target of root.querySelectorAll<HTMLElement & { noUiSlider?: Slider }>(
      ".noUi-target",
    )) {
      const slider = target.noUiSlider;
      if (!slider || rounded.has(slider)) continue;
      rounded.add(slider);
      slider.updateOptions({ format: WHOLE }, false);
    }
  };
  return watchChildren(root, roundAll);
}
