/**
 * Names, values and explanations for the controls around the readout, and keys that reach them.
 *
 * ipywidgets gives no accessible name to a slider's handle, to a progress bar, and to an entry without a description.
 * Nothing here is needed to see or move a control, and all of it may run again at any time with the same outcome.
 */

import { addQuestions } from "../explain/question";
import { message } from "../text/messages";
import { element, setAttribute, setAttributes, setText } from "./dom";
import { callAll, listenToEvents } from "./listening";
import { debounced, perFrame } from "./timing";

/** ipywidgets 8, then 7 */
const HANDLE = ".noUi-handle, .ui-slider-handle";
const JQUERY_HANDLE = ".ui-slider-handle";
const CANVAS = ".jupyter-matplotlib-canvas-div";
export const PLOTS = message("Plots of the fit and of the loss");

/** Milliseconds: the kernel may set an entry some time after its slider moved, without an event on the page. */
const KERNEL_ANSWER = 250;

const WATCHED = [
  "aria-valuenow",
  "aria-valuetext",
  "class",
  "data-hubble-value",
  "tabindex",
  "style",
];

/** Describes the controls below `root` again whenever they change. Returns what ends it. */
export function keepAccessible(root: HTMLElement): () => void {
  const describe = () => describeControls(root);
  const describeSoon = perFrame(describe); // a moving slider changes several attributes in each frame
  const describeLater = debounced(describe, KERNEL_ANSWER);
  const refresh = () => {
    describeSoon();
    describeLater();
  };
  // The readout's own texts are below the root too: when they change, entries may have changed.
  const observer = new MutationObserver(refresh);
  observer.observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: WATCHED,
  });
  const ends = [
    listenToEvents(root, { "input change": refresh, keydown: hideKeys }),
    listenToEvents(root, { keydown: passTab }, true),
    listenToEvents(window, { keydown: hideKeysFromNotebook7(root) }, true),
    () => observer.disconnect(),
    describeSoon.cancel,
    describeLater.cancel,
  ];
  describe();
  describeLater();
  return () => callAll(ends);
}

const DESCRIPTIONS: Record<string, (found: HTMLElement) => void> = {
  ".hubble-setting": describeSetting,
  ".hubble-step-size select": (list) =>
    setAttribute(list, "aria-label", message("Iterations of a step")),
  ".hubble-loading": describeProgress,
  ".widget-toggle-button": describeToggle,
  ".hubble-header select > option": groupOption,
  ".hubble-more-row": describeGroup,
  ".hubble-views": describeViews,
  // ipywidgets gives a label without a tooltip this one.
  "[title=null]": (label) => label.removeAttribute("title"),
  // ipywidgets gives the tooltip to the box alone, and its label the label's own text.
  ".widget-checkbox span[title]": (label) =>
    setAttribute(label, "title", label.parentElement?.querySelector("input")?.title ?? ""),
  // An icon is a letter of a symbol font, which would become part of its button's name.
  "button > i": (icon) => setAttribute(icon, "aria-hidden", "true"),
  ".hubble-pins, .hubble-seed": (text) => setAttribute(text, "role", "status"),
  // Not reached by Tab: once focused, it swallows every key.
  [CANVAS]: (canvas) => setAttributes(canvas, { tabindex: -1, role: "img", "aria-label": PLOTS }),
};

export function describeControls(root: HTMLElement): void {
  for (const [selector, describe] of Object.entries(DESCRIPTIONS)) {
    root.querySelectorAll<HTMLElement>(selector).forEach(describe);
  }
  addQuestions(root);
}

/** "Nearby · HST Key Project (24)": ipywidgets knows an option by its place in the list, which no group changes. */
function groupOption(option: Element): void {
  const [, label = "", text] = /^(.+?)\s·\s(.+)$/.exec(option.textContent) ?? [];
  if (!text) return;
  let group = option.previousElementSibling;
  if (group?.getAttribute("label") !== label) {
    group = element("optgroup", { label });
    option.before(group);
  }
  setText(option, text);
  group.append(option);
}

