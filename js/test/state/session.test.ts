// @vitest-environment jsdom
import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Model } from "../../src/state/model";
import { sessionOf } from "../../src/state/session";
import { lesson, pathBytes, SETTINGS } from "../samples";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A session whose sliders and entries have been found. */
async function opened() {
  const all = lesson();
  Object.assign(all.canvas, { image: new Image(), views: {} }); // as ipympl's model has
  const [session, release] = sessionOf(all.model);
  await vi.advanceTimersByTimeAsync(20);
  all.fake.sent = [];
  return { ...all, session, release, learned: () => session.current().display.learned };
}

const settled = () => vi.advanceTimersByTimeAsync(20);
const batch = (run: string, first: number, count: number, at?: number) => {
  const column = Array.from({ length: count }, (_, index) => first + index);
  return [
    { type: "batch", run, first, count, ...(at === undefined ? {} : { at }) },
    [pathBytes([column, column, column])],
  ] as const;
};

test("all views of an explorer share one session, and the last of them ends it", async () => {
  const { fake, model, canvas, session, release } = await opened();
  const other = { ...fake, get: fake.get, widget_manager: fake.widget_manager };
  const [same, releaseOther] = sessionOf(other as unknown as AnyModel<Model>);
  expect(same).toBe(session);
  release();
  expect(fake.listening).toBeGreaterThan(0);
  releaseOther();
  expect([fake.listening, canvas.listening]).toEqual([0, 0]);
  expect(sessionOf(model)[0]).not.toBe(session);
});

test("a slider fills its entry, and the scrubber with what stands beside it; nothing is sent", async () => {
  const { count, scrubber, entries, fake } = await opened();
  count.set("index", 4);
  await settled();
  expect(scrubber.values).toMatchObject({ value: 1000, max: 1000 });
  expect([entries.ne, entries.ke].map((each) => each.get("value"))).toEqual([1000, 1000]);
  expect(fake.sent).toEqual([]);
  expect([scrubber, entries.ne, entries.ke].map(({ saved }) => saved)).toEqual([0, 0, 0]);
});

test.each([
  ["with a kernel the scrubber is where the kernel is", true, 500],
  ["without one where it was saved", false, 20],
])("%s", async (_, comm_live, iteration) => {
  const all = lesson();
  for (const each of [all.rate, all.count, all.scrubber]) Object.assign(each, { comm_live });
  Object.assign(all.scrubber.values, { value: 20 }); // older than the kernel's, as Colab brings it back
  const [session] = sessionOf(all.model);
  await settled();
  expect(session.current().display.learned.iteration).toBe(iteration);
  expect(all.scrubber.get("value")).toBe(iteration);
  expect(all.scrubber.saved).toBe(0);
});

test("an older answer of the kernel does not move the scrubber back", async () => {
  const { fake, scrubber, learned } = await opened();
  scrubber.set("value", 100);
  scrubber.set("value", 200);
  await settled();
  expect(learned().iteration).toBe(200);
  fake.set("learned", { ...learned(), iteration: 100 });
  await settled();
  expect([scrubber.get("value"), learned().iteration]).toEqual([200, 200]);
  fake.set("learned", { ...learned(), iteration: 200 });
  fake.set("learned", { ...learned(), iteration: 7 }); // of somebody else
  await settled();
  expect([scrubber.get("value"), learned().iteration]).toEqual([7, 7]);
});

test("answers of a kernel that lags behind a slider change nothing, and the scrubber needs none", async () => {
  const { fake, count, scrubber, learned } = await opened();
  count.set("index", 4);
  count.set("index", 5);
  await settled();
  const answer = (iterations: number) => {
    const learnedThere = { ...learned(), iteration: iterations };
    fake.receive({ learned: learnedThere, settings: { ...SETTINGS, iterations } });
  };
  answer(1000);
  await settled();
  expect([learned().iteration, scrubber.values]).toMatchObject([10_000, { value: 10_000 }]);
  scrubber.set("value", 77);
  await settled();
  expect(learned()).toMatchObject({ iteration: 77, source: "closed form" });
  answer(10_000);
  await settled();
  expect([learned().iteration, scrubber.values]).toMatchObject([77, { value: 77, max: 10_000 }]);
  fake.set("learned", { ...learned(), iteration: 77 });
  await settled();
  expect([learned().iteration, scrubber.values]).toMatchObject([77, { value: 77 }]);
});

test("a position that the kernel sends back late does not move the scrubber from the kernel's state", async () => {
  const { scrubber, entries, learned } = await opened();
  scrubber.set_state({ value: 20 }); // what the front end reported while it moved by itself, without a person
  entries.ke.set_state({ value: 20 });
  await settled();
  expect(learned().iteration).toBe(500);
  expect([scrubber, entries.ke].map((each) => each.get("value"))).toEqual([500, 500]);
});

test("a shorter path comes with the state on it, so that no slider finds its value beyond its end", async () => {
  const { count, scrubber } = await opened();
  const states: object[] = [];
  const { set_state } = scrubber;
  scrubber.set_state = (state) => {
    states.push(state);
    set_state(state);
  };
  count.set("index", 0);
  await settled();
  const end = scrubber.get("value");
  expect(end).toBeLessThan(500);
  expect(states).toEqual([{ max: end, value: end }]);
});

