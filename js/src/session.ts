/** What all views of one explorer on a page share: what is shown, and what the kernel is told of it. */

import type { AnyModel } from "@anywidget/types";
import { createAdoption } from "./adopt";
import { offerDownloads } from "./download";
import { createFills, type Fills } from "./fills";
import { dragged, knownTo, pathKey, played, wholePathReader } from "./known";
import { letGoWhenClosed } from "./letting_go";
import { type Linked, linkSliders } from "./linked";
import { followPictures, type Pictures } from "./marks/pictures";
import { type Batch, createPlayout, type Playout } from "./marks/playout";
import { type Rows, rowReader } from "./marks/rows";
import { type Pin, type Pointing, pinReader } from "./marks/shots";
import { createStartDrag, type StartDrag } from "./marks/start_drag";
import { isFilled, type Model, type Settings } from "./model";
import { readPath, type Wired } from "./path";
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
  let present: Present | undefined;
  const changed = () => {
    present = undefined;
    draw();
  };
  const draw = perFrame(() => {
    const { shown } = look();
    if (shown.descent) fills.fill(shown.learned.iteration, shown.iterations);
    for (const each of drawings) each();
  });
  const scrubbed = (iteration: number) => {
    const isAnswered = look().known.learned.iteration === iteration || !sliders.haveKernel();
    if (isAnswered) fills.settle();
    else fills.ask(iteration);
    if (model.get("running")) playout.halt();
    fills.scrubTo(iteration);
    changed();
  };
  const fills = createFills(model, scrubbed);
  const sliders = linkSliders(
    model,
    whenSettingsMove(
      () => sliders.positions(),
      changed,
      () => fillSettings(),
    ),
  );
  const pictures = followPictures(model, id, changed);
  const playout = createPlayout((position) => {
    if (position !== null) fills.scrubTo(position);
    else fillLearned();
    changed();
  });
  const startDrag = createStartDrag(
    ([slope, intercept]) => send(model, { type: "start dragged", slope, intercept }),
    () => {
      if (startDrag.line) fills.scrubTo(0);
      changed();
    },
  );
  const compute = presentOf(model, { sliders, playout, startDrag, fills });
  const look = (): Present => {
    present ??= compute();
    return present;
  };
  const fillSettings = () => {
    const { known, positions } = look();
    fills.fillSettings(chosen(known, positions));
  };
  /** Shows the kernel's own state, unless it is one of settings that a hand has changed since. */
  const fillLearned = () => {
    const { known, positions } = look();
    const settings = model.get("settings");
    const choice = chosen(known, positions);
    if (!isFilled<Settings>(settings) || choice?.iterations !== settings.iterations) return;
    if (choice.learningRate !== settings.learning_rate) return;
    fills.fill(model.get("learned").iteration, settings.iterations);
  };
  const unlisten = listen(model, { playout, startDrag, fills, changed, fillSettings, fillLearned });
  const ends = [unlisten, tellRunning(model), letGoWhenClosed(model), offerDownloads(model)];
  const nameOf = (row: number | null) => (row === null ? null : (look().rows.names[row] ?? null));

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
      for (const end of ends) end();
      for (const each of [fills, sliders, pictures, startDrag]) each.stop();
      playout.forget();
      draw.cancel();
    },
  };
}

interface Parts {
  sliders: Linked;
  playout: Playout;
  startDrag: StartDrag;
  fills: Fills;
}

/** Returns the function that works out what is shown. */
function presentOf(
  model: AnyModel<Model>,
  { sliders, playout, startDrag, fills }: Parts,
): () => Present {
  const rowsOf = rowReader();
  const pinsOf = pinReader();
  const pathOf = wholePathReader();
  const adopt = createAdoption();
  return () => {
    const hasKernel = sliders.haveKernel();
    const positions = sliders.positions();
    const rows = rowsOf(model.get("rows"), model.get("row_values"));
    const pins = pinsOf(model.get("pins"), model.get("pin_losses"));
    const path = playout.position === null ? pathOf(model.get("path")) : null;
    let known = knownTo(model, hasKernel, path ?? playout.path);
    if (playout.isHalted) known.running = false;
    if (playout.position !== null) known = played(known, playout.position);
    else if (startDrag.line) known = dragged(known, startDrag.line, rows);
    if (!known.running) {
      const { known: adopted, chosen } = adopt(known, positions);
      known = adopted;
      if (chosen !== null) {
        positions.iteration = chosen;
        fills.settle();
        fills.fill(chosen, chosen);
      }
    }
    return { known, positions, shown: shown(known, positions), rows, pins, hasKernel };
  };
}

/** Calls `moved` whenever a slider moves, and `settingsMoved` after it where it was not the scrubber. */
function whenSettingsMove(
  positions: () => Positions,
  moved: () => void,
  settingsMoved: () => void,
): () => void {
  let last = "";
  return () => {
    moved();
    const { learning_rate, iterations } = positions();
    const now = `${learning_rate} ${iterations}`;
    if (now === last) return;
    last = now;
    settingsMoved();
  };
}

/** Answers what the kernel sends. Returns what ends it. */
function listen(
  model: AnyModel<Model>,
  {
    playout,
    startDrag,
    fills,
    changed,
    fillSettings,
    fillLearned,
  }: Omit<Parts, "sliders"> & Record<"changed" | "fillSettings" | "fillLearned", () => void>,
): () => void {
  let path = pathKey(model);
  /** What has come in one message. */
  const news = new Set<"learned" | "settings">();
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
      const before = path;
      path = pathKey(model);
      if (path !== before) playout.forget();
      changed();
      const settings = model.get("settings");
      if (news.has("settings") && isFilled<Settings>(settings)) {
        startDrag.settled(settings.start);
        fillSettings();
        fillLearned(); // which answers no hand at the scrubber
      } else if (news.has("learned") && !fills.answered(model.get("learned").iteration)) {
        if (playout.position === null) fillLearned();
      }
      news.clear();
    },
  };
  for (const [event, listener] of Object.entries(on)) model.on(event as never, listener as never);
  return () => {
    for (const [event, listener] of Object.entries(on)) {
      model.off(event as never, listener as never);
    }
  };
}
