// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGalaxyLine, galaxyText } from "../src/galaxy";
import type { Galaxy } from "../src/model";
import { LEARNED } from "./samples";

const GALAXY: Galaxy = {
  name: "NGC 4639",
  numbers: "21.98 Mpc, 1403 km/s",
  distance: 21.98,
  velocity: 1403,
  unit: "km/s",
  left_out: false,
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [{}, {}, ""],
  [GALAXY, {}, "NGC 4639: 21.98 Mpc, 1403 km/s, residual −273 km/s"],
  [
    { ...GALAXY, left_out: true },
    {},
    "NGC 4639, left out: 21.98 Mpc, 1403 km/s, residual −273 km/s",
  ],
  [
    { ...GALAXY, unit: "" },
    { slope: 60, intercept: 0 },
    "NGC 4639: 21.98 Mpc, 1403 km/s, residual +84.2",
  ],
  [GALAXY, { slope: null }, "NGC 4639: 21.98 Mpc, 1403 km/s"],
])("it is told with its residual from the line that is shown: %#", (galaxy, learned, text) => {
  expect(galaxyText(galaxy, { ...LEARNED, ...learned })).toBe(text);
});

test("it stands beside the list, is read out, and no more than once a second", () => {
  const root = document.createElement("div");
  root.innerHTML = `<div class="hubble-galaxies"><select></select></div>`;
  const line = createGalaxyLine(root);
  const told = () => root.querySelector(".hubble-galaxies > [role=status]")?.textContent ?? "";
  line.draw(GALAXY, { ...LEARNED, slope: 60, intercept: 0 });
  expect(told()).toContain("residual +84.2 km/s");
  line.draw(GALAXY, { ...LEARNED, slope: 61, intercept: 0 });
  line.draw(GALAXY, { ...LEARNED, slope: 62, intercept: 0 });
  expect(told()).toContain("residual +84.2 km/s");
  vi.advanceTimersByTime(1000);
  expect(told()).toContain("residual +40.2 km/s");
  line.stop();
  expect(root.querySelector("[role=status]")).toBeNull();
});
