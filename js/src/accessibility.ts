/**
 * Names, values, explanations and a way out by keyboard for the controls around the readout.
 *
 * ipywidgets gives a slider's handle and a progress bar no accessible name, and a
 * numeric entry without a description none either. Nothing here is needed to see or
 * move a control; everything may run again at any time without changing the outcome.
 */

import { setAttribute } from "./dom";
import { markControls } from "./explain/question";
import { hear } from "./listening";
import { debounced } from "./timing";

/** ipywidgets 8, then 7 */
const HANDLE = ".noUi-handle, .ui-slider-handle";
const JQUERY_HANDLE = ".ui-slider-handle";
const CANVAS = ".jupyter-matplotlib-canvas-div";
export const PLOTS = "Plots of the fit and of the loss";

/** The kernel may set an entry some time after its slider moved, which the page does not notice. */
const KERNEL_ANSWER = 250;

/** Returns what ends the care. */
export function careForControls(root: HTMLElement): () => void {
  const describe = () => describeControls(root);
  const describeLater = debounced(describe, KERNEL_ANSWER);
  const refresh = () => {
    describe();
    describeLater();
  };
  // The readout's own texts are below the root too: when they change, entries may have.
  const observer = new MutationObserver(refresh);
  observer.observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: [
      "aria-valuenow",
      "aria-valuetext",
      "class",
      "data-hubble-value",
      "tabindex",
      "style",
    ],
  });
  const ends = [
    hear(root, { "input change": refresh, keydown: keepKeys }),
    hear(root, { keydown: letTabPass }, true),
    hear(window, { keydown: keepFromNotebook(root) }, true),
  ];
  refresh();
  return () => {
    observer.disconnect();
    describeLater.cancel();
    for (const end of ends) end();
  };
}

export function describeControls(root: HTMLElement): void {
  root.querySelectorAll<HTMLElement>(".hubble-setting").forEach(describeSetting);
  root.querySelectorAll<HTMLElement>(".hubble-playback").forEach(describeStepSize);
  root.querySelectorAll<HTMLElement>(".hubble-loading").forEach(describeProgress);
  root.querySelectorAll(".widget-toggle-button").forEach(describeToggle);
  root.querySelectorAll(".hubble-more-row").forEach(describeGroup);
  markControls(root);
  // An icon is a letter of a symbol font, which would become part of its button's name.
  for (const icon of root.querySelectorAll("button > i")) setAttribute(icon, "aria-hidden", "true");
  for (const pins of root.querySelectorAll(".hubble-pins")) setAttribute(pins, "role", "status");
  for (const canvas of root.querySelectorAll(CANVAS)) {
    // Kept out of the tab order: once focused, it swallows every key.
    setAttribute(canvas, "tabindex", "-1");
    setAttribute(canvas, "role", "img");
    setAttribute(canvas, "aria-label", PLOTS);
  }
}

/** To ipywidgets a toggle that is pressed is one of another look. */
function describeToggle(button: Element): void {
  const state = button.matches(".hubble-more-toggle") ? "aria-expanded" : "aria-pressed";
  setAttribute(button, state, String(button.matches(".mod-active")));
}

/** A row of More is one by its heading alone: "Slope" is that of "Your guess". */
function describeGroup(row: Element): void {
  setAttribute(row, "role", "group");
  setAttribute(row, "aria-label", row.querySelector(".hubble-more-title")?.textContent ?? "");
}

/** A row of a slider with a description and an entry without one. */
function describeSetting(row: HTMLElement): void {
  const name = visibleLabel(row);
  if (!name) return;
  const entry = row.querySelector<HTMLInputElement>("input:not([type=range])");
  if (entry) setAttribute(entry, "aria-label", `${name}, typed value`);
  const handle = row.querySelector<HTMLElement>(HANDLE);
  if (!handle) return;
  describeHandle(handle, name);
  // What the page itself knows is newer than the entry, which waits for the kernel.
  const value = row.getAttribute("data-hubble-value") ?? entry?.value;
  if (value) setAttribute(handle, "aria-valuetext", value);
}

/** The list beside the button Step has no description. */
function describeStepSize(row: HTMLElement): void {
  const steps = row.querySelector(".hubble-step-size select");
  if (steps) setAttribute(steps, "aria-label", "Iterations of a step");
}

/** noUiSlider says what it is and where it stands; jQuery UI does not: how far along its track, in per cent. */
function describeHandle(handle: HTMLElement, name: string): void {
  setAttribute(handle, "aria-label", name);
  if (!handle.matches(JQUERY_HANDLE)) return;
  setAttribute(handle, "role", "slider");
  setAttribute(handle, "aria-valuemin", "0");
  setAttribute(handle, "aria-valuemax", "100");
  setAttribute(
    handle,
    "aria-valuenow",
    String(Math.round(Number.parseFloat(handle.style.left) || 0)),
  );
}

function visibleLabel(row: HTMLElement): string {
  const labels = [...row.querySelectorAll(".widget-label")];
  return labels.map((label) => label.textContent.trim()).find((text) => text !== "") ?? "";
}

/** ipywidgets draws the progress as the width of an inner element. */
function describeProgress(view: HTMLElement): void {
  const track = view.querySelector(".progress");
  const bar = view.querySelector<HTMLElement>(".progress-bar");
  if (!track || !bar) return;
  setAttribute(track, "role", "progressbar");
  setAttribute(track, "aria-label", "Progress of loading");
  setAttribute(track, "aria-valuemin", "0");
  setAttribute(track, "aria-valuemax", "100");
  setAttribute(track, "aria-valuenow", String(Math.round(Number.parseFloat(bar.style.width) || 0)));
}

/** A canvas focused by a click would keep Tab too; on the way down it is stopped before it gets there. */
function letTabPass(event: KeyboardEvent): void {
  const target = event.target;
  if (event.key !== "Tab" || !(target instanceof Element) || !target.closest(CANVAS)) return;
  event.stopImmediatePropagation();
}

/** JupyterLab and the classic notebook, which hear of a key later, would leave for another cell. */
function keepKeys(event: KeyboardEvent): void {
  if (isOfItsTarget(event)) event.stopPropagation();
}

/** Notebook 7 hears of a key before anyone in its page, and passes what this attribute keeps from it. */
function keepFromNotebook(root: HTMLElement): (event: KeyboardEvent) => void {
  return (event) => {
    const { target } = event;
    if (!(target instanceof Element) || !root.contains(target)) return;
    target.toggleAttribute("data-lm-suppress-shortcuts", isOfItsTarget(event));
  };
}

/** A list, a slider or a text that can be scrolled answers arrows and letters itself. */
function isOfItsTarget({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return false;
  return (
    (key.startsWith("Arrow") || key.length === 1) &&
    target.matches(`select, .hubble-text, ${HANDLE}`)
  );
}
