/** The controls of the view "Universe", under the plots: a time to run back to, matter, and a wrong ruler. */

import type { AnyModel } from "@anywidget/types";
import {
  element,
  isFilled,
  listenToEvents,
  localized,
  message,
  perFrame,
  prefersReducedMotion,
  REDUCED_MOTION,
  setAttribute,
  setText,
} from "#shared";
import type { Model } from "../state/model";
import { RunBack } from "../state/run_back";
import type { Current, Session } from "../state/session";
import type { UniverseNow } from "../state/universe_now";
import { ageText, percent, rulerText, timeText } from "../text/universe";

/** Milliseconds from today to the end of the axis of time. */
const DURATION = 6000;
/** Milliseconds between two texts while the galaxies run: each one makes the browser lay out the page again. */
const SAY_EVERY = 100;
/** Steps of the slider of time. */
const STEPS = 600;

/** Shares of matter by their names; null is no slider's position, for such a universe is not flat. */
const UNIVERSES: readonly (readonly [string, number | null])[] = [
  [message("empty: age = 1/slope"), null],
  [message("today's mixture: {share} matter", { share: percent(0.315) }), 0.315],
  [message("only matter: age = 2/3 of 1/slope"), 1],
];
const OTHER = message("another mixture");

export interface UniverseControls {
  draw(current: Current, exact: Model["exact"]): void;
  stop(): void;
}

/** `announce` speaks to screen readers. */
export function createUniverse(
  root: HTMLElement,
  model: AnyModel<Model>,
  session: Session,
  announce: (words: string) => void,
): UniverseControls {
  session.runBack ??= new RunBack(model, session.changed);
  const { runBack } = session;
  session.changed();
  const time = slider(message("Time"), 0, 1, 1 / STEPS);
  const matter = slider(message("Matter"), 0.05, 1, 0.005);
  const ruler = slider(message("All distances ×"), 0.5, 10, 0.1);
  const button = element("button", { class: "jupyter-button widget-button", type: "button" });
  const list = element("select", { "aria-label": message("Kind of universe") });
  list.append(...[...UNIVERSES, [OTHER]].map(([name]) => element("option", "", name as string)));
  const [own, age, wrong] = [element("p", ""), element("p", ""), element("p", "")];
  const [when, factor] = [element("span", ""), element("span", "")];
  const row = (...parts: Node[]) => element("div", "hubble-universe-row", ...parts);
  const box = element(
    "div",
    { class: "hubble-universe", role: "group", "aria-label": message("Universe") },
    row(time.label, button, when),
    own,
    row(matter.label, list),
    age,
    element("div", "hubble-ruler-row", row(ruler.label, factor), wrong),
  );
  const player = createPlayer(runBack, announce, () =>
    setText(button, player.runs ? message("Stop") : message("Run back")),
  );
  setText(button, message("Run back"));
  let saidAt = 0;
  const ends = [
    listenToEvents(button, { click: player.toggle }),
    listenToEvents(time.input, {
      input: () => {
        player.halt();
        runBack.goTo(Number(time.input.value));
      },
    }),
    listenToEvents(matter.input, {
      input: () => runBack.choose({ omega_matter: Number(matter.input.value) }),
    }),
    listenToEvents(list, {
      change: () => {
        const chosen = UNIVERSES[list.selectedIndex];
        runBack.choose({ omega_matter: chosen ? chosen[1] : Number(matter.input.value) });
      },
    }),
    listenToEvents(ruler.input, {
      input: () => runBack.choose({ distance_factor: Number(ruler.input.value) }),
    }),
    // What a slider says of itself is a number alone.
    listenToEvents(box, {
      change: ({ target }: Event) => {
        session.drawn();
        if (target !== time.input) announce((target === ruler.input ? wrong : age).textContent);
      },
    }),
  ];

  const show = (universe: UniverseNow) => {
    const { span, omega_matter, distance_factor } = universe;
    setAttribute(time.input, "max", String(span));
    setAttribute(time.input, "step", String(span / STEPS));
    time.input.value = String(universe.time);
    if (!player.runs || performance.now() - saidAt >= SAY_EVERY) {
      saidAt = performance.now();
      const text = timeText(universe);
      setAttribute(time.input, "aria-valuetext", text);
      setText(when, text);
    }
    matter.show(
      omega_matter ?? 0,
      omega_matter === null ? message("no matter") : percent(omega_matter),
    );
    matter.input.classList.toggle("hubble-off", omega_matter === null);
    const index = UNIVERSES.findIndex(([, share]) => share === omega_matter);
    list.selectedIndex = index < 0 ? UNIVERSES.length : index;
    const shown = localized(String(distance_factor));
    ruler.show(distance_factor, message("times {factor}", { factor: shown }));
    setText(factor, shown);
    setText(own, universe.own_times);
  };
  return {
    draw({ universe, explorer: { moments }, display: { learned } }, exact) {
      box.hidden = !universe;
      const figure = root.querySelector(".hubble-figure");
      if (!universe || !figure) return player.halt();
      if (box.parentElement !== figure) figure.append(box);
      show(universe);
      setText(age, ageText(universe, learned, exact));
      if (isFilled(moments)) setText(wrong, rulerText(universe, learned, exact, moments));
    },
    stop() {
      player.halt();
      for (const end of ends) end();
      box.remove();
    },
  };
}

/** A range with its name. It keeps its place while a person holds it. */
function slider(name: string, min: number, max: number, step: number) {
  const input = element("input", { type: "range", min, max, step });
  return {
    input,
    label: element("label", "", element("span", "", name), input),
    show(value: number, text: string) {
      if (Number(input.value) !== value) input.value = String(value);
      setAttribute(input, "aria-valuetext", text);
    },
  };
}

/** Runs the galaxies back, from where they are to the end of the axis of time. */
function createPlayer(runBack: RunBack, announce: (words: string) => void, changed: () => void) {
  let began: { at: number; from: number } | undefined;
  let shownAt = 0;
  const end = () => {
    began = undefined;
    step.cancel();
    changed();
  };
  const arrive = () => {
    end();
    if (runBack.now) announce(timeText(runBack.now));
  };
  const step = perFrame(() => {
    const { now } = runBack;
    if (!began || !now) return end();
    const at = performance.now();
    const time = Math.min(began.from + (now.span * (at - began.at)) / DURATION, now.span);
    const isLast = time === now.span;
    if (isLast || !prefersReducedMotion() || at - shownAt >= REDUCED_MOTION) {
      shownAt = at;
      runBack.goTo(time);
    }
    if (isLast) arrive();
    else step();
  });
  return {
    get runs() {
      return began !== undefined;
    },
    halt() {
      if (began) end();
    },
    toggle() {
      const { now } = runBack;
      if (!now) return;
      if (began) return arrive();
      began = { at: performance.now(), from: now.time < now.span ? now.time : 0 };
      announce(message("The galaxies run back."));
      changed();
      step();
    },
  };
}
