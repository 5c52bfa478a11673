// @vitest-environment jsdom
import type { RenderProps } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onDemand } from "../../src/host/on_demand";
import readout from "../../src/readout/readout";
import type { Model } from "../../src/state/model";
import { lesson, pathBytes, SETTINGS } from "../samples";

class NoResizes {
  observe() {}
  disconnect() {}
}

/** Notes what is asked of Web Audio, which jsdom has not got. */
class Sound {
  static made: Sound[] = [];
  static voices: { type: string; onended?: () => void }[] = [];
  currentTime = 0;
  isClosed = false;
  constructor() {
    Sound.made.push(this);
  }
  close() {
    this.isClosed = true;
  }
}
const param = {
  setValueAtTime() {},
  linearRampToValueAtTime() {},
  exponentialRampToValueAtTime() {},
};
class Voice {
  frequency = param;
  type: string;
  constructor(_context: Sound, { type }: { type: string }) {
    this.type = type;
    Sound.voices.push(this);
  }
  connect = (node: object) => Object.assign(node, { connect() {} });
  start() {}
  stop() {}
}
class Volume {
  gain = param;
}

let leave: () => void;
const el = () =>
  document.querySelector<HTMLElement>(".hubble-explorer > :last-child") as HTMLElement;
const button = (name: string) =>
  [...document.querySelectorAll("button")].find(
    (each) => (each.getAttribute("aria-label") ?? each.textContent) === name,
  ) as HTMLButtonElement;
const popover = () => el().querySelector(".hubble-popover")?.textContent ?? "";
const showsSquares = () => !el().querySelector(".hubble-popover svg")?.hasAttribute("hidden");
const frames = () => new Promise((resolve) => setTimeout(resolve, 60));
const press = (key: string) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const isOpen = (name: string) => button(name).getAttribute("aria-expanded");

beforeEach(() => {
  Object.assign(Sound, { made: [], voices: [] });
  vi.stubGlobal("ResizeObserver", NoResizes);
  vi.stubGlobal("AudioContext", Sound);
  vi.stubGlobal("OscillatorNode", Voice);
  vi.stubGlobal("GainNode", Volume);
  vi.stubGlobal("matchMedia", () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null); // jsdom paints nothing
  document.body.innerHTML = `<div class="hubble-explorer">
    <div class="hubble-setting hubble-learning-rate">
      <div class="widget-slider"><label class="widget-label">Learning rate</label></div></div>
    <div class="hubble-optimizer"><label for="list">Optimizer</label><select id="list"></select></div>
    <div></div></div>`;
});

