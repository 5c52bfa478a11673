/** What is known of an explorer: by the kernel, by what a training has been played out to, by what a hand drags. */

import type { AnyModel } from "@anywidget/types";
import type { Rows } from "./marks/rows";
import { isFilled, type Line, type Model } from "./model";
import type { Path } from "./path";
import { asLearned, type Known } from "./shown";
import { startState } from "./start_state";

/** Without a kernel nothing runs any more, and what it said last of itself does not hold. */
export function knownTo(model: AnyModel<Model>, hasKernel: boolean, path: Path | null): Known {
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
export function played(known: Known, position: number): Known {
  const { moments, path } = known;
  if (!isFilled(moments) || !path) return known;
  const learned = asLearned(moments, position, path.at(position), "torch");
  return { ...known, learned, running: true };
}

/** What is known while a hand drags the line to start from. */
export function dragged(known: Known, start: Line, rows: Rows): Known {
  const { moments, settings } = known;
  if (!isFilled(moments) || !isFilled(settings)) return known;
  const learned = startState(moments, settings, start, rows);
  return { ...known, settings: { ...settings, start }, learned, path: null };
}

/** Tells one path from another: what it depends on. */
export function pathKey(model: AnyModel<Model>): string {
  const settings = model.get("settings");
  if (!isFilled(settings)) return "";
  const { learning_rate, iterations, start, optimizer, loss_function } = settings;
  const all = [learning_rate, iterations, start, optimizer, loss_function, model.get("moments")];
  return JSON.stringify(all);
}
