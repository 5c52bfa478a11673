/**
 * ipywidgets (8.1; jupyter-widgets/ipywidgets#3466, python/jupyterlab_widgets/src/manager.ts) has its models know when
 * their kernel is restarted, but not when it is shut down or cannot be reached, in JupyterLab, Notebook 7 and Voilà.
 * There, `comm_live` of the explorer's models becomes false in these cases, too. Other front ends' managers have no
 * `kernel`; the classic notebook's needs no help.
 */

import type { AnyModel } from "@anywidget/types";
import { ask } from "../lookup";
import type { Model } from "../model";

/** Milliseconds after which a kernel that has not answered a person is asked. */
const ASKED_AFTER = 2000;
/** Milliseconds, then, after which it is taken for lost: without a connection, and with one, on a machine that may be slow. */
const [LOST_AFTER, SILENT_AFTER] = [3000, 10_000];

interface Signal {
  connect(slot: (sender: unknown, status: string) => void): void;
  disconnect(slot: (sender: unknown, status: string) => void): void;
}

/** The parts of a kernel's connection (JupyterLab 3 and 4) that are used here. */
interface Kernel {
  status: string;
  connectionStatus: string;
  statusChanged: Signal;
  connectionStatusChanged: Signal;
  disposed: Signal;
  requestKernelInfo(): Promise<unknown>;
}

/** Follows the kernel of an explorer's models until `stop`; `acted` is to be called when a person has done something. */
export function watchKernel(model: AnyModel<Model>): { acted(): void; stop(): void } {
  const kernel = Reflect.get(model.widget_manager ?? {}, "kernel") as Kernel | null | undefined;
  if (!kernel?.statusChanged) return { acted() {}, stop() {} };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSilent = false;
  const settle = (silent: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    isSilent = silent;
  };
  /** For good: what is sent would be an error of the page, ipympl's words of the mouse above all. */
  const lost = () => {
    settle(false);
    change(model, { comm_live: false, comm: undefined });
  };
  const heard = (_: unknown, status: string) => {
    if (status === "dead" || status.endsWith("restarting")) return lost();
    if (!["busy", "idle", "connected"].includes(status)) return;
    if (isSilent) change(model, { comm_live: true });
    settle(false);
  };
  /** A busy kernel answers when it is done; one that seems idle has something to say for itself. */
  const inquire = () => {
    timer = undefined;
    const isConnected = kernel.connectionStatus === "connected";
    if (isConnected) {
      if (kernel.status !== "idle") return;
      kernel.requestKernelInfo().catch(() => {});
    }
    const silent = () => {
      settle(true);
      change(model, { comm_live: false });
    };
    timer = setTimeout(silent, isConnected ? SILENT_AFTER : LOST_AFTER);
  };
  const signals = [kernel.statusChanged, kernel.connectionStatusChanged];
  for (const signal of signals) signal.connect(heard);
  kernel.disposed.connect(lost);
  return {
    acted() {
      if (!isSilent && !model.get("running")) timer ??= setTimeout(inquire, ASKED_AFTER);
    },
    stop() {
      settle(false);
      for (const signal of signals) signal.disconnect(heard);
      kernel.disposed.disconnect(lost);
    },
  };
}

function change(model: AnyModel<Model>, state: { comm_live: boolean; comm?: undefined }): void {
  for (const id of model.get("models") ?? []) {
    void ask(model.widget_manager, id).then((each) => each && Object.assign(each, state));
  }
}
