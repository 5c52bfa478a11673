// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { describeControls, keepAccessible } from "../../src/host/accessibility";

/** What ipywidgets 8 makes of a slider with a description beside an entry without one. */
const ROW = `
  <div class="widget-hbox hubble-setting">
    <div class="widget-slider">
      <label class="widget-label">Learning rate</label>
      <div class="slider"><div class="noUi-handle" role="slider" tabindex="0" aria-valuetext="6"></div></div>
    </div>
    <div class="widget-text"><label class="widget-label"></label><input type="number" value="0.05"></div>
  </div>`;
const PLAYBACK = `
  <div class="widget-hbox hubble-playback">
    <div class="hubble-step-size"><select></select></div>
  </div>`;
const PROGRESS = `
  <div class="hubble-loading">
    <div class="progress"><div class="progress-bar" style="width: 60.4%"></div></div>
  </div>`;
const CANVAS = `<div class="jupyter-matplotlib-canvas-div" tabindex="0"></div>`;

let endCare = () => {};

afterEach(() => {
  endCare();
  document.body.replaceChildren();
});

function explorer(markup: string): HTMLElement {
  document.body.innerHTML = `<div class="hubble-explorer">${markup}</div>`;
  return document.body.firstElementChild as HTMLElement;
}

const pick = (selector: string) => document.querySelector(selector) as HTMLElement;
/** The observer sees them first, and describes them in the next frame. */
const changesSeen = () =>
  new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve)));

test("a slider is named by its row and speaks the entry's value", () => {
  describeControls(explorer(ROW));
  expect(pick(".noUi-handle").getAttribute("aria-label")).toBe("Learning rate");
  expect(pick(".noUi-handle").getAttribute("aria-valuetext")).toBe("0.05");
  expect(pick("input").getAttribute("aria-label")).toBe("Learning rate, typed value");
});

test("the handle of ipywidgets 7 is named too", () => {
  describeControls(explorer(ROW.replace("noUi-handle", "ui-slider-handle")));
  expect(pick(".ui-slider-handle").getAttribute("aria-label")).toBe("Learning rate");
});

test("what the page itself chose is spoken before the entry's value, which waits for the kernel", () => {
  const root = explorer(ROW);
  pick(".hubble-setting").setAttribute("data-hubble-value", "0.1, fast");
  describeControls(root);
  expect(pick(".noUi-handle").getAttribute("aria-valuetext")).toBe("0.1, fast");
});

test("the catalogs stand in groups, in the places in which ipywidgets knows them, and the chosen one stays chosen", () => {
  const names = [
    "Near\u00a0·\u00a0A\u00a0(1)",
    "Near\u00a0·\u00a0B\u00a0(2)",
    "Far\u00a0·\u00a0C\u00a0(3)",
    "Mine\u00a0(4)",
  ];
  const root = explorer(
    `<div class="hubble-header"><select>${names.map((name) => `<option>${name}</option>`).join("")}</select></div>`,
  );
  const list = pick("select") as HTMLSelectElement;
  list.selectedIndex = 2;
  for (const _ of [1, 2]) {
    describeControls(root);
    expect([...list.children].map((each) => each.getAttribute("label"))).toEqual([
      "Near",
      "Far",
      null,
    ]);
    expect([...list.options].map((each) => each.label.replaceAll("\u00a0", " "))).toEqual([
      "A (1)",
      "B (2)",
      "C (3)",
      "Mine (4)",
    ]);
    expect(list.selectedIndex).toBe(2);
  }
});

test("the list beside Step is named", () => {
  describeControls(explorer(PLAYBACK));
  expect(pick("select").getAttribute("aria-label")).toBe("Iterations of a step");
});

