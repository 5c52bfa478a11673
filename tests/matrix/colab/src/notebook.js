/**
 * A notebook as Google Colab shows it, as far as widgets go: this page alone talks to the kernel and keeps the state of
 * every model; each cell's output is a frame of another origin with a widget manager of its own (frame.js).
 */

import { KernelManager, ServerConnection } from "@jupyterlab/services";
import { Wire } from "./wire.js";

const OUTPUTS = ["stream", "display_data", "execute_result", "error"];
const SERVER = `${location.origin}/`;
/** The same server by another name is another origin. */
const FRAME = `${SERVER.replace("127.0.0.1", "localhost")}static/frame.html`;
const TARGET = "jupyter.widget";

const frames = new Set();
const models = new Map();
let unanswered = 0;

/** What the kernel says of one model: the page notes it and passes it on to the frames that have the model. */
function follow(comm, state) {
  const id = comm.commId;
  models.set(id, { comm, state });
  comm.onMsg = ({ content: { data }, buffers: views = [] }) => {
    const buffers = views.map(bytesOf);
    if (data.method === "update") note(state, data, buffers);
    for (const frame of frames) frame.pass("message", { id, data, buffers });
  };
  comm.onClose = () => {
    models.delete(id);
    for (const frame of frames) frame.pass("closed", { id });
  };
}

function bytesOf({ buffer, byteOffset, byteLength }) {
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

/** Puts what is new, and the bytes that came beside it, into a state. */
function note(state, { state: news, buffer_paths = [] }, buffers) {
  const copy = structuredClone(news);
  for (const [index, path] of buffer_paths.entries()) {
    const holder = path.slice(0, -1).reduce((value, key) => value[key], copy);
    holder[path.at(-1)] = buffers[index];
  }
  Object.assign(state, copy);
}

class Frame {
  #has = new Set();
  #element = document.createElement("iframe");

  constructor(node) {
    this.#element.src = FRAME;
    this.#element.title = "Output";
    this.ready = new Promise((resolve) => {
      this.#element.onload = () => {
        const { port1, port2 } = new MessageChannel();
        this.wire = new Wire(port1, (what, content) => this[what](content));
        const { origin } = new URL(FRAME);
        this.#element.contentWindow.postMessage("hubble: your wire", origin, [port2]);
        resolve();
      };
    });
    frames.add(this);
    node.append(this.#element);
  }

  async show(kind, content) {
    await this.ready;
    this.wire.say("output", { kind, content });
  }

  pass(what, content) {
    if (this.#has.has(content.id)) this.wire.say(what, content);
  }

  remove() {
    frames.delete(this);
    this.#element.remove();
  }

  // What it asks and says

  state({ id }) {
    if (models.has(id)) this.#has.add(id);
    return models.get(id)?.state;
  }

  /** Answered when the kernel is idle again. */
  async send({ id, data, buffers }) {
    const model = models.get(id);
    if (data.method === "update") note(model.state, data, buffers);
    unanswered += 1;
    await model.comm.send(data, {}, buffers).done;
    unanswered -= 1;
  }

  close({ id }) {
    models.get(id)?.comm.close();
  }

  height(pixels) {
    this.#element.style.height = `${pixels}px`;
  }
}

class Cell {
  outputs = [];
  #frame;

  constructor(source) {
    this.source = source;
    const node = document.createElement("div");
    node.className = "cell";
    node.innerHTML = `<pre class="source" tabindex="0"></pre><span class="prompt">[ ]:</span><div class="output"></div>`;
    [this.editor, this.prompt, this.output] = node.children;
    this.editor.textContent = source;
    this.editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) void this.run();
    });
    document.getElementById("cells").append(node);
  }

  async run() {
    this.prompt.textContent = "[*]:";
    this.#frame?.remove();
    this.#frame = undefined;
    this.outputs = [];
    this.#open();
    const future = kernel.requestExecute({ code: this.source, allow_stdin: true });
    future.onIOPub = ({ header: { msg_type: kind }, content }) => {
      if (OUTPUTS.includes(kind)) this.show(kind, content);
    };
    const { content } = await future.done;
    this.prompt.textContent = `[${content.execution_count}]:`;
  }

  #open() {
    this.#frame ??= new Frame(this.output);
  }

  show(kind, content) {
    this.#open();
    this.outputs.push({ kind, content });
    void this.#frame.show(kind, content);
  }
}

/** Whether the kernel has answered all that the frames have sent. */
window.isAnswered = () => unanswered === 0;

/** What Colab's file has of a notebook: the outputs, and the models' states, here without their bytes. */
window.save = () => ({
  outputs: cells.map(({ outputs }) => outputs),
  models: [...models].map(([id, { state }]) => [id, JSON.parse(JSON.stringify(state, bytesLeftOut))]),
});

function bytesLeftOut(_name, value) {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? null : value;
}

/** Shows a notebook as it was saved; its kernel has gone on. */
window.restore = ({ outputs, models: saved }) => {
  for (const [id, state] of saved) follow(kernel.createComm(TARGET, id), state);
  for (const [index, each] of outputs.entries()) {
    for (const { kind, content } of each) cells[index].show(kind, content);
  }
};

const path = new URLSearchParams(location.search).get("path");
const read = async (address) => (await fetch(`${SERVER}api/${address}`)).json();
const file = await read(`contents/${path}`);
const session = (await read("sessions")).find((each) => each.path === path);
const serverSettings = ServerConnection.makeSettings({
  baseUrl: SERVER,
  wsUrl: SERVER.replace("http", "ws"),
  token: "",
});
const kernel = new KernelManager({ serverSettings }).connectTo({ model: session.kernel });
kernel.registerCommTarget(TARGET, (comm, { content: { data }, buffers = [] }) => {
  const state = {};
  note(state, data, buffers.map(bytesOf));
  follow(comm, state);
});
const cells = file.content.cells.map(({ source }) => new Cell([source].flat().join("")));
await kernel.info;
window.isReady = true;