afterEach(() => {
  leave();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show(change: Record<string, unknown> = {}) {
  const all = lesson();
  const names = { names: ["A", "B"], excluded: [], pointable: true, crowd: false };
  Object.assign(all.fake.values, {
    rows: { ...names, residual_step: 1 },
    row_values: pathBytes([
      [2, 22],
      [-80, 1794],
    ]),
    ...change,
  });
  leave = readout.render({ model: all.model, el: el() } as unknown as RenderProps<Model>);
  await frames();
  button("What is r?").click(); // loads the explanations
  await vi.dynamicImportSettled();
  await frames();
  expect(isOpen("What is r?")).toBe("true");
  press("Escape");
  return all;
}

test('each "?" explains its word with the current numbers, until Escape, a second click or a press elsewhere', async () => {
  const { rate } = await show();
  for (const [question, words] of [
    ["What is the learning rate?", "Yours, 0.05, is “steady”"],
    ["What is the loss?", "mean area"],
    ["What is a standard error?", "For the slope: 70.26 to 90.49"],
    ["What is r?", "measured velocities"],
    ["What does “converged” mean?", "iterations change almost nothing"],
    ["What is km/s/Mpc?", "3.26 million light-years"],
    ["What is an optimizer?", "downhill"],
    ["Why is 1/slope an age?", "977.8 / 74.59"],
  ] as const) {
    button(question).click();
    expect(isOpen(question)).toBe("true");
    expect(popover()).toContain(question);
    expect(popover()).toContain(words);
    expect(el().querySelector(".hubble-status")?.textContent).toContain(words);
    expect(button(question).getAttribute("aria-controls")).toBe(
      el().querySelector(".hubble-popover")?.id,
    );
    expect(popover()).not.toMatch(/NaN|undefined|–/);
    expect(showsSquares()).toBe(question === "What is the loss?");
  }
  expect(document.querySelectorAll('[aria-expanded="true"]')).toHaveLength(1);
  rate.set("index", 4);
  await frames();
  expect(popover()).toContain("977.8 / 79.84");
  button("Why is 1/slope an age?").click();
  expect(isOpen("Why is 1/slope an age?")).toBe("false");
  button("What is r?").click();
  press("Escape");
  expect(isOpen("What is r?")).toBe("false");
  button("What is r?").click();
  el()
    .querySelector(".hubble-popover")
    ?.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(isOpen("What is r?")).toBe("true");
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(isOpen("What is r?")).toBe("false");
});

test('the "?" changes neither the texts around it nor the names of controls', async () => {
  await show();
  expect(document.querySelector(".widget-label")?.textContent).toBe("Learning rate");
  expect(document.querySelector(".hubble-optimizer label")?.textContent).toBe("Optimizer");
  expect(el().querySelector(".hubble-sentence")?.textContent).toContain("way. ");
});

test("the plots in words are announced and shown, also at a second click", async () => {
  await show();
  const said = () => el().querySelector(".hubble-status")?.textContent;
  button("In words").click();
  expect(said()).toMatch(
    /^23 galaxies from 2 to 22\u00a0Mpc, −80 to 1794\u00a0km\/s\. The learned/,
  );
  expect(said()).toContain("rises by 74.59\u00a0km/s per Mpc; the exact slope is 80.38");
  expect(popover()).toContain(said() as string);
  const before = said();
  button("In words").click();
  button("In words").click();
  expect(said()).not.toBe(before);
  expect(said()?.trim()).toBe(before);
});

test("nothing of a universe is said of other data, nor of a line that has run away", async () => {
  const labels = { slope_name: "Slope", slope_unit: "h/km", rows: "points", has_age: false };
  const learned = { iteration: 500, slope: null, intercept: null, r: null, age: null, loss: null };
  await show({ labels: { ...labels, x_unit: "km", y_unit: "h" }, learned });
  expect(document.querySelectorAll('[data-topic="age"], [data-topic="mpc"]')).toHaveLength(0);
  for (const each of document.querySelectorAll<HTMLElement>("[data-topic]")) {
    if (each.hidden) continue;
    each.click();
    expect(popover()).not.toMatch(/galax|Mpc|NaN|undefined/);
  }
  button("In words").click();
  expect(popover()).toContain("its numbers are too large to hold");
});

test("a line without an age, or none at all, leaves no gap in what is explained", async () => {
  const { fake, scrubber } = await show();
  const { learned } = fake.values;
  for (const slope of [0, null]) {
    const change = { slope, intercept: slope, r: null, age: null, loss: slope };
    fake.set("learned", { ...(learned as object), ...change });
    scrubber.set("value", 500);
    await frames();
    for (const question of ["Why is 1/slope an age?", "What is km/s/Mpc?"]) {
      button(question).click();
      expect(popover()).not.toMatch(/–|977/);
    }
  }
});

test("a click starts the tones and describes them; a second click, or their end, stops them", async () => {
  await show();
  expect(Sound.made).toEqual([]);
  button("Hear it").click();
  expect(Sound.made).toHaveLength(1);
  expect(popover()).toContain(
    "The galaxies from 2 to 22\u00a0Mpc in 4 seconds, the learned line in 2",
  );
  expect(popover()).toContain("a rough tone is below 0");
  expect(Sound.voices.slice(0, 2).map(({ type }) => type)).toEqual(["sawtooth", "sine"]);
  expect(button("Stop").title).toBe("Stop the tones.");
  button("Stop").click();
  expect(button("Hear it").title).toMatch(/^Play the points/);
  expect(Sound.made.map(({ isClosed }) => isClosed)).toEqual([true]);
  Sound.voices = [];
  button("Hear it").click();
  for (const { onended } of Sound.voices) onended?.();
  expect(Sound.made.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  button("Hear it").click();
  leave();
  expect(Sound.made.map(({ isClosed }) => isClosed)).toEqual([true, true, true]);
});

test("the other losses are explained as what they are", async () => {
  const { fake } = await show();
  button("What is the loss?").click();
  expect(showsSquares()).toBe(true);
  for (const [loss_function, words] of [
    ["L1", "the mean of these lengths"],
    ["Huber", "a stray point counts for less"],
  ] as const) {
    fake.set("settings", { ...SETTINGS, loss_function });
    await frames();
    expect(popover()).toContain(words);
    expect(showsSquares()).toBe(false);
  }
});

test("tones and explanations are fetched when they are first asked for", async () => {
  vi.mocked(onDemand).mockClear();
  leave = readout.render({ model: lesson().model, el: el() } as unknown as RenderProps<Model>);
  await frames();
  expect(onDemand).not.toHaveBeenCalled();
  button("Hear it").click();
  expect(onDemand).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(Sound.made).toHaveLength(1), 10_000);
});
