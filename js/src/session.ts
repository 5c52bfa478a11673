/** What all views of one explorer on a page share: what is shown, and what the kernel is told of it. */

import type { AnyModel } from "@anywidget/types";
import { createAdoption } from "./adopt";
import { offerDownloads } from "./download";
import { dragged, knownTo, pathKey, played } from "./known";
import { letGoWhenClosed } from "./letting_go";
import { listen } from "./listening";
import { Pictures } from "./marks/pictures";
import { type Batch, Playout } from "./marks/playout";
import { type Rows, readRows } from "./marks/rows";
import { type Pin, type Pointing, readPins } from "./marks/shots";
import { StartDrag } from "./marks/start_drag";
import { isFilled, type Model, type Settings } from "./model";
import { PageControls } from "./page_controls";
import { watchKernel } from "./patches/lost_kernel";
import { readPath, type Wired } from "./path";
import { remembering } from "./remembering";
import { tellRunning } from "./running";
import { send } from "./send";
import { chosen, type Known, type Positions, type Shown, shown } from "./shown";
import { perFrame } from "./timing";

/** What is shown now. */
export interface Present {
  known: Known;
  positions: Positions;
  shown: Shown;
  rows: Rows;
  pins: readonly Pin[];
  hasKernel: boolean;
  hadKernel: boolean;
}

/** What a page says that it knows, before where its sliders stand (hubble_widget/display/face.py). */
const KNOWN = ["settings", "learned", "exact", "running"] as const;

type Sessions = Map<string, { session: Session; users: number }>;
const SESSIONS = new WeakMap<object, Sessions>();

