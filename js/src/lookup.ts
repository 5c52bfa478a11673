/** Finds the models of other widgets, which may come later than ours, or never. */

import type { AnyModel } from "@anywidget/types";

/** Milliseconds between two tries, and how many: a page that is opened again makes its models one by one. */
const WAIT = 250;
const TRIES = 40;

export type Manager = { get_model?: (id: string) => Promise<AnyModel> | undefined };

/** Calls `found` once, with the model of this id, or `missing`. Returns what ends the search. */
export function whenFound(
  manager: Manager | undefined,
  id: string,
  found: (model: AnyModel) => void,
  missing = () => {},
): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (tries: number) => {
    const model = await ask(manager, id);
    if (over) return;
    if (model) found(model);
    else if (tries > 1) timer = setTimeout(look, WAIT, tries - 1);
    else missing();
  };
  void look(TRIES);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** An unknown id is an exception, a promise that fails, or undefined: managers differ. */
export async function ask(manager: Manager | undefined, id: string): Promise<AnyModel | undefined> {
  try {
    return await manager?.get_model?.(id);
  } catch {
    return undefined;
  }
}
