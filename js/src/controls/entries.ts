/**
 * Numbers that a person types: each is read correctly or refused.
 *
 * Browsers drop a comma, and ipywidgets drops points, commas and exponents from whole numbers, so that 0,07 would
 * become 7, and 1.5 would become 15. A running training would also overwrite a field while a person types in it.
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
    input: lock,
    change,
    focusout: unlockField,
  };
  return listenToEvents(root, handlers, true);
}

function bypassFilter(event: KeyboardEvent): void {
  const isFiltered = event.key.length === 1 || (event.key === "Enter" && event.type === "keypress");
  if (isFiltered && fieldOf(event, WHOLE)) event.stopPropagation();
}

/** No script can write the field until the person enters the number or leaves the field. */
function lock(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (!field) return;
  const read = () => Reflect.get(HTMLInputElement.prototype, "value", field);
  Object.defineProperty(field, "value", { configurable: true, get: read, set: () => {} });
}

function unlockField(event: Event): void {
  const field = fieldOf(event, NUMBER);
  if (field) unlock(field);
}

function unlock(field: HTMLInputElement): void {
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
