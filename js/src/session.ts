/** What all views of one explorer on a page share: what is shown, and what the kernel is told of it. */

import type { AnyModel } from "@anywidget/types";
import { createAdoption } from "./adopt";
import { offerDownloads } from "./download";
import { createFills } from "./fills";
import { letGoWhenClosed } from "./letting_go";
import { linkSliders } from "./linked";
import { followPictures, type Pictures } from "./marks/pictures";
import { type Batch, createPlayout } from "./marks/playout";
import { type Rows, rowReader } from "./marks/rows";
import { type Pin, type Pointing, pinReader } from "./marks/shots";
import { createStartDrag, type StartDrag } from "./marks/start_drag";
import { isFilled, type Model, type Settings } from "./model";
import { type Path, readPath, type Wired } from "./path";
import { tellRunning } from "./running";
import { send } from "./send";
import { asLearned, chosen, type Known, type Positions, type Shown, shown } from "./shown";
import { startState } from "./start_state";
import { perFrame } from "./timing";

/** What is shown now. */
export interface Present {
  known: Known;
  positions: Positions;
  shown: Shown;
  rows: Rows;
  pins: readonly Pin[];
  hasKernel: boolean;
}

export interface Session {
  present(): Present;
  readonly pictures: Pictures;
  readonly startDrag: StartDrag;
  scrubber(): AnyModel | undefined;
  /** Shows another iteration at once, without telling the kernel. */
  scrubTo(iteration: number): void;
  /** A person has asked for an iteration: it is shown, and the kernel is told. */
  choose(iteration: number): void;
  /** Tells the kernel what a person points at. */
  tellPointing(pointing: Pointing): void;
  /** Tells the kernel that a row was clicked. */
  clickRow(row: number): void;
  /** Pause is about to be pressed: what is shown now is where the training stops. */
  pause(): void;
  /** Calls back in an animation frame after something has changed. Returns what ends that. */
  follow(draw: () => void): () => void;
  /** Draws again soon. */
  changed(): void;
}

type Sessions = Map<string, { session: Session & { stop(): void }; users: number }>;
const SESSIONS = new WeakMap<object, Sessions>();

