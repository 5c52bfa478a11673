import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchKernel } from "../../src/patches/lost_kernel";
import type { Model } from "../../src/state/model";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a signal of JupyterLab's is to us. */
class Signal<Word = string | undefined> {
  slots = new Set<(sender: unknown, word: Word) => void>();
  connect = (slot: (sender: unknown, word: Word) => void) => this.slots.add(slot);
  disconnect = (slot: (sender: unknown, word: Word) => void) => this.slots.delete(slot);
  emit = (word: Word) => {
    for (const slot of this.slots) slot(undefined, word);
  };
}

const message = (session: string, msg_id?: string) => ({
  header: { session },
  parent_header: msg_id ? { msg_id } : {},
});

/** An explorer of one other model, and the connection to its kernel. */
function explorer() {
  const listed = vi.fn(async () => Response.json([{ id: "other" }, { id: "ours" }]));
  const kernel = {
    id: "ours",
    serverSettings: { baseUrl: "http://server/", token: "secret", fetch: listed },
    status: "idle",
    connectionStatus: "connected",
    statusChanged: new Signal(),
    connectionStatusChanged: new Signal(),
    disposed: new Signal(),
    iopubMessage: new Signal<ReturnType<typeof message>>(),
    requestKernelInfo: vi.fn(() => Promise.reject(new Error("Canceled"))),
  };
  const slider = { comm_live: true, comm: {} as object | undefined };
  const values = { models: ["slider"], running: false };
  const model = {
    get: (name: keyof typeof values) => values[name],
    widget_manager: { kernel, get_model: () => Promise.resolve(slider) },
  };
  return {
    kernel,
    listed,
    slider,
    values,
    watch: watchKernel(model as unknown as AnyModel<Model>),
  };
}

const later = () => vi.advanceTimersByTimeAsync(15_000);

test.each(["disposed", "dead", "restarting", "autorestarting"])(
  "a kernel that is %s is gone for good",
  async (status) => {
    const { kernel, slider } = explorer();
    if (status === "disposed") kernel.disposed.emit(undefined);
    else kernel.statusChanged.emit(status);
    await later();
    expect(slider).toEqual({ comm_live: false, comm: undefined });
    kernel.statusChanged.emit("idle"); // another one, of which the models are not
    await later();
    expect(slider.comm_live).toBe(false);
  },
);

test("a kernel that answers as another session was restarted by somebody else, and is gone for good", async () => {
  const { kernel, slider, watch } = explorer();
  kernel.iopubMessage.emit(message("the server's"));
  kernel.iopubMessage.emit(message("first", "1"));
  kernel.iopubMessage.emit(message("the server's"));
  kernel.iopubMessage.emit(message("first", "2"));
  await later();
  expect(slider.comm_live).toBe(true);
  kernel.iopubMessage.emit(message("second", "3"));
  await later();
  expect(slider).toEqual({ comm_live: false, comm: undefined });
  watch.stop();
  expect(kernel.iopubMessage.slots.size).toBe(0);
});

test("an idle kernel that answers neither a person nor the page is lost until it answers again", async () => {
  const { kernel, slider, watch } = explorer();
  watch.acted();
  await later();
  expect(kernel.requestKernelInfo).toHaveBeenCalledTimes(1);
  expect(slider.comm_live).toBe(false);
  expect(slider.comm).toBeDefined();
  kernel.statusChanged.emit("busy");
  await later();
  expect(slider.comm_live).toBe(true);
});

test("a kernel that its server has no longer is gone for good, without more waiting", async () => {
  const { kernel, listed, slider, watch } = explorer();
  listed.mockImplementation(async () => Response.json([{ id: "other" }]));
  watch.acted();
  await vi.advanceTimersByTimeAsync(2100);
  await vi.dynamicImportSettled();
  expect(slider).toEqual({ comm_live: false, comm: undefined });
  expect(listed).toHaveBeenCalledTimes(1);
  const [request] = listed.mock.calls[0] as unknown as [Request];
  expect([request.url, request.headers.get("Authorization")]).toEqual([
    "http://server/api/kernels",
    "token secret",
  ]);
  kernel.statusChanged.emit("idle");
  await later();
  expect(slider.comm_live).toBe(false);
});

test.each([
  () => Promise.reject(new Error("no network")),
  async () => new Response("", { status: 404 }),
  async () => new Response("", { status: 503 }),
])("where the server does not say what kernels it has, time decides", async (answer) => {
  const { listed, slider, watch } = explorer();
  listed.mockImplementation(answer);
  watch.acted();
  await vi.advanceTimersByTimeAsync(2100);
  await vi.dynamicImportSettled();
  expect(slider.comm_live).toBe(true);
  await later();
  expect(slider.comm_live).toBe(false);
  expect(slider.comm).toBeDefined();
});

test("a kernel that computes, trains or answers is not asked, nor is one that nobody needs", async () => {
  const { kernel, slider, values, watch } = explorer();
  await later();
  watch.acted();
  kernel.statusChanged.emit("busy");
  kernel.statusChanged.emit("idle");
  await later();
  kernel.status = "busy";
  watch.acted();
  await later();
  [kernel.status, values.running] = ["idle", true];
  watch.acted();
  await later();
  expect(kernel.requestKernelInfo).not.toHaveBeenCalled();
  expect(slider.comm_live).toBe(true);
});

test("a connection that is lost is said, too, and what watches it ends", async () => {
  const { kernel, slider, watch } = explorer();
  [kernel.status, kernel.connectionStatus] = ["unknown", "connecting"];
  watch.acted();
  await later();
  expect(slider.comm_live).toBe(false);
  kernel.connectionStatusChanged.emit("connected");
  await later();
  expect(slider.comm_live).toBe(true);
  watch.stop();
  for (const name of ["statusChanged", "connectionStatusChanged", "disposed"] as const) {
    expect(kernel[name].slots.size).toBe(0);
  }
});
