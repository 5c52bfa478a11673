// @vitest-environment jsdom
import type { InitializeProps, RenderProps } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import readout from "../../src/readout/readout";
import type { Model } from "../../src/state/model";
import { lesson, MOMENTS } from "../samples";

class NoResizes {
  observe() {}
  disconnect() {}
}

/** The sums of the lesson about the origin. */
const ABOUT_ZERO = {
  distance_mean: 0,
  velocity_mean: 0,
  distance_ss: 3782.0243,
  velocity_ss: 24587348,
  cross_ss: 295791.84,
  residual_ss: 1453490.1317188253,
};

let el: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoResizes);
  vi.stubGlobal("matchMedia", () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null); // jsdom paints nothing
  document.body.innerHTML = `<div class="hubble-explorer">
    <div class="hubble-setting hubble-learning-rate"><div class="noUi-target"></div></div><div></div></div>`;
  el = document.body.firstElementChild?.lastElementChild as HTMLElement;
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const frames = () => new Promise((resolve) => setTimeout(resolve, 60));
const text = (selector: string) => el.querySelector(selector)?.textContent ?? "";

test("the page answers a dragged slider without a message to or from the kernel", async () => {
  const { model, fake, rate, count, scrubber, canvas } = lesson();
  const all = [fake, rate, count, scrubber, canvas];
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  expect(text(".hubble-value")).toBe("74.59");
  expect(text(".hubble-sentence")).toMatch(
    /^93\u00a0% of the way\. 500 iterations at 0\.05 \(a steady/,
  );
  fake.sent = [];
  rate.set("index", 4);
  await frames();
  expect(text(".hubble-value")).toBe("79.84");
  expect(text(".hubble-iteration")).toBe("predicted, now at iteration 500 of 500");
  expect(text(".hubble-sentence")).toMatch(/^Converged\. 500 iterations at 0\.1 /);
  expect([fake.sent, fake.saved]).toEqual([[], 0]);
  leave();
  expect(all.map(({ listening }) => listening)).toEqual([0, 0, 0, 0, 0]);
});

test("the loss card names the loss function where it is not the mean squared error", async () => {
  const { model, fake } = lesson();
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  const { settings } = fake.values;
  fake.set("settings", { ...(settings as object), loss_function: "L1" });
  await frames();
  expect(text(".hubble-card:last-child .hubble-label")).toBe("Loss (L1)");
  leave();
});

test("nothing gives a hidden exact fit away, wherever a slider stands", async () => {
  const { model, fake, rate } = lesson();
  const { settings, exact } = fake.values;
  const nothing = Object.keys(exact as object).map((name) => [name, null]);
  fake.set("exact", Object.fromEntries(nothing));
  fake.set("settings", { ...(settings as object), show_exact: false });
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  const root = el.parentElement as HTMLElement;
  for (const index of [0, 6, 4]) {
    rate.set("index", index);
    await frames();
    for (const button of el.querySelectorAll<HTMLElement>("[data-topic]")) {
      button.click();
      expect(root.innerHTML).not.toMatch(/80\.[34]|12\.1[67]|0\.01958|steady|swings|of the way/);
    }
  }
  expect(text(".hubble-exact-value")).toBe("exact hidden");
  await vi.waitFor(() => expect(text(".hubble-sentence")).toContain("guess where it is"));
  fake.set("settings", settings);
  fake.set("exact", exact);
  fake.set("comment", "Your guess is good.");
  await frames();
  expect(text(".hubble-exact-value")).toContain("80.38");
  expect(text(".hubble-comment")).toBe("Your guess is good.");
  leave();
});

test("what a line through the origin assumes is said below the sentence, wherever a slider stands", async () => {
  const { model, fake, rate } = lesson();
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  expect(text(".hubble-remark")).toBe("");
  const remark = "The line is held at the origin.";
  fake.receive({ remark, moments: { ...MOMENTS, ...ABOUT_ZERO, fit_intercept: false } });
  rate.set("index", 4);
  await frames();
  expect(text(".hubble-remark")).toBe(remark);
  expect(text(".hubble-value")).toBe("78.21");
  leave();
});

test("a state is read out within half a second, of many in a row the last alone", async () => {
  const { model, rate } = lesson();
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  vi.useFakeTimers();
  const heard: string[] = [];
  for (const index of [2, 3, 4]) {
    rate.set("index", index);
    vi.advanceTimersByTime(100);
    heard.push(text(".hubble-status"));
  }
  vi.advanceTimersByTime(400);
  expect([...new Set(heard)]).toEqual([""]);
  expect(text(".hubble-status")).toContain("Slope 79.84");
  leave();
  vi.useRealTimers();
});

test("once nothing changes, a page asks for the views that it does not show, but not while torch trains", async () => {
  vi.useFakeTimers();
  const { model, fake } = lesson();
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  const asked = () =>
    fake.sent.filter((each) => (each as { type: string }).type === "views wanted");
  await vi.advanceTimersByTimeAsync(1900);
  expect(asked()).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked()).toHaveLength(1);
  const { learned } = fake.values;
  fake.set("learned", { ...(learned as object), iteration: 3 });
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked()).toHaveLength(1); // the other views do not depend on the iteration
  const { scene } = fake.values;
  fake.set("scene", { ...(scene as object), picture: 99 });
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked()).toHaveLength(1); // nor on how often the shown one has been drawn
  fake.receive({ running: true, rows: { names: ["A"], excluded: [0] } });
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked()).toHaveLength(1);
  fake.set("running", false);
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked()).toHaveLength(2);
  leave();
  vi.useRealTimers();
});

