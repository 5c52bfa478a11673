// @vitest-environment jsdom
import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createUniverse } from "../../src/controls/universe";
import type { Model } from "../../src/state/model";
import { RunBack } from "../../src/state/run_back";
import { EXACT, EXPLORER, FakeModel, LEARNED } from "../samples";

const UNIVERSE = {
  omega_matter: null,
  distance_factor: 1,
  span: 15,
  closest: 9.13,
  variances: null,
  own_times: "Each galaxy has a time of its own.",
};

let isStill = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: isStill }));
  document.body.innerHTML = `<div class="hubble-figure"></div>`;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  isStill = false;
});

function universe() {
  const fake = new FakeModel({ universe: UNIVERSE });
  const announced: string[] = [];
  const times: number[] = [];
  const runBack = new RunBack(fake as unknown as AnyModel<Model>, () => draw());
  const session = { runBack, drawn() {}, changed() {} };
  const controls = createUniverse(document.body, fake as never, session as never, (words) =>
    announced.push(words),
  );
  const draw = () => {
    if (runBack.now) times.push(runBack.now.time);
    const current = { universe: runBack.now, explorer: EXPLORER, display: { learned: LEARNED } };
    controls.draw(current as never, EXACT);
  };
  fake.on("change:universe", () => {
    runBack.answered();
    draw();
  });
  draw();
  const [time, matter, ruler] = document.querySelectorAll("input");
  const find = (selector: string) => document.querySelector(selector) as HTMLElement;
  const move = (input: HTMLInputElement | undefined, value: number) => {
    (input as HTMLInputElement).value = String(value);
    input?.dispatchEvent(new Event("input"));
  };
  return { fake, announced, times, runBack, controls, time, matter, ruler, find, move };
}

test("the slider of time runs the galaxies back on the page alone, and says when", () => {
  const { fake, time, runBack, find, move } = universe();
  expect(find(".hubble-universe").hidden).toBe(false);
  expect(time?.max).toBe("15");
  move(time, 7.5);
  expect(runBack.now?.time).toBe(7.5);
  expect(time?.getAttribute("aria-valuetext")).toBe("7.5\u00a0billion years ago");
  expect(find("button + span").textContent).toBe("7.5\u00a0billion years ago");
  expect(fake.sent).toEqual([]);
  fake.receive({ universe: {} });
  expect(find(".hubble-universe").hidden).toBe(true);
});

test("Run back takes six seconds, can be stopped, and begins anew at its end", () => {
  const { times, announced, find } = universe();
  const button = find("button");
  button.click();
  expect(button.textContent).toBe("Stop");
  vi.advanceTimersByTime(3000);
  expect(times.at(-1)).toBeGreaterThan(7);
  expect(times.length).toBeGreaterThan(100);
  button.click();
  expect([button.textContent, announced.at(-1)]).toEqual([
    "Run back",
    `${times.at(-1)?.toFixed(1)}\u00a0billion years ago`,
  ]);
  const at = times.at(-1);
  vi.advanceTimersByTime(500);
  expect(times.at(-1)).toBe(at);
  button.click();
  vi.advanceTimersByTime(6000);
  expect([button.textContent, times.at(-1), announced.at(-1)]).toEqual([
    "Run back",
    15,
    "15.0\u00a0billion years ago",
  ]);
  button.click();
  expect(times.at(-1)).toBeLessThanOrEqual(15);
  vi.advanceTimersByTime(100);
  expect(times.at(-1)).toBeLessThan(1);
});

test("where motion is reduced it goes in a few steps", () => {
  isStill = true;
  const { times, find } = universe();
  find("button").click();
  vi.advanceTimersByTime(7000);
  expect(new Set(times).size).toBeLessThan(30);
  expect(times.at(-1)).toBe(15);
});

test("assumptions are shown at once, and sent to the kernel", () => {
  const { announced, fake, matter, ruler, runBack, find, move } = universe();
  const list = find("select") as HTMLSelectElement;
  expect(list.selectedIndex).toBe(0);
  move(matter, 0.315);
  expect(list.selectedIndex).toBe(1);
  move(matter, 0.5);
  expect(list.selectedIndex).toBe(3);
  expect(find("p + .hubble-universe-row + p").textContent).toContain("50\u00a0% matter");
  move(ruler, 7);
  vi.advanceTimersByTime(200);
  expect(fake.sent.at(0)).toEqual({ type: "what if", omega_matter: 0.315, distance_factor: 1 });
  expect(fake.sent.at(-1)).toEqual({ type: "what if", omega_matter: 0.5, distance_factor: 7 });
  fake.receive({ universe: { ...UNIVERSE, omega_matter: 0.315 } }); // an earlier one
  expect(runBack.now).toMatchObject({ omega_matter: 0.5, distance_factor: 7 });
  fake.receive({ universe: { ...UNIVERSE, omega_matter: 0.5, distance_factor: 7 } });
  fake.receive({ universe: { ...UNIVERSE, omega_matter: 1 } }); // a person's own, in Python
  expect(runBack.now).toMatchObject({ omega_matter: 1, distance_factor: 1 });
  expect(list.selectedIndex).toBe(2);
  list.selectedIndex = 0;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  expect(runBack.now?.omega_matter).toBe(null);
  expect(announced.at(-1)).toMatch(/only if nothing slowed/);
});

test("what the kernel refuses is taken back, and nothing is left behind", () => {
  const { ruler, runBack, controls, move } = universe();
  move(ruler, 3);
  runBack.refused();
  expect(runBack.now?.distance_factor).toBe(1);
  controls.stop();
  expect(document.querySelector(".hubble-universe")).toBe(null);
});
