/**
 * What is typed into a number's field counts as it was meant, or not at all.
 *
 * Browsers drop a comma, and ipywidgets drops points, commas and exponents from whole numbers, so that 0,07 would
 * be 7 and 1.5 be 15. And a field that shows what a training comes to would be written over while somebody types.
 */

import { hear } from "./listening";

const NUMBER = "input[type=number]";
const WHOLE = `:is(.hubble-iterations, .hubble-iteration-entry) ${NUMBER}`;
const OTHERS = "button, select, .noUi-target, .ui-slider";

/** At these ipywidgets drops what is no digit, and lets the digits around it stand; Colab's drops Enter, too. */
const FILTERED = "keypress keyup";

/** Calls `refuse` with words when a number is not taken, and with none when one is. Returns what ends it. */
export function mindEntries(root: HTMLElement, refuse: (words: string) => void): () => void {
  const change = (event: Event) => {
    const field = fieldOf(event, NUMBER);
    if (!field) return;
    letWrite(field);
    refuse(field.matches(WHOLE) ? takeWhole(field) : "");
  };
  /** Who moves or presses something else has let it be. */
  const goOn = ({ target }: Event) => {
    if (target instanceof Element && target.closest(OTHERS)) refuse("");
  };
  const handlers = {
    "pointerdown keydown": goOn,
    [FILTERED]: letThrough,
    beforeinput: pointForComma,
    input: keepTyped,
    change,
    focusout: leave,
  };
  return hear(root, handlers, true);
}

function letThrough(event: KeyboardEvent): void {
  const isFiltered = event.key.length === 1 || (event.key === "Enter" && event.type === "keypress");
  if (isFiltered && fieldOf(event, WHOLE)) event.stopPropagation();
}

/** What is being typed stays: no script writes the field until its number is entered, or it is left. */
function keepTyped(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (!field) return;
  const read = () => Reflect.get(HTMLInputElement.prototype, "value", field);
  Object.defineProperty(field, "value", { configurable: true, get: read, set: () => {} });
}

function leave(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (field) letWrite(field);
}

function letWrite(field: HTMLInputElement): void {
  Reflect.deleteProperty(field, "value");
}

function pointForComma(event: InputEvent): void {
  if (!fieldOf(event, NUMBER) || !event.data?.includes(",")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.data.replaceAll(",", "."));
}

/** Writes a whole number with digits alone, for ipywidgets to read; empties the field of another, for it to put the old one back. */
function takeWhole(field: HTMLInputElement): string {
  const typed = field.value;
  const isWhole = typed !== "" && Number.isInteger(Number(typed));
  field.value = isWhole ? String(Number(typed)) : "";
  if (isWhole || typed === "") return "";
  const name = (field.getAttribute("aria-label") ?? "This field").replace(/,.*/, "");
  return `${name} takes a whole number, got ${typed}.`;
}

function fieldOf({ target }: Event, selector: string): HTMLInputElement | null {
  return target instanceof HTMLInputElement && target.matches(selector) ? target : null;
}
