/** Texts of the displayed state to copy or save. They need no kernel (hubble_widget/explorer/saving.py). */

import { choiceOf, displayOf, isFilled, message } from "#shared";
import type { Display, ExplorerState, Positions } from "../state/display";
import type { Line, MagicLine, Model, Results, Script, WhatIf } from "../state/model";

export interface Export {
  text: string;
  /** The reason if there is no text. */
  problem: string;
}

const NOT_READY: Export = { text: "", problem: message("The kernel has not sent this yet.") };

/** What a person has changed on the page since the kernel has written its line. */
export interface Newer {
  /** A guess that was dragged without a kernel. */
  guess?: Line | null | undefined;
  /** What is supposed of the universe. */
  supposed?: WhatIf | undefined;
}

/** The line %hubblefit ... of the displayed state, with the settings of this page's sliders, and with what is newer. */
export function lineNow(
  line: Model["line"] | undefined,
  explorer: ExplorerState,
  positions: Positions,
  { guess, supposed }: Newer = {},
): Export {
  const choice = choiceOf(explorer, positions);
  if (!line || !isFilled<MagicLine>(line) || !choice) return NOT_READY;
  if (line.problem) return { text: "", problem: line.problem };
  const { learned } = displayOf(explorer, positions);
  const isEnd = !choice.isKernels || hasDiverged(learned) || learned.iteration >= choice.iterations;
  const state = isEnd ? "" : ` --show ${learned.iteration}`;
  const { learning_rate: rate, rate_changes: changes = [] } = choice.settings;
  const later = changes.map(([at, then]) => ` --lr-at ${at}=${then}`).join("");
  const sliders = `--lr ${rate}${later} --iterations ${choice.iterations}${state}`;
  const started = guess ? withStart(line.after, guess) : line.after;
  const after = supposed ? withSupposed(started, supposed) : started;
  return { text: `${line.before} ${sliders}${after}`, problem: "" };
}

/** The end of a line with another start, which comes first in it. */
function withStart(after: string, [slope, intercept]: Line): string {
  const others = after.replace(/^ --start (random|\S+ \S+)/, "");
  return ` --start ${slope} ${intercept}${others}`;
}

/** The end of a line with other assumptions, which come before what a person has named. */
function withSupposed(after: string, { omega_matter, distance_factor }: WhatIf): string {
  const matter = omega_matter === null ? "" : ` --omega-matter ${omega_matter}`;
  const ruler = distance_factor === 1 ? "" : ` --distance-factor ${distance_factor}`;
  const others = after.replace(/ --omega-matter \S+/, "").replace(/ --distance-factor \S+/, "");
  return matter + ruler + others;
}

/** The script that leads to the displayed state; the kernel writes the start into it. */
export function codeNow(
  code: Model["code"] | undefined,
  { learned, descent }: Display,
  guess: Line | null = null,
): Export {
  if (!code || !isFilled<Script>(code) || !descent) return NOT_READY;
  if (guess)
    return { text: "", problem: message("Without a kernel there is no code for your guess.") };
  const { learningRate, rateChanges = [] } = descent;
  const changes = rateChanges.map(([at, rate]) => `${at}: ${rate}`).join(", ");
  const gaps = [
    learningRate,
    ...(code.parts.length > 4 ? [`{${changes}}`] : []), // a script without changes has no place for them
    learned.iteration,
    hasDiverged(learned) ? code.diverged : "",
    "",
  ];
  return { text: code.parts.map((part, at) => `${part}${gaps[at]}`).join(""), problem: "" };
}

/** The table of results as CSV, with the numbers of the displayed state. */
export function csvNow(
  results: Model["results"] | undefined,
  { learned, descent }: Display,
): Export {
  if (!results || !isFilled<Results>(results) || !descent) return NOT_READY;
  const now: Record<string, Record<string, unknown>> = {
    settings: {
      learning_rate: descent.learningRate,
      start_slope: descent.start[0],
      start_intercept: descent.start[1],
      rate_changes: descent.rateChanges?.map(([at, rate]) => `${at}=${rate}`).join("; "),
    },
    learned: { ...learned },
  };
  const lines = results.rows.map(([part, quantity, value, unit]) => {
    const current = now[part] ?? {};
    const newest = quantity in current ? current[quantity] : value;
    return `${[part, quantity, newest, unit].map(cell).join(",")}\n`;
  });
  return { text: lines.join(""), problem: "" };
}

function cell(value: unknown): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const hasDiverged = ({ slope, intercept, loss }: Display["learned"]): boolean =>
  slope === null || intercept === null || loss === null;
