/**
 * The page takes over what the sliders choose before the kernel has answered, and where there is none: its last state is
 * shown at once, and the scrubber goes through its path.
 */

import { hasClosedForm } from "./convergence";
import { isFilled, type Settings } from "./model";
import { chosen, type Known, type Positions } from "./shown";

export interface Adopted {
  known: Known;
  /** How many iterations the path has where a hand has chosen another just now: its last state is shown. */
  chosen: number | null;
}

/** Returns a function that puts what a person has chosen into what is known. */
export function createAdoption(): (known: Known, positions: Positions) => Adopted {
  let last = "";
  let answered: Known["settings"] | undefined;
  return (known, positions) => {
    const { settings } = known;
    const choice = chosen(known, positions);
    if (!choice || !isFilled(settings) || !hasClosedForm(settings)) return { known, chosen: null };
    const { learningRate: learning_rate, iterations } = choice;
    const isKernels =
      learning_rate === settings.learning_rate && iterations === settings.iterations;
    const mark = isKernels ? "" : `${learning_rate} ${iterations}`;
    // Where the kernel has settled on what was chosen, a hand may be at the scrubber by now.
    const isAnswer = isKernels && settings !== answered;
    const isNew = mark !== last && !isAnswer;
    const chosenNow = isNew ? iterations : null;
    [last, answered] = [mark, settings];
    if (isKernels) return { known, chosen: chosenNow };
    const adopted: Settings = { ...settings, learning_rate, iterations };
    // Of the kernel's there is no state on this path; its number is none that the scrubber can have.
    const learned = { ...known.learned, iteration: iterations + 1 };
    return { known: { ...known, settings: adopted, path: null, learned }, chosen: chosenNow };
  };
}