test("a scrubber that is back where it stood is not moved by the answer to where it was", async () => {
  const { fake, scrubber, learned } = await opened();
  scrubber.set("value", 499);
  scrubber.set("value", 500);
  await settled();
  fake.set("learned", { ...learned(), iteration: 499 });
  await settled();
  expect(scrubber.get("value")).toBe(500);
  fake.emit("msg:custom", { type: "stands", iteration: 500 }, []);
  fake.set("learned", { ...learned(), iteration: 30 }); // by the kernel's user
  await settled();
  expect(scrubber.get("value")).toBe(30);
});

test("a training is played out on numbers and scrubber, then the kernel's last state is displayed", async () => {
  const { fake, scrubber, learned } = await opened();
  fake.set("running", true);
  fake.emit("msg:custom", ...batch("a", 0, 40));
  await vi.advanceTimersByTimeAsync(50);
  const { iteration, slope, source } = learned();
  expect(iteration).toBeGreaterThan(10);
  expect(iteration).toBeLessThan(40);
  expect([slope, source]).toEqual([iteration, "torch"]);
  expect(scrubber.get("value")).toBe(iteration);
  fake.emit("msg:custom", ...batch("a", 40, 461));
  fake.set("learned", { ...(fake.get("learned") as object), iteration: 500, slope: 77 });
  fake.set("running", false);
  await vi.advanceTimersByTimeAsync(120);
  expect(learned()).toMatchObject({ iteration: 500, slope: 77 });
  expect(scrubber.get("value")).toBe(500);
  scrubber.set("value", 30); // torch's states are on the page from now on
  expect(learned()).toMatchObject({ iteration: 30, slope: 30, source: "torch" });
});

test("Pause stops at the displayed state, and so does a person at the scrubber", async () => {
  for (const stop of ["pause", "scrub"] as const) {
    const { fake, scrubber, session, learned, release } = await opened();
    fake.set("running", true);
    fake.emit("msg:custom", ...batch(stop, 0, 100));
    await vi.advanceTimersByTimeAsync(50);
    fake.sent = [];
    const before = learned().iteration;
    if (stop === "pause") session.pause();
    else scrubber.set("value", 3);
    const at = stop === "pause" ? before : 3;
    expect(fake.sent).toEqual(stop === "pause" ? [{ type: "stopped at", iteration: at }] : []);
    fake.emit("msg:custom", ...batch(stop, 100, 50));
    await vi.advanceTimersByTimeAsync(300);
    expect(learned()).toMatchObject({ iteration: at, slope: at });
    fake.set("learned", { ...(fake.get("learned") as object), iteration: at });
    fake.set("running", false);
    await settled();
    expect(learned().iteration).toBe(at);
    release();
  }
});

test("other settings forget the path, and are written into the entries", async () => {
  const { fake, entries, session } = await opened();
  fake.emit("msg:custom", ...batch("a", 0, 501));
  expect(session.current().explorer.path?.length).toBe(501);
  fake.set("settings", { ...SETTINGS, learning_rate: 0.07 });
  await settled();
  expect(session.current().explorer.path).toBeNull();
  expect(entries.re.get("value")).toBe(0.07);
  entries.re.set("value", -1); // typed, and refused
  fake.set("error", "learning_rate must be above 0");
  await settled();
  expect(entries.re.get("value")).toBe(0.07);
});

test("a dragged line to start from is displayed at once, as iteration 0 of another path", async () => {
  const { fake, session, learned } = await opened();
  session.startDrag.drag([70, 5]);
  expect(learned()).toMatchObject({ iteration: 0, slope: 70, intercept: 5 });
  expect(session.current().display.descent?.start).toEqual([70, 5]);
  expect(fake.sent).toEqual([{ type: "start dragged", slope: 70, intercept: 5 }]);
  session.startDrag.release();
  fake.set("settings", { ...SETTINGS, start: [70, 5] });
  expect(session.startDrag.line).toBeNull();
});

test("an iteration chosen in the plot is shown at once, and sent to the kernel", async () => {
  const { fake, scrubber, session, learned } = await opened();
  session.choose(120);
  expect([learned().iteration, scrubber.get("value")]).toEqual([120, 120]);
  expect(fake.sent).toEqual([{ type: "iteration chosen", iteration: 120 }]);
});

test("a training whose kernel is lost stops at the displayed state of torch", async () => {
  const { fake, scrubber, learned } = await opened();
  fake.set("running", true);
  fake.emit("msg:custom", ...batch("a", 0, 100));
  await vi.advanceTimersByTimeAsync(50);
  const { iteration } = learned();
  expect(iteration).toBeGreaterThan(10);
  Object.assign(scrubber, { comm_live: false });
  scrubber.emit("comm_live_update");
  await vi.advanceTimersByTimeAsync(300);
  expect(learned()).toMatchObject({ iteration, slope: iteration, source: "torch" });
  expect(scrubber.get("value")).toBe(iteration);
});

test("without a kernel sliders choose settings of their own, and the scrubber goes through their path", async () => {
  const { rate, count, scrubber, learned } = await opened();
  for (const slider of [rate, count, scrubber]) {
    Object.assign(slider, { comm_live: false });
    slider.emit("comm_live_update");
  }
  count.set("index", 4);
  rate.set("index", 4);
  await settled();
  expect(learned()).toMatchObject({ iteration: 1000, source: "closed form" });
  expect(scrubber.values).toMatchObject({ value: 1000, max: 1000 });
  scrubber.set("value", 10);
  await settled();
  expect([learned().iteration, scrubber.get("value")]).toEqual([10, 10]);
  expect(learned().slope).toBeLessThan(30);
  count.set("index", 3);
  await settled();
  expect([learned().iteration, scrubber.get("value")]).toEqual([500, 500]);
});