test("a slider of ipywidgets 7 has its role and value", () => {
  describeControls(explorer(ROW.replace("noUi-handle", 'ui-slider-handle" style="left: 58.6%')));
  const handle = pick(".ui-slider-handle");
  const told = ["role", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow"];
  expect(told.map((name) => handle.getAttribute(name))).toEqual([
    "slider",
    "Learning rate",
    "0",
    "100",
    "59",
  ]);
});

test("a progress bar tells its progress", () => {
  describeControls(explorer(PROGRESS));
  expect(pick(".progress").getAttribute("role")).toBe("progressbar");
  expect(pick(".progress").getAttribute("aria-valuenow")).toBe("60");
});

test("no label has the tooltip null", () => {
  const root = explorer(
    `<label title="null">Iterations</label><label title="Choose.">Data</label>`,
  );
  describeControls(root);
  expect([...root.children].map((each) => each.getAttribute("title"))).toEqual([null, "Choose."]);
});

test("the label of a checkbox has the tooltip of its box", () => {
  const root = explorer(
    `<div class="widget-checkbox"><label><input type="checkbox" title="Hides the line.">
    <span title="Hide">Hide</span></label></div>`,
  );
  describeControls(root);
  expect(root.querySelector("span")?.title).toBe("Hides the line.");
});

test("icons are no part of a button's name", () => {
  describeControls(explorer(`<button><i class="fa fa-play"></i>Train</button>`));
  expect(pick("i").getAttribute("aria-hidden")).toBe("true");
});

test("toggles have aria-pressed, More has aria-expanded, and a row of More has a name", async () => {
  const root = explorer(
    `<button class="widget-toggle-button hubble-more-toggle">More</button>
    <div class="hubble-more-row"><div class="hubble-more-title">Your guess</div>
    <button class="widget-toggle-button">Handles</button><label>Slope <input></label></div>`,
  );
  endCare = keepAccessible(root);
  const [more, handles] = root.querySelectorAll("button") as unknown as HTMLElement[];
  const told = () => [more?.getAttribute("aria-expanded"), handles?.getAttribute("aria-pressed")];
  expect(told()).toEqual(["false", "false"]);
  more?.classList.add("mod-active");
  handles?.classList.add("mod-active");
  await changesSeen();
  expect(told()).toEqual(["true", "true"]);
  const group = handles?.closest("[role=group]");
  expect(group?.getAttribute("aria-label")).toBe("Your guess");
});

test("views that come later are described, and values stay in step", async () => {
  const root = explorer("");
  endCare = keepAccessible(root);
  root.insertAdjacentHTML("beforeend", ROW + CANVAS);
  await changesSeen();
  expect(pick(".jupyter-matplotlib-canvas-div").getAttribute("tabindex")).toBe("-1");
  const entry = pick("input") as HTMLInputElement;
  entry.value = "0.1";
  pick(".noUi-handle").setAttribute("aria-valuetext", "7");
  await changesSeen();
  expect(pick(".noUi-handle").getAttribute("aria-valuetext")).toBe("0.1");
});

test("Tab does not reach a focused canvas, other keys do", () => {
  const root = explorer(CANVAS);
  endCare = keepAccessible(root);
  const keys: string[] = [];
  const canvas = pick(".jupyter-matplotlib-canvas-div");
  canvas.addEventListener("keydown", (event) => keys.push(event.key));
  for (const key of ["Tab", "a"]) {
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }
  expect(keys).toEqual(["a"]);
});

test("afterwards nothing is watched", async () => {
  const root = explorer("");
  keepAccessible(root)();
  root.insertAdjacentHTML("beforeend", CANVAS);
  await changesSeen();
  expect(pick(".jupyter-matplotlib-canvas-div").getAttribute("tabindex")).toBe("0");
});

test("arrows and letters stay with the list or slider that has the keyboard, commands and Tab do not", () => {
  const root = explorer(`<select></select><button>Train</button>${ROW}`);
  endCare = keepAccessible(root);
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  const press = (selector: string, init: KeyboardEventInit) =>
    pick(selector).dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...init }));
  for (const own of ["select", ".noUi-handle"]) {
    for (const key of ["ArrowDown", "ArrowUp", "j"]) press(own, { key });
  }
  expect(heard).not.toHaveBeenCalled();
  press("select", { key: "s", ctrlKey: true });
  press("select", { key: "Tab" });
  press("button", { key: "ArrowDown" });
  expect(heard).toHaveBeenCalledTimes(3);
  document.body.removeEventListener("keydown", heard);
});

test("an attribute keeps the keys of a control from Notebook 7, which receives them first", () => {
  const root = explorer(`<button>Train</button>${ROW}`);
  endCare = keepAccessible(root);
  document.body.insertAdjacentHTML("beforeend", `<select class="foreign"></select>`);
  const kept: boolean[] = [];
  const notebook = ({ target }: Event) =>
    kept.push((target as Element).hasAttribute("data-lm-suppress-shortcuts"));
  document.addEventListener("keydown", notebook, true);
  const press = (selector: string, init: KeyboardEventInit) =>
    pick(selector).dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...init }));
  press(".noUi-handle", { key: "ArrowLeft" });
  press(".noUi-handle", { key: "s", ctrlKey: true });
  press("button", { key: "ArrowLeft" });
  press(".foreign", { key: "ArrowLeft" });
  expect(kept).toEqual([true, false, false, false]);
  document.removeEventListener("keydown", notebook, true);
});
