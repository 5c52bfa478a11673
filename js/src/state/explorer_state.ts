/** The state of an explorer: the kernel's, one of a training that is being played, or one of a start line that is being dragged. */

import type { AnyModel } from "@anywidget/types";
import type { Path } from "../gradient_descent/path";
import { startState } from "../gradient_descent/start_state";
import type { Rows } from "../marks/rows";
import { asLearned, type ExplorerState } from "./display";
import { isFilled, type Line, type Model } from "./model";

/** Without a kernel nothing is running, and the kernel's last notice is no longer true. */
export const explorerStateOf = (
  model: AnyModel<Model>,
  hasKernel: boolean,
  path: Path | null,
): ExplorerState => ({
  moments: model.get("moments"),
  labels: model.get("labels"),
  settings: model.get("settings"),
  learned: model.get("learned"),
  path,
  scales: model.get("scales"),
  running: hasKernel && model.get("running"),
  notice: hasKernel ? model.get("notice") : {},
});

/** The state while a training is being played. */
export function whilePlaying(explorer: ExplorerState, position: number): ExplorerState {
  const { moments, path } = explorer;
  if (!isFilled(moments) || !path) return explorer;
  const learned = asLearned(moments, position, path.at(position), "torch");
  return { ...explorer, learned, running: true };
}

/** The state while a person drags the start line. */
export function whileDragging(explorer: ExplorerState, start: Line, rows: Rows): ExplorerState {
  const { moments, settings } = explorer;
  if (!isFilled(moments) || !isFilled(settings)) return explorer;
  const learned = startState(moments, settings, start, rows);
  return { ...explorer, settings: { ...settings, start }, learned, path: null };
}

/** A text that differs between any two paths: everything that a path depends on. */
export function pathKey(model: AnyModel<Model>): string {
  const settings = model.get("settings");
  if (!isFilled(settings)) return "";
  const { learning_rate: rate, rate_changes: changes, iterations, start } = settings;
  const rules = [settings.optimizer, settings.loss_function, settings.batch_size];
  return JSON.stringify([rate, changes, iterations, start, rules, model.get("moments")]);
}