/** ipywidgets shows a pressed toggle by its look alone. */
function describeToggle(button: Element): void {
  const state = button.matches(".hubble-more-toggle") ? "aria-expanded" : "aria-pressed";
  setAttribute(button, state, String(button.matches(".mod-active")));
}

/** Without a name each radio button of ipywidgets is a group, and a stop of the Tab key, of its own. */
function describeViews(row: Element): void {
  setAttributes(row, { role: "radiogroup", "aria-label": message("Right-hand plot") });
  const buttons = [...row.querySelectorAll("input")];
  if (buttons[0]?.name !== "") return;
  viewGroups += 1;
  for (const button of buttons) button.name = `hubble-view-${viewGroups}`;
}

let viewGroups = 0;

/** A heading names its row of More: "Slope" is the slope of "Your guess". */
function describeGroup(row: Element): void {
  const name = row.querySelector(".hubble-more-title")?.textContent ?? "";
  setAttributes(row, { role: "group", "aria-label": name });
}

/** A row of a slider with a description and an entry without one. */
function describeSetting(row: HTMLElement): void {
  const name = visibleLabel(row);
  if (!name) return;
  const entry = row.querySelector<HTMLInputElement>("input:not([type=range])");
  if (entry) setAttribute(entry, "aria-label", message("{name}, typed value", { name }));
  const handle = row.querySelector<HTMLElement>(HANDLE);
  if (!handle) return;
  setAttribute(handle, "aria-label", name);
  // noUiSlider gives its role and value; jQuery UI does not.
  if (handle.matches(JQUERY_HANDLE)) describeRange(handle, "slider", handle.style.left);
  // The page's own value is newer than the entry's, which waits for the kernel.
  const value = row.getAttribute("data-hubble-value") ?? entry?.value;
  if (value) setAttribute(handle, "aria-valuetext", value);
}

export function visibleLabel(row: Element | null): string {
  const labels = [...(row?.querySelectorAll(".widget-label") ?? [])];
  return labels.map((label) => label.textContent.trim()).find((text) => text !== "") ?? "";
}

/** ipywidgets draws the progress as the width of an inner element. */
function describeProgress(view: HTMLElement): void {
  const track = view.querySelector(".progress");
  const bar = view.querySelector<HTMLElement>(".progress-bar");
  if (!track || !bar) return;
  describeRange(track, "progressbar", bar.style.width);
  setAttribute(track, "aria-label", message("Progress of loading"));
}

/** `percent`: a length of CSS, in per cent. */
function describeRange(node: Element, role: string, percent: string): void {
  const now = Math.round(Number.parseFloat(percent) || 0);
  setAttributes(node, { role, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": now });
}

/** A canvas that a click has focused would swallow Tab too: this runs before the canvas receives the key. */
function passTab(event: KeyboardEvent): void {
  if (event.key === "Tab" && (event.target as Element).closest(CANVAS)) {
    event.stopImmediatePropagation();
  }
}

/** JupyterLab and the classic notebook would move to another cell; they receive a key after the control. */
function hideKeys(event: KeyboardEvent): void {
  if (isForTarget(event)) event.stopPropagation();
}

/** Notebook 7 receives a key before any element of its page. This attribute stops it from acting on one. */
const hideKeysFromNotebook7 =
  (root: HTMLElement): ((event: KeyboardEvent) => void) =>
  (event) => {
    const { target } = event;
    if (!(target instanceof Element) || !root.contains(target)) return;
    target.toggleAttribute("data-lm-suppress-shortcuts", isForTarget(event));
  };

/** A list, a slider or a text that can be scrolled uses arrows and letters itself. */
function isForTarget({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return false;
  return (
    (key.startsWith("Arrow") || key.length === 1) &&
    target.matches(`select, [type="radio"], [type="range"], .hubble-text, ${HANDLE}`)
  );
}
