// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { guardEntries } from "../../src/controls/entries";

let root: HTMLElement;
let end = () => {};
const refused: string[] = [];
const enter = vi.fn();
const filter = vi.fn();

beforeEach(() => {
  refused.length = 0;
  filter.mockReset();
  enter.mockReset();
  document.body.innerHTML = `<div>
    <div class="hubble-setting hubble-learning-rate">
      <label class="widget-label">Learning rate</label><input type="number" step="any"></div>
    <div class="hubble-setting hubble-iterations">
      <label class="widget-label">Iterations</label><input type="number" step="any"></div>
    <input type="text"></div>`;
  root = document.body.firstElementChild as HTMLElement;
  end = guardEntries(root, (words) => refused.push(words), enter);
});

afterEach(() => {
  end();
});

const field = (selector: string) => root.querySelector(selector) as HTMLInputElement;
const RATE = ".hubble-learning-rate > input";
const COUNT = ".hubble-iterations > input";

test.each([
  ["typed", RATE, ",", "."],
  ["pasted", RATE, "0,07", "0.07"],
  ["in a whole number, for it to be refused", COUNT, "1,5", "1.5"],
])("a decimal comma is a point: %s", (_how, selector, data, written) => {
  const insert = vi.fn();
  document.execCommand = insert;
  const event = new InputEvent("beforeinput", { data, bubbles: true, cancelable: true });
  field(selector).dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(insert).toHaveBeenCalledExactlyOnceWith("insertText", false, written);
});

test.each([
  [RATE, "7"],
  ["[type=text]", "a, b"],
])("other text in %s is left as it is", (selector, data) => {
  const event = new InputEvent("beforeinput", { data, bubbles: true, cancelable: true });
  field(selector).dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});

test.each([
  ["keypress", 0],
  ["keyup", 1],
])("the filter that drops points at %s is passed by, and that of Enter", (type, heard) => {
  for (const selector of [COUNT, RATE]) field(selector).addEventListener(type, filter);
  const press = (selector: string, key: string) =>
    field(selector).dispatchEvent(new KeyboardEvent(type, { key, bubbles: true }));
  press(COUNT, ".");
  expect(filter).not.toHaveBeenCalled();
  press(COUNT, "Enter");
  expect(filter).toHaveBeenCalledTimes(heard);
  press(COUNT, "ArrowUp");
  press(RATE, ".");
  expect(filter).toHaveBeenCalledTimes(heard + 2);
});

test.each([
  ["1400", "1400", ""],
  ["1e2", "100", ""],
  ["2.0", "2", ""],
  ["1.000", "1000", ""],
  ["10.000", "10000", ""],
  ["0.000", "0", ""],
  ["1.5", "", "Iterations takes a whole number, got 1.5."],
  ["", "", ""],
])("%s as a whole number is %s to those who read the field", (typed, read, words) => {
  const seen: string[] = [];
  field(COUNT).addEventListener("change", () => seen.push(field(COUNT).value));
  field(COUNT).value = typed;
  field(COUNT).dispatchEvent(new Event("change", { bubbles: true }));
  expect(seen).toEqual([read]);
  expect(refused).toEqual([words]);
});

test("Enter in a field is heard though its number is the same as before", () => {
  const press = (selector: string, key: string) =>
    field(selector).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press(RATE, "5");
  press("[type=text]", "Enter");
  expect(enter).not.toHaveBeenCalled();
  press(RATE, "Enter");
  expect(enter).toHaveBeenCalledOnce();
});

test("a field in which a person is, is not written over until a number is entered", () => {
  const event = (name: string) => field(COUNT).dispatchEvent(new Event(name, { bubbles: true }));
  for (const by of ["focusin", "input"]) {
    field(COUNT).value = "12";
    event(by);
    field(COUNT).value = "300";
    expect(field(COUNT).value).toBe("12");
    event("change");
    event("focusout");
    expect(field(COUNT).value).toBe("12");
    field(COUNT).value = "301";
    expect(field(COUNT).value).toBe("301");
  }
});

test("a field that is left without a change has the newest number", () => {
  const event = (name: string) => field(COUNT).dispatchEvent(new Event(name, { bubbles: true }));
  field(COUNT).value = "12";
  event("focusin");
  field(COUNT).value = "299";
  field(COUNT).value = "300";
  event("focusout");
  expect(field(COUNT).value).toBe("300");
});

test("a fraction is taken where one is wanted", () => {
  field(RATE).value = "0.07";
  field(RATE).dispatchEvent(new Event("change", { bubbles: true }));
  expect([field(RATE).value, refused]).toEqual(["0.07", [""]]);
});

test("what was refused is forgotten as soon as something else is moved or pressed", () => {
  root.insertAdjacentHTML("beforeend", `<button>Reset</button><div class="noUi-target"></div>`);
  field(COUNT).value = "1.5";
  field(COUNT).dispatchEvent(new Event("change", { bubbles: true }));
  expect(refused.at(-1)).toBe("Iterations takes a whole number, got 1.5.");
  for (const selector of ["button", ".noUi-target"]) {
    refused.length = 0;
    root.querySelector(selector)?.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(refused).toEqual([""]);
  }
});
