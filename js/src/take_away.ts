/** What can be taken away of what is shown now, in words and numbers; no kernel is asked (hubble_widget/saving.py). */

import { isFilled, type MagicLine, type Model, type Results, type Script } from "./model";
import { chosen, type Known, type Positions, type Shown, shown } from "./shown";

export interface Told {
  text: string;
  /** Why there is none. */
  problem: string;
}

const NOT_TOLD: Told = { text: "", problem: "The kernel has not told this yet." };

/** The line %hubblefit ... of what is shown now, with the sliders where they stand on this page. */
export function lineNow(line: Model["line"] | undefined, known: Known, positions: Positions): Told {
  const choice = chosen(known, positions);
  if (!line || !isFilled<MagicLine>(line) || !choice) return NOT_TOLD;
  if (line.problem) return { text: "", problem: line.problem };
  const { settings } = known;
  const moved =
    choice.learningRate !== settings.learning_rate || choice.iterations !== settings.iterations;
  const { learned } = shown(known, positions);
  const isEnd = moved || hasDiverged(learned) || learned.iteration >= choice.iterations;
  const state = isEnd ? "" : ` --show ${learned.iteration}`;
  const sliders = `--lr ${choice.learningRate} --iterations ${choice.iterations}${state}`;
  return { text: `${line.before} ${sliders}${line.after}`, problem: "" };
}

/** The script that leads to what is shown now. */
export function codeNow(code: Model["code"] | undefined, { learned, descent }: Shown): Told {
  if (!code || !isFilled<Script>(code) || !descent) return NOT_TOLD;
  const [toOptimizer, toLoop, toNumbers, rest] = code.parts;
  const lines = hasDiverged(learned) ? code.diverged : "";
  const loop = `${descent.learningRate}${toLoop}${learned.iteration}`;
  return { text: `${toOptimizer}${loop}${toNumbers}${lines}${rest}`, problem: "" };
}

/** The table of results, as CSV, with the numbers that are shown now. */
export function csvNow(results: Model["results"] | undefined, { learned, descent }: Shown): Told {
  if (!results || !isFilled<Results>(results) || !descent) return NOT_TOLD;
  const now: Record<string, Record<string, unknown>> = {
    settings: { learning_rate: descent.learningRate },
    learned: { ...learned },
  };
  const lines = results.rows.map(([part, quantity, value, unit]) => {
    const known = now[part] ?? {};
    const newest = quantity in known ? known[quantity] : value;
    return `${[part, quantity, newest, unit].map(cell).join(",")}\n`;
  });
  return { text: lines.join(""), problem: "" };
}

function cell(value: unknown): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function hasDiverged({ slope, intercept, loss }: Shown["learned"]): boolean {
  return slope === null || intercept === null || loss === null;
}
