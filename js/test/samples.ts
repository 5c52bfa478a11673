/** The lesson: 23 galaxies, 500 iterations at 0.05 from a flat line. */

import type { AnyModel } from "@anywidget/types";
import { type Path, readPath } from "../src/gradient_descent/path";
import type { ExplorerState } from "../src/state/display";
import type { Exact, Learned, Model, Moments, Settings } from "../src/state/model";

export const LEARNED: Learned = {
  iteration: 500,
  slope: 74.5887,
  intercept: 36.1,
  r: 0.866297,
  age: 13.1091,
  loss: 0.019889,
  source: "torch",
};

export const EXACT: Exact = {
  slope: 80.37767,
  slope_stderr: 10.11393,
  intercept: -30.6679,
  intercept_stderr: 129.693,
  r: 0.866297,
  age: 12.16497,
  age_low: 10.7845,
  age_high: 13.9515,
  age_text: "12.2",
  age_worth: "68\u00a0%: 10.8 to 14.0",
  loss: 0.0195826,
};

export const MOMENTS: Moments = {
  n: 23,
  distance_mean: 11.623043478260872,
  velocity_mean: 903.5652173913044,
  distance_ss: 674.8360869565217,
  velocity_ss: 5809455.652173912,
  cross_ss: 54241.7504347826,
  distance_offset: 0,
  velocity_offset: 0,
  distance_scale: 21.88,
  velocity_scale: 1794.0,
  residual_ss: 1449630.285545592,
  r: 0.8662970321769727,
  scaling: "max",
  fit_intercept: true,
};

export const SETTINGS: Settings = {
  learning_rate: 0.05,
  iterations: 500,
  start: [0, 0],
  optimizer: "SGD",
  loss_function: "MSE",
  degree: 1,
};

export const SCALES = {
  learning_rate: [0.0001, 0.001, 0.01, 0.05, 0.1, 1, 10],
  iterations: [1, 10, 100, 500, 1000, 10_000],
};

export const EXPLORER: ExplorerState = {
  moments: MOMENTS,
  labels: {},
  settings: SETTINGS,
  learned: LEARNED,
  path: null,
  scales: SCALES,
  running: false,
  notice: {},
};

/** Slopes, intercepts and losses one after the other, at any place in a larger buffer. */
export function pathBytes(columns: readonly (readonly number[])[], offset = 0): DataView {
  const values = columns.flat();
  const view = new DataView(new ArrayBuffer(offset + 8 * values.length), offset);
  for (const [index, value] of values.entries()) view.setFloat64(8 * index, value, true);
  return view;
}

/** The same as a path that was read. */
export function pathOf(columns: readonly (readonly number[])[]): Path {
  return readPath(pathBytes(columns)) as Path;
}

type Listener = (...args: never[]) => void;

/** What a widget's model is to us: values, events, messages that go to the kernel. */
export class FakeModel {
  sent: unknown[] = [];
  saved = 0;
  listeners = new Map<string, Set<Listener>>();

  constructor(
    public values: Record<string, unknown> & { controls?: unknown },
    public others: Record<string, FakeModel> = {},
  ) {}

  get = (name: string) => this.values[name];
  set = (name: string, value: unknown) => {
    this.values[name] = value;
    this.emit(`change:${name}`);
    this.emit("change");
  };
  on = (name: string, listener: Listener) => {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
  };
  off = (name: string, listener: Listener) => {
    this.listeners.get(name)?.delete(listener);
  };
  emit = (name: string, ...args: unknown[]) => {
    for (const listener of this.listeners.get(name) ?? []) listener(...(args as never[]));
  };
  send = (content: unknown) => {
    this.sent.push(content);
  };
  /** As ipywidgets does with what the kernel has sent. */
  _state_lock: object | null = null;
  /** One message of the kernel. */
  receive = (state: Record<string, unknown>) => {
    Object.assign(this.values, state);
    for (const name of Object.keys(state)) this.emit(`change:${name}`);
    this.emit("change");
  };
  set_state = (state: Record<string, unknown>) => {
    this._state_lock = state;
    for (const [name, value] of Object.entries(state)) this.set(name, value);
    this._state_lock = null;
  };
  save_changes = () => {
    this.saved++;
  };
  widget_manager = {
    get_model: (id: string) => {
      const model = this.others[id];
      return model ? Promise.resolve(model) : Promise.reject(new Error("widget model not found"));
    },
  };

  get listening(): number {
    return [...this.listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }
}

export const CONTROLS = {
  learning_rate: "r",
  iterations: "n",
  iteration: "k",
  learning_rate_entry: "re",
  iterations_entry: "ne",
  iteration_entry: "ke",
  canvas: "c",
};

/** A readout with its sliders at the lesson's settings, and its canvas. */
export function lesson() {
  const rate = new FakeModel({ index: 3 });
  const count = new FakeModel({ index: 3 });
  const scrubber = new FakeModel({ value: 500, max: 500 });
  const entries = {
    re: new FakeModel({ value: 0.05 }),
    ne: new FakeModel({ value: 500 }),
    ke: new FakeModel({ value: 500, max: 500 }),
    of: new FakeModel({ value: "of 500" }),
  };
  const canvas = new FakeModel({});
  const page = { dark: false, background: "#ffffff", width: 900 };
  const fake = new FakeModel(
    {
      ...EXPLORER,
      exact: EXACT,
      remark: "",
      controls: CONTROLS,
      error: "",
      line: {},
      page,
      scene: {},
      rows: {},
      row_values: null,
      pins: {},
      pin_losses: null,
      galaxy: null,
      without_ipympl: "how to install it",
    },
    { r: rate, n: count, k: scrubber, c: canvas, ...entries },
  );
  const model = fake as unknown as AnyModel<Model>;
  return { rate, count, scrubber, canvas, entries, fake, model };
}
