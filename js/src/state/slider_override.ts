/**
 * The sliders' settings replace the kernel's until the kernel has answered, and always if there is no kernel. The page
 * shows the last state of the new path at once, and the scrubber moves along that path.
 */

import { hasClosedForm } from "../gradient_descent/convergence";
import { choiceOf, type ExplorerState, type Positions } from "./display";
import { isFilled } from "./model";

export interface Overridden {
  explorer: ExplorerState;
  /** The last iteration of the path, if a person has just chosen another path: that state is to be shown. */
  chosen: number | null;
}

/** Returns a function that puts the sliders' settings into the state of the explorer. */
export function createSliderOverride(): (
  explorer: ExplorerState,
  positions: Positions,
) => Overridden {
  let last = "";
  let answered: ExplorerState["settings"] | undefined;
  return (explorer, positions) => {
    const { settings } = explorer;
    const choice = choiceOf(explorer, positions);
    if (!choice || !isFilled(settings) || !hasClosedForm(settings))
      return { explorer, chosen: null };
    const { learningRate, iterations, isKernels } = choice;
    const mark = isKernels ? "" : `${learningRate} ${iterations}`;
    // When the kernel's answer arrives, a person may have moved the scrubber already: no jump to the last state.
    const isAnswer = isKernels && settings !== answered;
    const isNew = mark !== last && !isAnswer;
    const chosenNow = isNew ? iterations : null;
    [last, answered] = [mark, settings];
    if (isKernels) return { explorer, chosen: chosenNow };
    // The kernel has no state on this path: its iteration is one that the scrubber cannot have.
    const learned = { ...explorer.learned, iteration: iterations + 1 };
    return {
      explorer: { ...explorer, settings: choice.settings, path: null, learned },
      chosen: chosenNow,
    };
  };
}
