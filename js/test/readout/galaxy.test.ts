// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Rows, readRows } from "../../src/marks/rows";
import { createGalaxyLine, galaxyText } from "../../src/readout/galaxy";
import { HUBBLE } from "../../src/text/labels";
import { LEARNED } from "../samples";

/** One galaxy. */
function rowsOf(excluded: number[] = []): Rows {
  const values = new DataView(new Float64Array([21.98, 1403]).buffer);
  const rows = { names: ["NGC 4639"], excluded, pointable: true, crowd: false, residual_step: 1 };
  return readRows(rows, values);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [rowsOf(), HUBBLE, {}, "NGC 4639: 21.98\u00a0Mpc, 1403\u00a0km/s, residual −273\u00a0km/s"],
  [
    rowsOf([0]),
    HUBBLE,
    {},
    "NGC 4639, left out: 21.98\u00a0Mpc, 1403\u00a0km/s, residual −273\u00a0km/s",
  ],
  [
    rowsOf(),
    { ...HUBBLE, x_unit: "", y_unit: "" },
    { slope: 60, intercept: 0 },
    "NGC 4639: 21.98, 1403, residual +84.2",
  ],
  [rowsOf(), HUBBLE, { slope: null }, "NGC 4639: 21.98\u00a0Mpc, 1403\u00a0km/s"],
])(
  "it is told with its residual from the line that is shown: %#",
  (rows, labels, learned, text) => {
    expect(galaxyText(rows, 0, { ...LEARNED, ...learned }, labels)).toBe(text);
  },
);

test("it stands beside the list, is read out, and no more than twice a second", () => {
  const root = document.createElement("div");
  root.innerHTML = `<div class="hubble-galaxies"><select></select></div>`;
  const line = createGalaxyLine(root);
  const told = () => root.querySelector(".hubble-galaxies > [role=status]")?.textContent ?? "";
  const draw = (slope: number) =>
    line.draw(rowsOf(), 0, { ...LEARNED, slope, intercept: 0 }, HUBBLE);
  draw(60);
  expect(told()).toContain("residual +84.2\u00a0km/s");
  draw(61);
  draw(62);
  expect(told()).toContain("residual +84.2\u00a0km/s");
  vi.advanceTimersByTime(500);
  expect(told()).toContain("residual +40.2\u00a0km/s");
  line.draw(rowsOf(), null, LEARNED, HUBBLE);
  vi.advanceTimersByTime(500);
  expect(told()).toBe("");
  line.stop();
  expect(root.querySelector("[role=status]")).toBeNull();
});
