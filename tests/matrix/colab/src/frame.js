/** The output of one cell, in a frame of its own: shows texts, tables, pictures, and widgets by a manager of its own. */

import "@jupyter-widgets/controls/css/widgets.css";
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import { Wire } from "./wire.js";

const WIDGET = "application/vnd.jupyter.widget-view+json";
const KNOWN = { "@jupyter-widgets/base": base, "@jupyter-widgets/controls": controls };

// What is written for ipywidgets 7 calls it; Colab's manager adds it, too.
base.DOMWidgetView.prototype.processPhosphorMessage = () => {};

/** What ipywidgets takes for a comm; the notebook's page has the real one. */
class Comm {
  #wire;
  #waiting = [];
  #take;
  #end = () => {};

  constructor(wire, id) {
    this.#wire = wire;
    this.comm_id = id;
    this.target_name = "jupyter.widget";
  }

  /** The page answers when the kernel is done with it; what is no data cannot go to another frame. */
  send(data, callbacks, _metadata, buffers = []) {
    const content = { id: this.comm_id, data: JSON.parse(JSON.stringify(data)), buffers };
    this.#wire.ask("send", content).then(() => {
      callbacks?.iopub?.status?.({ content: { execution_state: "idle" } });
    });
    return "";
  }

  close() {
    this.#wire.say("close", { id: this.comm_id });
    return "";
  }

  on_msg(take) {
    this.#take = take;
    for (const each of this.#waiting.splice(0)) take(each);
  }

  on_close(end) {
    this.#end = end;
  }

  receive(data, buffers) {
    const message = {
      content: { comm_id: this.comm_id, data },
      buffers: buffers.map((each) => new Uint8Array(each)), // Colab's are bytes, too
    };
    if (this.#take) this.#take(message);
    else this.#waiting.push(message);
  }

  closed() {
    this.#end({});
  }
}

class Manager extends ManagerBase {
  #wire;
  #sought = new Map();
  #comms = new Map();
  #modules = new Map();

  constructor(wire) {
    super();
    this.#wire = wire;
  }

  /** A model is made when it is asked for, of the state that the notebook's page has of it. */
  get_model(id) {
    const known = super.get_model(id) ?? this.#sought.get(id);
    if (known) return known;
    const made = this.#make(id).finally(() => this.#sought.delete(id));
    this.#sought.set(id, made);
    return made;
  }

  async #make(id) {
    const comm = new Comm(this.#wire, id);
    this.#comms.set(id, comm); // what is said from now on waits there
    const state = await this.#wire.ask("state", { id });
    if (!state) throw new Error(`There is no model ${id}.`);
    const { buffer_paths, buffers } = base.remove_buffers(state);
    base.put_buffers(state, buffer_paths, buffers);
    const { _model_name, _model_module, _model_module_version } = state;
    const options = {
      model_id: id,
      model_name: _model_name,
      model_module: _model_module,
      model_module_version: _model_module_version,
      comm,
    };
    return this.new_model(options, state);
  }

  receive({ id, data, buffers }) {
    this.#comms.get(id)?.receive(data, buffers);
  }

  closed({ id }) {
    this.#comms.get(id)?.closed();
    this.#comms.delete(id);
  }

  async loadClass(name, module) {
    const loaded = KNOWN[module] ?? (await this.#load(module));
    return loaded[name];
  }

  /** A module of another package, from where the classic notebook has it: it calls `define`. */
  #load(module) {
    const load = async () => {
      const address = `/nbextensions/${module}/index.js`;
      const text = await (await fetch(address)).text();
      return new Promise((resolve) => {
        const define = (needs, factory) => resolve(factory(...needs.map((each) => KNOWN[each])));
        new Function("define", `${text}\n//# sourceURL=${address}`)(define);
      });
    };
    if (!this.#modules.has(module)) this.#modules.set(module, load());
    return this.#modules.get(module);
  }

  async show(id, node) {
    const view = await this.create_view(await this.get_model(id));
    Widget.attach(view.luminoWidget, node);
  }
}

async function show({ kind, content }, node, manager) {
  const { data = {} } = content;
  const element = document.createElement(kind === "stream" || kind === "error" ? "pre" : "div");
  node.append(element);
  if (kind === "error") element.className = "error";
  if (data[WIDGET]) await manager.show(data[WIDGET].model_id, element);
  else if (data["text/html"]) element.innerHTML = [data["text/html"]].flat().join("");
  else if (data["image/png"])
    element.innerHTML = `<img src="data:image/png;base64,${data["image/png"]}">`;
  else element.textContent = content.text ?? content.traceback?.join("\n") ?? data["text/plain"];
}

window.addEventListener("message", ({ data, ports: [port] }) => {
  if (data !== "hubble: your wire") return;
  const outputs = document.getElementById("outputs");
  let turn = Promise.resolve();
  const takes = {
    output(content) {
      turn = turn.then(() => show(content, outputs, manager)).catch(console.error);
    },
    message: (content) => manager.receive(content),
    closed: (content) => manager.closed(content),
  };
  const wire = new Wire(port, (what, content) => takes[what](content));
  const manager = new Manager(wire);
  const page = document.documentElement;
  const resized = () =>
    wire.say("height", Math.ceil(outputs.getBoundingClientRect().bottom + window.scrollY));
  new ResizeObserver(resized).observe(page);
  new ResizeObserver(resized).observe(outputs);
});
