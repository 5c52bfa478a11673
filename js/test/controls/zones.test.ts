// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createZones, gradient, partOf, placesOf, stretchesOf } from "../../src/controls/zones";
import type { Positions } from "../../src/state/display";
import { EXPLORER, SCALES, SETTINGS } from "../samples";

const HERE: Positions = { learning_rate: 3, iterations: 3, iteration: 500 };
const WITHOUT = { ...EXPLORER, settings: { ...SETTINGS, optimizer: "Adam" as const } };
const SLIDER = `<div class="widget-slider"><div class="noUi-target"></div></div>`;
const TRACK_WIDTH = 800;
const SIZES = new Map(
  (["slow", "fast", "oscillating", "diverging"] as const).map((zone, index) => [
    zone,
    [26, 22, 39, 47][index] ?? 0,
  ]),
);

describe("on the track", () => {
  test("a value lies between its neighbors, by its logarithm", () => {
    const scale = [0.01, 0.1, 1, 10];
    expect([0.01, 0.1, 10].map((value) => partOf(scale, value))).toEqual([0, 1 / 3, 1]);
    expect(partOf(scale, Math.sqrt(0.1))).toBeCloseTo(0.5, 12);
    expect([0.001, 11].map((value) => partOf(scale, value))).toEqual([0, 1]);
  });

  test("four zones follow each other from one end to the other", () => {
    const zones = stretchesOf(EXPLORER);
    expect(zones.map(({ zone }) => zone)).toEqual(["slow", "fast", "oscillating", "diverging"]);
    expect([zones[0]?.from, zones[3]?.to]).toEqual([0, 1]);
    zones.slice(1).forEach(({ from }, index) => {
      expect(from).toBe(zones[index]?.to);
    });
    // 0.0386, between the third and the fourth of seven positions
    expect(zones[0]?.to).toBeGreaterThan(2 / 6);
    expect(zones[0]?.to).toBeLessThan(3 / 6);
    expect(gradient(zones)).toMatch(
      /^linear-gradient\(to right, var\(--hubble-slow\) 0% 47\.\d+%, /,
    );
  });

  test("a zone beyond the scale is left out", () => {
    const scales = { ...SCALES, learning_rate: [0.0001, 0.001, 0.01] };
    expect(stretchesOf({ ...EXPLORER, scales })).toEqual([{ zone: "slow", from: 0, to: 1 }]);
  });

  test("a name stands under its stretch, the last at the track's end", () => {
    const stretches = stretchesOf(EXPLORER);
    const places = placesOf(stretches, SIZES, 600);
    expect([...places.keys()].sort()).toEqual(["diverging", "fast", "oscillating", "slow"]);
    const slow = stretches[0];
    expect(places.get("slow")).toBeCloseTo(300 * (slow?.to ?? 0) - 13, 6);
    expect(places.get("diverging")).toBe(600 - 47);
    expect(placesOf([{ zone: "slow", from: 0, to: 1 }], SIZES, 600).get("slow")).toBe(287);
  });

  test("whatever the width, no name covers another, and only the one of what swings is left out", () => {
    for (let width = 200; width <= 900; width += 3) {
      const places = placesOf(stretchesOf(EXPLORER), SIZES, width);
      expect([...places.keys()].slice(0, 3)).toEqual(["slow", "fast", "diverging"]);
      const spans = [...places].map(([zone, at]) => [at, at + (SIZES.get(zone) ?? 0)] as const);
      spans.sort(([one], [other]) => one - other);
      for (const [index, [from, to]] of spans.entries()) {
        expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
        expect(to).toBeLessThanOrEqual(width);
      }
    }
  });

  test("the zone of the handle comes first", () => {
    for (let width = 100; width <= 900; width += 10) {
      for (const zone of ["slow", "fast", "oscillating", "diverging"] as const) {
        expect(placesOf(stretchesOf(EXPLORER), SIZES, width, zone).has(zone)).toBe(true);
      }
    }
  });

  test("there are none where nothing tells what a rate will do", () => {
    expect(stretchesOf(WITHOUT)).toEqual([]);
    expect(stretchesOf({ ...EXPLORER, moments: {} })).toEqual([]);
  });
});

describe("in the explorer", () => {
  let root: HTMLElement;
  const pick = (selector: string) => root.querySelector(selector) as HTMLElement;
  const frame = () => new Promise((resolve) => setTimeout(resolve, 40));
  const visible = () =>
    [...root.querySelectorAll<HTMLElement>(".hubble-zone-names > span")]
      .filter(({ style }) => style.visibility === "visible")
      .map(({ textContent }) => textContent);

  beforeEach(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        constructor(readonly changed: (entries: never[]) => void) {}
        observe() {
          queueMicrotask(() => this.changed([]));
        }
        disconnect() {}
      },
    );
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(50);
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (
      this: Element,
    ) {
      return { left: this.className === "noUi-target" ? 120 : 20, width: TRACK_WIDTH } as DOMRect;
    });
    document.body.innerHTML = `<div class="hubble-explorer">
      <div class="hubble-setting hubble-learning-rate">${SLIDER}</div>
      <div class="hubble-setting hubble-iterations"></div></div>`;
    root = document.body.firstElementChild as HTMLElement;
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  test("the track is marked, and every zone has its name beneath its middle", async () => {
    const zones = createZones(root);
    zones.draw(EXPLORER, HERE);
    await frame();
    const row = pick(".hubble-learning-rate");
    expect(row.style.getPropertyValue("--hubble-zones")).toContain("var(--hubble-fast)");
    expect(pick(".hubble-zone-names").getAttribute("aria-hidden")).toBe("true");
    // Of 800 px the oscillating zone has 40, less than its name: there is room beside it.
    expect(visible()).toEqual(["slow", "steady", "swings", "diverges"]);
    const slow = stretchesOf(EXPLORER)[0];
    const middle = 100 + ((slow?.to ?? 0) / 2) * TRACK_WIDTH;
    const left = Number.parseFloat(pick(".hubble-zone-names > span").style.left);
    expect(left + 25).toBeCloseTo(middle, 1);
    zones.stop();
    expect(root.querySelector(".hubble-zone-names")).toBeNull();
    expect(row.style.getPropertyValue("--hubble-zones")).toBe("");
  });

  test("on a hidden page, where nothing has a width, the names stay where they are", async () => {
    const zones = createZones(root);
    zones.draw(EXPLORER, HERE);
    await frame();
    const styles = () =>
      [...root.querySelectorAll(".hubble-zone-names > span")].map((name) =>
        name.getAttribute("style"),
      );
    const before = styles();
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(0);
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue({
      left: 0,
      width: 0,
    } as DOMRect);
    zones.place();
    await frame();
    expect(styles()).toEqual(before);
    zones.stop();
  });

  test("a name that would cover another is left out, that of what swings first", async () => {
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(110);
    const zones = createZones(root);
    zones.draw(EXPLORER, HERE);
    await frame();
    expect(visible()).toEqual(["slow", "steady", "diverges"]);
    zones.stop();
  });

  test("a track that is drawn late gets its zones too; without a closed form there are none", async () => {
    pick(".hubble-learning-rate").replaceChildren();
    const zones = createZones(root);
    zones.draw(EXPLORER, HERE);
    await frame();
    expect(root.querySelector(".hubble-zone-names")).toBeNull();
    pick(".hubble-learning-rate").innerHTML = SLIDER;
    await vi.waitFor(() => expect(visible()).toContain("steady"));
    zones.draw(WITHOUT, HERE);
    const names = () => pick(".hubble-zone-names").textContent;
    await vi.waitFor(() => expect(names()).toBe("no zones are known for Adam"));
    expect(pick(".hubble-learning-rate").classList.contains("hubble-has-zones")).toBe(false);
    zones.stop();
  });

  test("rows carry what their sliders choose", () => {
    const zones = createZones(root);
    const value = (selector: string) => pick(selector).getAttribute("data-hubble-value");
    zones.draw(EXPLORER, { ...HERE, learning_rate: 5, iterations: 4 });
    expect([value(".hubble-learning-rate"), value(".hubble-iterations")]).toEqual([
      "1, diverges",
      "1000",
    ]);
    zones.draw(WITHOUT, HERE);
    expect(value(".hubble-learning-rate")).toBe("0.05");
    zones.stop();
  });
});
