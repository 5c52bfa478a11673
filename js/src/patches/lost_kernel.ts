/**
 * Works around ipywidgets 8.1: jupyter-widgets/ipywidgets#3466, no broken link appears when a kernel is stopped.
 *
 * In JupyterLab, Notebook 7 and Voilà, `comm_live` of a model becomes false when its kernel is restarted, but not when the
 * kernel is shut down or cannot be reached (python/jupyterlab_widgets/src/manager.ts), nor when somebody else restarts it
 * (no issue found). Here it becomes false then, too. The managers of other front ends have no `kernel`; the classic
 * notebook sets `comm_live` itself.
 */

import type { AnyModel } from "@anywidget/types";
import { findModel } from "../host/lookup";
import { onDemand } from "../host/on_demand";
import type { Model } from "../state/model";
import type { Listed } from "./list_of_kernels";

/** Milliseconds after a person's action until the page asks a silent kernel for an answer. */
const ASKED_AFTER = 2000;
/** Milliseconds after that until the kernel counts as lost: without a connection, and with one (the machine may be slow). */
const [LOST_AFTER, SILENT_AFTER] = [3000, 6000];

interface Signal<Word = string> {
  connect(slot: (sender: unknown, word: Word) => void): void;
  disconnect(slot: (sender: unknown, word: Word) => void): void;
}

/** What tells whether a message is an answer, and which run of the kernel gives it. */
interface Message {
  header: { session: string };
  parent_header: { msg_id?: string };
}

/** The members of a kernel's connection (JupyterLab 3 and 4) that are used here. */
interface Kernel extends Listed {
  status: string;
  connectionStatus: string;
  statusChanged: Signal;
  connectionStatusChanged: Signal;
  disposed: Signal;
  iopubMessage?: Signal<Message>;
  requestKernelInfo(): Promise<unknown>;
}

/** Follows the kernel of an explorer's models until `stop`. Call `acted` when a person has done something. */
export function watchKernel(model: AnyModel<Model>): { acted(): void; stop(): void } {
  const kernel = Reflect.get(model.widget_manager ?? {}, "kernel") as Kernel | null | undefined;
  if (!kernel?.statusChanged) return { acted() {}, stop() {} };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isSilent, isOver] = [false, false];
  const settle = (silent: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    isSilent = silent;
  };
  /** Removes the comms permanently: every message, such as ipympl's mouse events, would cause an error on the page. */
  const lost = () => {
    settle(false);
    change(model, { comm_live: false, comm: undefined });
  };
  let run: string | undefined;
  /** A kernel that was restarted by somebody else answers as before, but as another session; so does the server itself. */
  const read = (_: unknown, { header: { session }, parent_header: { msg_id } }: Message) => {
    if (!msg_id) return;
    run ??= session;
    if (session === run) return;
    run = session;
    lost();
  };
  const heard = (_: unknown, status: string) => {
    if (status === "dead" || status.endsWith("restarting")) return lost();
    if (!["busy", "idle", "connected"].includes(status)) return;
    if (isSilent) change(model, { comm_live: true });
    settle(false);
  };
  /** A busy kernel answers later. A kernel that seems idle should answer a request at once. */
  const inquire = () => {
    timer = undefined;
    const isConnected = kernel.connectionStatus === "connected";
    if (isConnected) {
      if (kernel.status !== "idle") return;
      kernel.requestKernelInfo().catch(() => {});
    }
    onDemand(model)
      .then(({ isGone }) => isGone(kernel))
      .then(
        (gone) => gone && !isOver && lost(),
        () => {}, // the server says nothing: time decides
      );
    const silent = () => {
      settle(true);
      change(model, { comm_live: false });
    };
    timer = setTimeout(silent, isConnected ? SILENT_AFTER : LOST_AFTER);
  };
  const slots = [
    [kernel.statusChanged, heard],
    [kernel.connectionStatusChanged, heard],
    [kernel.disposed, lost],
    [kernel.iopubMessage, read],
  ] as unknown as [Signal<unknown> | undefined, (sender: unknown, word: unknown) => void][];
  for (const [signal, slot] of slots) signal?.connect(slot);
  return {
    acted() {
      if (!isSilent && !model.get("running")) timer ??= setTimeout(inquire, ASKED_AFTER);
    },
    stop() {
      isOver = true;
      settle(false);
      for (const [signal, slot] of slots) signal?.disconnect(slot);
    },
  };
}

function change(model: AnyModel<Model>, state: { comm_live: boolean; comm?: undefined }): void {
  for (const id of model.get("models") ?? []) {
    void findModel(model.widget_manager, id).then((each) => each && Object.assign(each, state));
  }
}
