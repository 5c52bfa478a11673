// @vitest-environment jsdom
import { expect, test } from "vitest";
import { fillScrubber } from "../../src/controls/scrubber";

test.each([
  [0, 500, "0.0%"],
  [125, 500, "25.0%"],
  [500, 500, "100.0%"],
  [600, 500, "100.0%"],
  [0, 0, "0.0%"],
])("iteration %i of %i fills the track as far as that", (iteration, iterations, reached) => {
  const root = document.createElement("div");
  root.innerHTML = '<div class="hubble-setting"><div class="hubble-scrubber"></div></div>';
  fillScrubber(root, iteration, iterations);
  const track = root.querySelector<HTMLElement>(".hubble-scrubber");
  expect(track?.style.getPropertyValue("--hubble-reached")).toBe(reached);
  const value = root.firstElementChild?.getAttribute("data-hubble-value");
  expect(value).toBe(`iteration ${iteration} of ${iterations}`);
});

test("its words have thousands in groups", () => {
  const root = document.createElement("div");
  root.innerHTML = '<div class="hubble-setting"><div class="hubble-scrubber"></div></div>';
  fillScrubber(root, 1000, 10_000);
  const value = root.firstElementChild?.getAttribute("data-hubble-value");
  expect(value).toBe("iteration 1,000 of 10,000");
});

test("a root without a scrubber yet is left as it is", () => {
  const root = document.createElement("div");
  fillScrubber(root, 1, 2);
  expect(root.outerHTML).toBe("<div></div>");
});
