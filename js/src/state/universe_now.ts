/** What the view "Universe" shows, with what only the page knows. */

import type { Exact, Learned, Universe } from "./model";

/** What is shown now; `time` in billion years ago, before a wrong ruler stretches it. */
export interface UniverseNow extends Universe {
  time: number;
  /** What a wrong ruler makes of 1/slope, and what matter then makes of it. */
  supposed(learned: Learned, exact: Exact): readonly SupposedAge[];
}

/** Null where nothing is supposed. */
export type SupposedAge = { age: number; text: string } | null;
