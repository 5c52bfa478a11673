/** What all views of one explorer on a page share: the displayed state, and the messages to the kernel. */

import type { AnyModel } from "@anywidget/types";
import { PageControls } from "../controls/page_controls";
import { readPath, type WireBytes } from "../gradient_descent/path";
import { type Later, later } from "../host/later";
import { callAll, listenToModel } from "../host/listening";
import { perFrame } from "../host/timing";
import { type Pin, type Pointing, readPins } from "../marks/mark_state";
import { Pictures } from "../marks/pictures";
import { type Batch, Playout } from "../marks/playout";
import { type Rows, readRows } from "../marks/rows";
import { StartDrag } from "../marks/start_drag";
import { releaseClosedModels } from "../patches/closed_models";
import { watchKernel } from "../patches/lost_kernel";
import { offerDownloads } from "../readout/download";
import {
  addWords,
  choiceOf,
  type Display,
  displayOf,
  type ExplorerState,
  needsOtherWords,
  type Positions,
} from "./display";
import { explorerStateOf, pathKey, whileDragging, whilePlaying } from "./explorer_state";
import { isFilled, type Model, type Settings } from "./model";
import { remembering } from "./remembering";
import type { RunBack } from "./run_back";
import { reportRunning } from "./running";
import { send } from "./send";
import { createSliderOverride } from "./slider_override";
import type { UniverseNow } from "./universe_now";

/** Everything that the views display now. */
export interface Current {
  explorer: ExplorerState;
  positions: Positions;
  display: Display;
  rows: Rows;
  pins: readonly Pin[];
  universe: UniverseNow | null;
  hasKernel: boolean;
  hadKernel: boolean;
}

/** The traits that a page reports to the kernel, before its sliders' positions (hubble_widget/widgets/explorer_view.py). */
const REPORTED = ["settings", "learned", "exact", "running"] as const;

type Sessions = Map<string, { session: Session; users: number }>;
const SESSIONS = new WeakMap<object, Sessions>();

/** Returns the session of an explorer, and what releases it; the last release stops it. */
export function sessionOf(model: AnyModel<Model>): [Session, () => void] {
  // The model is no key: anywidget creates a new one for each view.
  const owner: object = model.widget_manager ?? model;
  const sessions: Sessions = SESSIONS.get(owner) ?? new Map();
  SESSIONS.set(owner, sessions);
  const id = model.get("controls")?.canvas ?? "";
  const entry = sessions.get(id) ?? { session: new Session(model, id), users: 0 };
  sessions.set(id, entry);
  entry.users += 1;
  return [
    entry.session,
    () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      sessions.delete(id);
      entry.session.stop();
    },
  ];
}

export class Session {
  readonly pictures: Pictures;
  readonly startDrag: StartDrag;
  /** Made with the controls of the view "Universe", when that is first shown. */
  runBack: RunBack | undefined;
  #model: AnyModel<Model>;
  #controls: PageControls;
  #playout: Playout;
  #drawings = new Set<() => void>();
  #current: Current | undefined;
  #ends: (() => void)[];
  #rowsOf = remembering(readRows);
  #pinsOf = remembering(readPins);
  #pathOf = remembering(readPath);
  #override = createSliderOverride();
  #kernel: ReturnType<typeof watchKernel>;
  #otherWords: Later<object>;
  #draw = perFrame(() => this.#drawNow());

