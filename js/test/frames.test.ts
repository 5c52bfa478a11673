// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acknowledgeFrames } from "../src/frames";
import { lesson } from "./samples";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const frame = () => vi.advanceTimersByTimeAsync(20);
const GREETING = { type: "acknowledges frames", changes: false };

test("the newest frame is acknowledged, once per animation frame", async () => {
  const { model, fake, canvas } = lesson();
  const end = acknowledgeFrames(model);
  await frame();
  expect(fake.sent).toEqual([GREETING]);
  canvas.emit("msg:custom", { data: "{}", frame: 7 }, []);
  canvas.emit("msg:custom", { data: "{}", frame: 8 }, []);
  canvas.emit("msg:custom", { data: "{}" }, []);
  canvas.emit("msg:custom", null, []);
  expect(fake.sent).toHaveLength(1);
  await frame();
  expect(fake.sent).toEqual([GREETING, { type: "frame shown", frame: 8 }]);
  canvas.emit("msg:custom", { frame: 9 }, []);
  end();
  await frame();
  expect(fake.sent).toHaveLength(2);
  expect([fake.listening, canvas.listening]).toEqual([0, 0]);
});

test("while a training runs an answer stands for many frames, and its end is answered at once", async () => {
  const { model, fake, canvas } = lesson();
  const end = acknowledgeFrames(model);
  await frame();
  fake.set("running", true);
  for (let number = 1; number <= 20; number++) {
    canvas.emit("msg:custom", { frame: number }, []);
    await vi.advanceTimersByTimeAsync(50);
  }
  const answers = fake.sent.slice(1) as { frame: number }[];
  expect(answers).toHaveLength(2);
  expect(answers[1]?.frame).toBeGreaterThan(10);
  fake.set("running", false);
  await frame();
  expect(fake.sent.at(-1)).toEqual({ type: "frame shown", frame: 20 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(fake.sent).toHaveLength(4);
  end();
});

test("the canvas may be named later", async () => {
  const { model, fake } = lesson();
  const { controls } = fake.values;
  fake.values.controls = {};
  const end = acknowledgeFrames(model);
  await frame();
  expect(fake.sent).toEqual([]);
  fake.set("controls", controls);
  await frame();
  expect(fake.sent).toEqual([GREETING]);
  end();
});

test("a kernel that is gone breaks nothing", async () => {
  const note = vi.spyOn(console, "debug").mockImplementation(() => {});
  const { model, fake, canvas } = lesson();
  fake.send = () => {
    throw new Error("Kernel is dead");
  };
  const end = acknowledgeFrames(model);
  await frame();
  canvas.emit("msg:custom", { frame: 1 }, []);
  await frame();
  expect(note).toHaveBeenCalledTimes(2);
  end();
  note.mockRestore();
});