/** Returns the session of an explorer, and what lets go of it. */
export function sessionOf(model: AnyModel<Model>): [Session, () => void] {
  // Not by the model itself: anywidget hands out a new one for each view.
  const owner: object = model.widget_manager ?? model;
  const sessions: Sessions = SESSIONS.get(owner) ?? new Map();
  SESSIONS.set(owner, sessions);
  const id = model.get("controls")?.canvas ?? "";
  const entry = sessions.get(id) ?? { session: createSession(model, id), users: 0 };
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

function createSession(model: AnyModel<Model>, id: string): Session & { stop(): void } {
  const drawings = new Set<() => void>();
  const rowsOf = rowReader();
  const pinsOf = pinReader();
  const pathOf = wholePathReader();
  const adopt = createAdoption();
  /** Iterations that a person has asked for and the kernel has not answered: no answer moves the scrubber back. */
  let asked: number[] = [];
  let present: Present | undefined;

  const draw = perFrame(() => {
    fill(look());
    for (const each of drawings) each();
  });
  const changed = () => {
    present = undefined;
    draw();
  };
  const scrubbed = (iteration: number) => {
    const isOnlyOurs = !sliders.haveKernel();
    const isKernels = look().known.learned.iteration === iteration;
    asked = isOnlyOurs || isKernels ? [] : [...asked, iteration];
    if (model.get("running")) playout.halt();
    fills.scrubTo(iteration);
    changed();
  };
  const fills = createFills(model, scrubbed);
  let chosenBy = "";
  const sliders = linkSliders(model, () => {
    changed();
    const { learning_rate, iterations } = sliders.positions();
    const now = `${learning_rate} ${iterations}`;
    if (now === chosenBy) return; // it was the scrubber
    chosenBy = now;
    fillSettings();
  });
  const pictures = followPictures(model, id, changed);
  /** Shows the kernel's own state, unless it is one of settings that a hand has changed since. */
  const fillLearned = () => {
    const settings = model.get("settings");
    const choice = chosen(look().known, look().positions);
    if (!isFilled<Settings>(settings) || choice?.iterations !== settings.iterations) return;
    if (choice.learningRate === settings.learning_rate) {
      fills.fill(model.get("learned").iteration, settings.iterations);
    }
  };
  const playout = createPlayout((position) => {
    if (position !== null) fills.scrubTo(position);
    else if (asked.length === 0) fillLearned();
    changed();
  });
  const startDrag = createStartDrag(
    ([slope, intercept]) => send(model, { type: "start dragged", slope, intercept }),
    () => {
      if (startDrag.line) fills.scrubTo(0);
      changed();
    },
  );

  const look = (): Present => {
    present ??= compute();
    return present;
  };
  const compute = (): Present => {
    const hasKernel = sliders.haveKernel();
    const positions = sliders.positions();
    const rows = rowsOf(model.get("rows"), model.get("row_values"));
    const path = playout.position === null ? pathOf(model.get("path")) : null;
    let known = knownTo(model, hasKernel, path ?? playout.path);
    if (playout.isHalted) known.running = false;
    if (playout.position !== null) known = played(known, playout.position);
    else if (startDrag.line) known = dragged(known, startDrag.line, rows);
    if (!known.running) {
      const { known: adopted, isNew } = adopt(known, positions);
      known = adopted;
      if (isNew && isFilled(known.settings)) {
        const { iterations } = known.settings;
        positions.iteration = iterations;
        asked = [];
        fills.fill(iterations, iterations);
      }
    }
    const pins = pinsOf(model.get("pins"), model.get("pin_losses"));
    return { known, positions, shown: shown(known, positions), rows, pins, hasKernel };
  };
  /** Answers that are older than what a hand has done since fill nothing. */
  const fill = ({ shown }: Present) => {
    if (shown.descent && asked.length === 0) fills.fill(shown.learned.iteration, shown.iterations);
  };
  const nameOf = (row: number | null) => (row === null ? null : (look().rows.names[row] ?? null));
  const fillSettings = () => {
    const { known, positions } = look();
    fills.fillSettings(chosen(known, positions));
  };

  /** What has come in one message of the kernel. */
  const news = new Set<"learned" | "settings">();
  const settingsAnswered = () => {
    const settings = model.get("settings");
    playout.forget();
    if (isFilled<Settings>(settings)) startDrag.settled(settings.start);
    changed();
    fillSettings();
    if (asked.length === 0) fillLearned();
  };
  const learnedAnswered = () => {
    const answered = asked.lastIndexOf(model.get("learned").iteration);
    asked = answered < 0 ? [] : asked.slice(answered + 1);
    if (answered < 0 && playout.position === null) fillLearned();
  };
  const on: Partial<Record<string, (...args: never[]) => void>> = {
    "change:learned": () => news.add("learned"),
    "change:settings": () => news.add("settings"),
    "change:error"() {
      if (!model.get("error")) return;
      startDrag.refused();
      fillSettings(); // what was refused is not left standing
    },
    "change:running"() {
      if (!model.get("running")) playout.end();
    },
    "msg:custom"(content: Batch & { type?: string }, [bytes]: readonly Wired[] = []) {
      const states = content?.type === "batch" ? readPath(bytes) : null;
      if (states) playout.take(content, states, model.get("running"));
    },
    change() {
      if (news.has("settings")) settingsAnswered();
      else if (news.has("learned")) learnedAnswered();
      news.clear();
      changed();
    },
  };
  for (const [event, listener] of Object.entries(on)) model.on(event as never, listener as never);
  const ends = [tellRunning(model), letGoWhenClosed(model), offerDownloads(model)];

  return {
    present: look,
    pictures,
    startDrag,
    scrubber: sliders.scrubber,
    scrubTo(iteration) {
      fills.scrubTo(iteration);
      changed();
    },
    choose(iteration) {
      send(model, { type: "iteration chosen", iteration });
      scrubbed(iteration);
    },
    tellPointing: ({ row, iteration }) =>
      send(model, { type: "pointed out", galaxy: nameOf(row), iteration }),
    clickRow: (row) => send(model, { type: "galaxy clicked", galaxy: nameOf(row) }),
    pause() {
      const { position } = playout;
      if (position === null) return;
      send(model, { type: "stopped at", iteration: position });
      playout.halt();
      changed();
    },
    follow(drawing) {
      drawings.add(drawing);
      return () => drawings.delete(drawing);
    },
    changed,
    stop() {
      for (const [event, listener] of Object.entries(on)) {
        model.off(event as never, listener as never);
      }
      for (const end of ends) end();
      for (const each of [fills, sliders, pictures, startDrag]) each.stop();
      playout.forget();
      draw.cancel();
    },
  };
}

function wholePathReader(): (bytes: Model["path"] | undefined) => Path | null {
  let from: unknown;
  let read: Path | null = null;
  return (bytes) => {
    if (bytes !== from) [from, read] = [bytes, readPath(bytes)];
    return read;
  };
}

/** Without a kernel nothing runs any more, and what it said last of itself does not hold. */
function knownTo(model: AnyModel<Model>, hasKernel: boolean, path: Path | null): Known {
  return {
    moments: model.get("moments"),
    labels: model.get("labels"),
    settings: model.get("settings"),
    learned: model.get("learned"),
    path,
    scales: model.get("scales"),
    running: hasKernel && model.get("running"),
    notice: hasKernel ? model.get("notice") : {},
  };
}

/** What is known while a training is played out. */
function played(known: Known, position: number): Known {
  const { moments, path } = known;
  if (!isFilled(moments) || !path) return known;
  const learned = asLearned(moments, position, path.at(position), "torch");
  return { ...known, learned, running: true };
}

/** What is known while a hand drags the line to start from. */
function dragged(known: Known, start: Settings["start"], rows: Rows): Known {
  const { moments, settings } = known;
  if (!isFilled(moments) || !isFilled(settings)) return known;
  const learned = startState(moments, settings, start, rows);
  return { ...known, settings: { ...settings, start }, learned, path: null };
}