  constructor(model: AnyModel<Model>, id: string) {
    this.#model = model;
    this.#controls = new PageControls(model, {
      placed: () => {
        // A page that was loaded anew may bring back an older place of the scrubber: the kernel sends it none (Colab).
        if (this.#controls.hasKernel && this.#playout.position === null) this.#fillLearned();
        this.changed();
      },
      changed: () => {
        if (!this.#controls.hasKernel) this.#playout.halt();
        this.changed();
      },
      settingMoved: () => this.#fillSettings(),
      scrubbed: (iteration) => this.#scrubbed(iteration),
    });
    this.pictures = new Pictures(model, id, this.changed, () => this.#reported());
    this.#playout = new Playout((position) => {
      if (position !== null) this.#controls.scrubTo(position);
      else this.#fillLearned();
      // Not in the next frame: the scrubber would be one frame ahead of numbers and marks.
      this.#current = undefined;
      this.#draw.cancel();
      this.#drawNow();
    });
    this.startDrag = new StartDrag(
      () => model.get("settings").start,
      ([slope, intercept]) => send(model, { type: "start dragged", slope, intercept }),
      () => {
        if (this.startDrag.line) this.#controls.scrubTo(0);
        this.changed();
      },
    );
    this.#otherWords = later(model, ({ OTHER_WORDS }) => addWords(OTHER_WORDS));
    this.#kernel = watchKernel(model);
    this.#ends = [
      this.#listen(),
      this.#kernel.stop,
      reportRunning(model),
      releaseClosedModels(model),
      offerDownloads(model),
    ];
  }

  /** The state that this page has; the kernel compares it with its own. */
  #reported(): unknown[] {
    const { learning_rate: rate, iterations } = this.#controls.positions();
    return [...REPORTED.map((name) => this.#model.get(name)), rate, iterations];
  }

  current(): Current {
    this.#current ??= this.#look();
    return this.#current;
  }

  #drawNow(): void {
    const { display } = this.current();
    if (display.descent) this.#controls.fill(display.learned.iteration, display.iterations);
    for (const each of this.#drawings) each();
  }

  /** Draws now what would be drawn in the next animation frame. */
  drawn(): void {
    this.#draw.cancel();
    this.#drawNow();
  }

  /** Draws again in the next animation frame. */
  changed = () => {
    this.#current = undefined;
    this.#draw();
  };

  /** Calls `draw` in an animation frame after each change. Returns what ends it. */
  follow(draw: () => void): () => void {
    this.#drawings.add(draw);
    return () => this.#drawings.delete(draw);
  }

  scrubber = () => this.#controls.scrubber;

  /** Shows another iteration at once, without a message to the kernel. */
  scrubTo = (iteration: number) => {
    this.#controls.scrubTo(iteration);
    this.changed();
  };

  /** Shows an iteration that a person has chosen in the plot, and sends it to the kernel. */
  choose(iteration: number): void {
    send(this.#model, { type: "iteration chosen", iteration });
    this.#scrubbed(iteration);
  }

  /** A person has done something that the kernel should answer. */
  acted = () => this.#kernel.acted();

  /** Sends what a person points at. */
  sendPointing({ row, iteration, line }: Pointing): void {
    send(this.#model, { type: "pointed out", galaxy: this.#nameOf(row), iteration, line });
  }

  /** Sends a click on a row. */
  clickRow(row: number): void {
    send(this.#model, { type: "galaxy clicked", galaxy: this.#nameOf(row) });
  }

  /** A person presses Pause: the training stops at the iteration on the page. */
  pause(): void {
    const { position } = this.#playout;
    if (position === null) return;
    send(this.#model, { type: "stopped at", iteration: position });
    this.#playout.halt();
    this.changed();
  }

  stop(): void {
    callAll(this.#ends);
    for (const each of [this.#controls, this.pictures, this.startDrag, this.#otherWords]) {
      each.stop();
    }
    this.runBack?.stop();
    this.#playout.forget();
    this.#draw.cancel();
  }

  #nameOf(row: number | null): string | null {
    return row === null ? null : (this.current().rows.names[row] ?? null);
  }

  #scrubbed(iteration: number): void {
    const isShown = this.current().explorer.learned.iteration === iteration;
    const isAnswered = isShown && !this.#controls.isWaiting; // else answers to earlier requests are still to come
    if (isAnswered || !this.#controls.hasKernel) this.#controls.forgetRequests();
    else this.#controls.request(iteration);
    if (this.#model.get("running")) this.#playout.halt();
    this.scrubTo(iteration);
  }

  #fillSettings(): void {
    const { explorer, positions } = this.current();
    this.#controls.fillSettings(choiceOf(explorer, positions));
  }

  /** Shows the kernel's own state, unless a person has changed the settings since. */
  #fillLearned(): void {
    const { explorer, positions } = this.current();
    const settings = this.#model.get("settings");
    const choice = choiceOf({ ...explorer, settings }, positions);
    if (!choice?.isKernels) return;
    this.#controls.fill(this.#model.get("learned").iteration, choice.iterations);
  }

  /** Computes everything that the views display. */
  #look(): Current {
    const [model, playout] = [this.#model, this.#playout];
    const { hasKernel, hadKernel } = this.#controls;
    const positions = this.#controls.positions();
    const rows = this.#rowsOf(model.get("rows"), model.get("row_values"));
    const pins = this.#pinsOf(model.get("pins"), model.get("pin_losses"));
    const path = playout.position === null ? this.#pathOf(model.get("path")) : null;
    let explorer = explorerStateOf(model, hasKernel, path ?? playout.path);
    if (playout.isHalted) explorer.running = false;
    if (playout.position !== null) explorer = whilePlaying(explorer, playout.position);
    else if (this.startDrag.line) explorer = whileDragging(explorer, this.startDrag.line, rows);
    if (!explorer.running) {
      const { explorer: overridden, chosen } = this.#override(explorer, positions);
      explorer = overridden;
      if (chosen !== null) {
        positions.iteration = chosen;
        this.#controls.forgetRequests();
        this.#controls.fill(chosen, chosen);
      }
    }
    const { settings } = explorer;
    if (isFilled<Settings>(settings) && needsOtherWords(settings) && !this.#otherWords.part()) {
      void this.#otherWords.need(this.changed);
    }
    return {
      explorer,
      positions,
      display: displayOf(explorer, positions),
      rows,
      pins,
      universe: this.runBack?.now ?? null,
      hasKernel,
      hadKernel,
    };
  }

  /** Handles the kernel's messages. Returns what ends it. */
  #listen(): () => void {
    const [model, playout] = [this.#model, this.#playout];
    let path = pathKey(model);
    /** The traits that one message has changed. */
    const news = new Set<string>();
    return listenToModel(model, {
      "change:learned": () => news.add("learned"),
      "change:settings": () => news.add("settings"),
      "change:universe": () => this.runBack?.answered(),
      "change:error": () => {
        if (!model.get("error")) return;
        this.startDrag.refused();
        this.runBack?.refused();
        this.#fillSettings(); // the entries show the accepted settings again
      },
      "change:running": () => {
        if (!model.get("running")) playout.end();
      },
      "msg:custom": (
        content: Batch & { type?: string; iteration?: number },
        [bytes]: readonly WireBytes[] = [],
      ) => {
        if (content?.type === "stands") this.#controls.answered(content.iteration as number);
        const states = content?.type === "batch" ? readPath(bytes) : null;
        if (states) playout.take(content, states, model.get("running"));
      },
      change: () => {
        const before = path;
        path = pathKey(model);
        if (path !== before) playout.forget();
        this.changed();
        this.#answer(news);
        news.clear();
      },
    });
  }

  /** Shows the changes of one message. */
  #answer(news: ReadonlySet<string>): void {
    const [settings, { iteration }] = [this.#model.get("settings"), this.#model.get("learned")];
    if (news.has("settings") && isFilled<Settings>(settings)) {
      this.startDrag.settled(settings.start);
      this.#fillSettings();
      this.#fillLearned(); // other settings answer no request of the scrubber
    } else if (news.has("learned") && !this.#controls.answered(iteration)) {
      if (this.#playout.position === null) this.#fillLearned();
    }
  }
}
