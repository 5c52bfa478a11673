/**
 * Has every slider below the explorer give whole numbers. That of ipywidgets 8.0's alpha versions, which Google Colab
 * ships, gives what it computes: 73.00000000000001, which the kernel may refuse, and 12.999999999999998, which becomes
 * 12 (https://github.com/jupyter-widgets/ipywidgets/issues/3221).
 */

/** The slider's own interface, which it leaves at its element (nouislider). */
interface Slider {
  updateOptions(options: { format: Format }, fireSetEvent: boolean): void;
}

interface Format {
  from(text: string): number;
  to(position: number): number;
}

const WHOLE: Format = { from: Number, to: Math.round };

/** Rounds sliders that are there and those that come, as when the explorer's children change. Returns what ends it. */
export function roundSliders(root: HTMLElement): () => void {
  const known = new WeakSet<Slider>();
  const roundAll = () => {
    for (const target of root.querySelectorAll<HTMLElement & { noUiSlider?: Slider }>(
      ".noUi-target",
    )) {
      const slider = target.noUiSlider;
      if (!slider || known.has(slider)) continue;
      known.add(slider);
      slider.updateOptions({ format: WHOLE }, false);
    }
  };
  const observer = new MutationObserver(roundAll);
  observer.observe(root, { childList: true, subtree: true });
  roundAll();
  return () => observer.disconnect();
}