test("without a kernel, other views are offered only with the settings that they were saved with", async () => {
  const { model, fake, rate, count, scrubber } = lesson();
  for (const each of [rate, count, scrubber]) Object.assign(each, { comm_live: false });
  const { settings, exact } = fake.values;
  const views = { of: { settings, exact }, names: ["loss", "universe"], shown: "loss", others: {} };
  fake.set("views", views);
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  await vi.waitFor(() => expect(text(".hubble-no-kernel")).toMatch(/other data need a kernel\.$/));
  fake.set("views", { ...views, of: { settings, exact: { ...(exact as object), slope: 1 } } });
  await frames();
  await vi.waitFor(() =>
    expect(text(".hubble-no-kernel")).toMatch(/The other views were not saved with this page\.$/),
  );
  leave();
});

test("the band on the ruler goes from the lower age to the upper one, or to the end", async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class extends NoResizes {
      constructor(heard: (entries: unknown[]) => void) {
        super();
        setTimeout(heard, 0, [{ contentRect: { width: 624 } }]);
      }
    },
  );
  Object.assign(SVGElement.prototype, { getComputedTextLength: () => 50 });
  const { model, fake } = lesson();
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  const band = el.querySelector(".hubble-band");
  const ends = () => {
    const [x = 0, width = 0] = ["x", "width"].map((name) => Number(band?.getAttribute(name)));
    return [x, x + width].map((end) => ((end - 12) / 600) * 20);
  };
  expect(ends()[0]).toBeCloseTo(10.7845, 6);
  expect(ends()[1]).toBeCloseTo(13.9515, 6);
  const { exact } = fake.values;
  fake.set("exact", { ...(exact as object), age_high: null, age_worth: "68 %: above 10.8" });
  await frames();
  expect(ends()[1]).toBeCloseTo(20, 6);
  fake.set("exact", { ...(exact as object), age_low: null, age_high: null });
  await frames();
  expect(band?.getAttribute("visibility")).toBe("hidden");
  leave();
});

test("data that are no galaxies have no age, neither a card nor the ruler, wherever a slider stands", async () => {
  const { model, fake, rate } = lesson();
  const { settings } = fake.values;
  const labels = { slope_name: "Slope", slope_unit: "points/h", rows: "points", has_age: false };
  fake.set("labels", labels);
  fake.set("settings", { ...(settings as object), degree: 2 });
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  for (const index of [4, 6]) {
    rate.set("index", index);
    await frames();
    const seen = el.cloneNode(true) as HTMLElement;
    for (const part of seen.querySelectorAll("[hidden]")) part.remove();
    const words = seen.textContent;
    expect(words).toContain(index === 4 ? "points/h" : "on these points the learning rate");
    expect(words).not.toMatch(/galax|Mpc|Hubble|billion|Gyr/);
    expect(text(".hubble-status")).not.toContain("age");
  }
  expect(el.querySelectorAll(".hubble-card:not([hidden])")).toHaveLength(4);
  leave();
});

test("the page sends its first messages once per model, not once per view", async () => {
  const { model, fake, canvas } = lesson();
  const end = readout.initialize({ model } as unknown as InitializeProps<Model>);
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  expect(fake.sent).toContainEqual({ type: "running", running: false });
  expect(fake.sent.filter((each) => (each as { type: string }).type === "running")).toHaveLength(1);
  fake.set("running", true);
  expect(fake.sent.at(-1)).toEqual({ type: "running", running: true });
  leave();
  end();
  expect(canvas.listening).toBe(0);
});

test("a session begins when the kernel has sent the ids of the other models, and outlives its first view", async () => {
  const { model, fake } = lesson();
  const { controls } = fake.values;
  fake.set("controls", {});
  const end = readout.initialize({ model } as unknown as InitializeProps<Model>);
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  expect(fake.sent).toEqual([]);
  fake.set("controls", controls);
  await frames();
  expect(fake.sent.filter((each) => (each as { type: string }).type === "running")).toHaveLength(1);
  leave();
  fake.set("running", true);
  expect(fake.sent.at(-1)).toEqual({ type: "running", running: true });
  end();
});

test("a page without a message for some time asks for all traits", async () => {
  const { model, fake } = lesson();
  fake.set("controls", {});
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await vi.waitFor(() => expect(fake.sent).toEqual([{ type: "heard nothing" }]));
  leave();
});

test("what was running when the kernel went holds the sliders no longer", async () => {
  const { model, fake, rate, count, scrubber } = lesson();
  for (const slider of [rate, count, scrubber]) Object.assign(slider, { comm_live: true });
  fake.set("running", true);
  fake.set("notice", { headline: "Loading torch.", sentence: "" });
  const leave = readout.render({ model, el } as unknown as RenderProps<Model>);
  await frames();
  rate.set("index", 4);
  await frames();
  expect(text(".hubble-value")).toBe("74.59");
  expect(text(".hubble-sentence")).toMatch(/^Loading torch/);
  expect(text(".hubble-no-kernel")).toBe("");
  for (const slider of [rate, count, scrubber]) {
    Object.assign(slider, { comm_live: false });
    slider.emit("comm_live_update");
  }
  await frames();
  expect(text(".hubble-value")).toBe("79.84");
  expect(text(".hubble-sentence")).toMatch(/^Converged/);
  expect(document.querySelector(".hubble-without-kernel")).not.toBeNull();
  await vi.waitFor(() =>
    expect(text(".hubble-no-kernel")).toMatch(/^The kernel has stopped: .* run the cell again/),
  );
  for (const slider of [rate, count, scrubber]) Object.assign(slider, { comm_live: true });
  rate.emit("comm_live_update");
  await frames();
  expect(document.querySelector(".hubble-without-kernel")).toBeNull();
  leave();
});
