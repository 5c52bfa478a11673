/** The button that copies the line %hubblefit ... of what is shown; it asks no kernel (hubble_widget/line.py). */

import { element, setText } from "./dom";
import { hear } from "./listening";
import { isFilled, type MagicLine, type Model } from "./model";
import { chosen, type Known, type Positions, shown } from "./shown";

/** Milliseconds for which "Copied" is seen. */
const BRIEFLY = 2500;

export interface Told {
  text: string;
  problem: string;
}

/** The line of what is shown now, with the sliders where they stand on this page. */
export function lineNow(line: Model["line"] | undefined, known: Known, positions: Positions): Told {
  const choice = chosen(known, positions);
  if (!line || !isFilled<MagicLine>(line) || !choice) {
    return { text: "", problem: "The kernel has not told the line yet." };
  }
  if (line.problem) return { text: "", problem: line.problem };
  const { settings } = known;
  const moved =
    choice.learningRate !== settings.learning_rate || choice.iterations !== settings.iterations;
  const { iteration, slope, intercept, loss } = shown(known, positions).learned;
  const diverged = slope === null || intercept === null || loss === null;
  const isEnd = moved || diverged || iteration >= choice.iterations;
  const state = isEnd ? "" : ` --show ${iteration}`;
  const sliders = `--lr ${choice.learningRate} --iterations ${choice.iterations}${state}`;
  return { text: `${line.before} ${sliders}${line.after}`, problem: "" };
}

/** Lets the button below `root` copy what `told` returns at the click. Returns what ends it. */
export function offerCopy(root: HTMLElement, told: () => Told): () => void {
  const status = element("span", "hubble-copied");
  status.setAttribute("role", "status");
  const field = element("textarea", "hubble-line");
  field.setAttribute("aria-label", "The magic line, to be copied");
  field.spellcheck = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (words: string, forget: boolean) => {
    clearTimeout(timer);
    setText(status, words);
    if (forget) timer = setTimeout(() => setText(status, ""), BRIEFLY);
  };
  const clicked = async ({ target }: Event) => {
    const button = target instanceof Element ? target.closest(".hubble-copy") : null;
    if (!button) return;
    if (status.previousElementSibling !== button) button.after(status);
    field.remove();
    const { text, problem } = told();
    if (problem) return say(problem, false);
    if (await copy(text)) return say("Copied", true);
    field.value = text;
    field.rows = text.split("\n").length;
    status.after(field);
    field.focus();
    field.select();
    say("Copy the marked line.", false);
  };
  const end = hear(root, { click: clicked });
  return () => {
    clearTimeout(timer);
    end();
    status.remove();
    field.remove();
  };
}

/** A page that is not secure has no clipboard to write to, and one in a frame may be forbidden to. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyMarked(text);
  }
}

/** The way of old, which still works where the page was just clicked. */
function copyMarked(text: string): boolean {
  const before = document.activeElement;
  const field = element("textarea", "");
  field.value = text;
  field.style.cssText = "position: fixed; top: 0; opacity: 0;";
  document.body.append(field);
  field.focus();
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