/** Returns the session of an explorer, and what lets go of it. */
export function sessionOf(model: AnyModel<Model>): [Session, () => void] {
  // Not by the model itself: anywidget hands out a new one for each view.
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
  #model: AnyModel<Model>;
  #controls: PageControls;
  #playout: Playout;
  #drawings = new Set<() => void>();
  #present: Present | undefined;
  #ends: (() => void)[];
  #rowsOf = remembering(readRows);
  #pinsOf = remembering(readPins);
  #pathOf = remembering(readPath);
  #adopt = createAdoption();
  #kernel: ReturnType<typeof watchKernel>;
  #draw = perFrame(() => this.#drawNow());

  constructor(model: AnyModel<Model>, id: string) {
    this.#model = model;
    this.#controls = new PageControls(model, {
      changed: () => {
        if (!this.#controls.haveKernel) this.#playout.end();
        this.changed();
      },
      settingMoved: () => this.#fillSettings(),
      scrubbed: (iteration) => this.#scrubbed(iteration),
    });
    this.pictures = new Pictures(model, id, this.changed, () => this.#knows());
    this.#playout = new Playout((position) => {
      if (position !== null) this.#controls.scrubTo(position);
      else this.#fillLearned();
      // Not in the next frame: the scrubber would be one ahead of numbers and marks.
      this.#present = undefined;
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
    this.#kernel = watchKernel(model);
    this.#ends = [
      this.#listen(),
      this.#kernel.stop,
      tellRunning(model),
      letGoWhenClosed(model),
      offerDownloads(model),
    ];
  }

  /** What tells whether this page knows the kernel's present state. */
  #knows(): unknown[] {
    const { learning_rate: rate, iterations } = this.#controls.positions();
    return [...KNOWN.map((name) => this.#model.get(name)), rate, iterations];
  }

  present(): Present {
    this.#present ??= this.#look();
    return this.#present;
  }

  #drawNow(): void {
    const { shown } = this.present();
    if (shown.descent) this.#controls.fill(shown.learned.iteration, shown.iterations);
    for (const each of this.#drawings) each();
  }

  /** Draws again soon. */
  changed = () => {
    this.#present = undefined;
    this.#draw();
  };

  /** Calls back in an animation frame after something has changed. Returns what ends that. */
  follow(draw: () => void): () => void {
    this.#drawings.add(draw);
    return () => this.#drawings.delete(draw);
  }

  scrubber = () => this.#controls.scrubber;

  /** Shows another iteration at once, without telling the kernel. */
  scrubTo = (iteration: number) => {
    this.#controls.scrubTo(iteration);
    this.changed();
  };

  /** A person has asked for an iteration: it is shown, and the kernel is told. */
  choose(iteration: number): void {
    send(this.#model, { type: "iteration chosen", iteration });
    this.#scrubbed(iteration);
  }

  /** A person has done something that the kernel answers. */
  acted = () => this.#kernel.acted();

  /** Tells the kernel what a person points at. */
  tellPointing({ row, iteration }: Pointing): void {
    send(this.#model, { type: "pointed out", galaxy: this.#nameOf(row), iteration });
  }

  /** Tells the kernel that a row was clicked. */
  clickRow(row: number): void {
    send(this.#model, { type: "galaxy clicked", galaxy: this.#nameOf(row) });
  }

  /** Pause is about to be pressed: what is shown now is where the training stops. */
  pause(): void {
    const { position } = this.#playout;
    if (position === null) return;
    send(this.#model, { type: "stopped at", iteration: position });
    this.#playout.halt();
    this.changed();
  }

  stop(): void {
    for (const end of this.#ends) end();
    for (const each of [this.#controls, this.pictures, this.startDrag]) each.stop();
    this.#playout.forget();
    this.#draw.cancel();
  }

  #nameOf(row: number | null): string | null {
    return row === null ? null : (this.present().rows.names[row] ?? null);
  }

  #scrubbed(iteration: number): void {
    const isShown = this.present().known.learned.iteration === iteration;
    const isAnswered = isShown && !this.#controls.isAsking; // else the answers to others are still to come
    if (isAnswered || !this.#controls.haveKernel) this.#controls.settle();
    else this.#controls.ask(iteration);
    if (this.#model.get("running")) this.#playout.halt();
    this.scrubTo(iteration);
  }

  #fillSettings(): void {
    const { known, positions } = this.present();
    this.#controls.fillSettings(chosen(known, positions));
  }

  /** Shows the kernel's own state, unless it is one of settings that a hand has changed since. */
  #fillLearned(): void {
    const { known, positions } = this.present();
    const settings = this.#model.get("settings");
    const choice = chosen(known, positions);
    if (!isFilled<Settings>(settings) || choice?.iterations !== settings.iterations) return;
    if (choice.learningRate !== settings.learning_rate) return;
    this.#controls.fill(this.#model.get("learned").iteration, settings.iterations);
  }

  /** Works out what is shown. */
  #look(): Present {
    const [model, playout] = [this.#model, this.#playout];
    const { haveKernel: hasKernel, hadKernel } = this.#controls;
    const positions = this.#controls.positions();
    const rows = this.#rowsOf(model.get("rows"), model.get("row_values"));
    const pins = this.#pinsOf(model.get("pins"), model.get("pin_losses"));
    const path = playout.position === null ? this.#pathOf(model.get("path")) : null;
    let known = knownTo(model, hasKernel, path ?? playout.path);
    if (playout.isHalted) known.running = false;
    if (playout.position !== null) known = played(known, playout.position);
    else if (this.startDrag.line) known = dragged(known, this.startDrag.line, rows);
    if (!known.running) {
      const { known: adopted, chosen } = this.#adopt(known, positions);
      known = adopted;
      if (chosen !== null) {
        positions.iteration = chosen;
        this.#controls.settle();
        this.#controls.fill(chosen, chosen);
      }
    }
    return { known, positions, shown: shown(known, positions), rows, pins, hasKernel, hadKernel };
  }

  /** Answers what the kernel sends. Returns what ends it. */
  #listen(): () => void {
    const [model, playout] = [this.#model, this.#playout];
    let path = pathKey(model);
    /** What has come in one message. */
    const news = new Set<string>();
    return listen(model, {
      "change:learned": () => news.add("learned"),
      "change:settings": () => news.add("settings"),
      "change:error": () => {
        if (!model.get("error")) return;
        this.startDrag.refused();
        this.#fillSettings(); // what was refused is not left standing
      },
      "change:running": () => {
        if (!model.get("running")) playout.end();
      },
      "msg:custom": (
        content: Batch & { type?: string; iteration?: number },
        [bytes]: readonly Wired[] = [],
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

  /** Shows what is new of the kernel's. */
  #answer(news: ReadonlySet<string>): void {
    const [settings, { iteration }] = [this.#model.get("settings"), this.#model.get("learned")];
    if (news.has("settings") && isFilled<Settings>(settings)) {
      this.startDrag.settled(settings.start);
      this.#fillSettings();
      this.#fillLearned(); // which answers no hand at the scrubber
    } else if (news.has("learned") && !this.#controls.answered(iteration)) {
      if (this.#playout.position === null) this.#fillLearned();
    }
  }
}
