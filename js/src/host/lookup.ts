/** Finds the models of other widgets, which may be created later than this one, or never. */

import type { AnyModel } from "@anywidget/types";

/** Milliseconds between two tries, and how many: a page that is opened again creates its models one by one. */
const WAIT = 250;
const TRIES = 40;

export type Manager = { get_model?: (id: string) => Promise<AnyModel> | undefined };

/** Calls `found` once, with the model of this id, or `missing` after the last try. Returns what ends the search. */
export function whenFound(
  manager: Manager | undefined,
  id: string,
  found: (model: AnyModel) => void,
  missing = () => {},
): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (tries: number) => {
    const model = await findModel(manager, id);
    if (isOver) return;
    if (model) found(model);
    else if (tries > 1) timer = setTimeout(look, WAIT, tries - 1);
    else missing();
  };
  void look(TRIES);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** For an unknown id some managers throw, others return a promise that fails, or undefined. */
export async function findModel(
  manager: Manager | undefined,
  id: string,
): Promise<AnyModel | undefined> {
  try {
    return await manager?.get_model?.(id);
  } catch {
    return undefined;
  }
}
