// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { keepOrder, sendHeldBack } from "../../src/patches/order";
import { FakeModel, lesson } from "../samples";

/** A control's model as ipywidgets 8 has it while the kernel works at an older value. */
class HoldingModel extends FakeModel {
  _msg_buffer: object | null = { index: 2 };
  _msg_buffer_callbacks: object | null = { iopub: {} };
  send_sync_message = vi.fn(() => "message");
  rememberLastUpdateFor = vi.fn();
}

test("a click on a button sends first what an input holds back, once", async () => {
  const { model, fake } = lesson();
  const input = new HoldingModel({});
  fake.others = { ...fake.others, input };
  fake.set("inputs", ["input", "r", "unknown"]);
  document.body.innerHTML = "<div><button><i></i></button><input></div>";
  const root = document.querySelector("div") as HTMLElement;
  const end = keepOrder(root, model);
  await Promise.resolve();
  await Promise.resolve();
  root.querySelector("input")?.click();
  expect(input.send_sync_message).not.toHaveBeenCalled();
  const sentBefore: number[] = [];
  root.querySelector("button")?.addEventListener("click", () => {
    sentBefore.push(input.send_sync_message.mock.calls.length);
  });
  root.querySelector("i")?.click();
  root.querySelector("button")?.click();
  expect(sentBefore).toEqual([1, 1]);
  expect(input.send_sync_message).toHaveBeenCalledWith({ index: 2 }, { iopub: {} });
  expect(input.rememberLastUpdateFor).toHaveBeenCalledWith("message");
  input._msg_buffer = { index: 3 };
  end();
  root.querySelector("button")?.click();
  expect(input.send_sync_message).toHaveBeenCalledTimes(1);
});

test("a held-back change is sent at the release, if there is one unanswered message", async () => {
  const { model, fake } = lesson();
  const input = new HoldingModel({});
  fake.others = { ...fake.others, input };
  fake.set("inputs", ["input"]);
  const end = keepOrder(document.createElement("div"), model);
  await Promise.resolve();
  await Promise.resolve();
  const release = (event: string) =>
    document.body.dispatchEvent(new Event(event, { bubbles: true }));
  for (const [pending, event, sent] of [
    [{ _pending_msgs: 1 }, "mouseup", 1],
    [{ _pending_msgs: 2 }, "mouseup", 1],
    [{ _pending_msgs: undefined, pending_msgs: 1 }, "keyup", 2],
    [{ pending_msgs: 2 }, "keyup", 2],
    [{ pending_msgs: 1 }, "mousemove", 2],
    [{ pending_msgs: 1 }, "touchend", 3],
  ] as const) {
    Object.assign(input, { _msg_buffer: { index: 2 } }, pending);
    release(event);
    expect(input.send_sync_message).toHaveBeenCalledTimes(sent);
  }
  end();
  input._msg_buffer = { index: 3 };
  release("mouseup");
  expect(input.send_sync_message).toHaveBeenCalledTimes(3);
});

test("a model that holds nothing back, or works otherwise, is left alone", () => {
  const input = new HoldingModel({});
  input._msg_buffer = null;
  sendHeldBack(input);
  expect(input.send_sync_message).not.toHaveBeenCalled();
  expect(() => sendHeldBack({ _msg_buffer: {} })).not.toThrow();
  const older = { _msg_buffer: {}, send_sync_message: vi.fn(() => "") };
  sendHeldBack(older);
  expect(older.send_sync_message).toHaveBeenCalledWith({}, {});
});
