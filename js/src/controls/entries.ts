/**
 * Numbers that a person types: each is read correctly or refused.
 *
 * Browsers drop a comma, and ipywidgets drops points, commas and exponents from whole numbers, so that 0,07 would
 * become 7, and 1.5 would become 15. A running training would also overwrite a field while a person is in it: what was
 * selected to be replaced would stay in front of what is typed.
 */

import { visibleLabel } from "../host/accessibility";
import { listenToEvents } from "../host/listening";
import { message } from "../text/messages";

const NUMBER = "input[type=number]";
const WHOLE = `:is(.hubble-iterations, .hubble-iteration-entry) ${NUMBER}`;
const OTHERS = "button, select, .noUi-target, .ui-slider";

/** 1,000 or 1.000: in a whole number neither is a fraction. Its comma has become a point. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** At these events ipywidgets drops all characters but digits; Colab's version drops Enter, too. */
const FILTERED = "keypress keyup";

/**
 * Calls `refuse` with a message when a number is refused, and with "" when one is accepted; `enter` when somebody presses
 * Enter, which is no change if the field has this number already. Returns what ends it.
 */
export function guardEntries(
  root: HTMLElement,
  refuse: (words: string) => void,
  enter: () => void,
): () => void {
  const change = (event: Event) => {
    const field = fieldOf(event, NUMBER);
    if (!field) return;
    unlock(field);
    refuse(field.matches(WHOLE) ? readWhole(field) : "");
  };
  /** A person who uses another control has given up the refused number. */
  const clearRefusal = ({ target }: Event) => {
    if (target instanceof Element && target.closest(OTHERS)) refuse("");
  };
  const handlers = {
    "pointerdown keydown": clearRefusal,
    keydown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && fieldOf(event, NUMBER)) enter();
    },
    [FILTERED]: bypassFilter,
    beforeinput: pointForComma,
    "focusin input": lock,
    change,
    focusout: leave,
  };
  return listenToEvents(root, handlers, true);
}

function bypassFilter(event: KeyboardEvent): void {
  const isFiltered = event.key.length === 1 || (event.key === "Enter" && event.type === "keypress");
  if (isFiltered && fieldOf(event, WHOLE)) event.stopPropagation();
}

/** What scripts wanted to write into a field that is locked. */
const missed = new WeakMap<HTMLInputElement, string>();

/** No script can write the field until the person enters a number or leaves the field. */
function lock(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (!field) return;
  const get = () => Reflect.get(HTMLInputElement.prototype, "value", field);
  const set = (value: string) => missed.set(field, value);
  Object.defineProperty(field, "value", { configurable: true, get, set });
}

function leave(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (!field) return;
  const newest = missed.get(field);
  unlock(field);
  if (newest !== undefined) field.value = newest;
}

function unlock(field: HTMLInputElement): void {
  missed.delete(field);
  Reflect.deleteProperty(field, "value");
}

function pointForComma(event: InputEvent): void {
  if (!fieldOf(event, NUMBER) || !event.data?.includes(",")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.data.replaceAll(",", "."));
}

/** Writes a whole number in digits only, for ipywidgets. Clears the field of any other number: ipywidgets restores the old one. */
function readWhole(field: HTMLInputElement): string {
  const typed = THOUSANDS.test(field.value) ? field.value.replace(".", "") : field.value;
  const isWhole = typed !== "" && Number.isInteger(Number(typed));
  field.value = isWhole ? String(Number(typed)) : "";
  if (isWhole || typed === "") return "";
  return message("{name} takes a whole number, got {typed}.", {
    name: visibleLabel(field.closest(".hubble-setting")),
    typed,
  });
}

const fieldOf = ({ target }: Event, selector: string): HTMLInputElement | null =>
  target instanceof HTMLInputElement && target.matches(selector) ? target : null;
