/** The ages on the ruler, in billion years. */

import { exists, fixed, plusMinus } from "./format";
import type { Exact, Learned } from "./model";
import type { Side } from "./placement";

export const OLDEST = 20;
export const TICKS = [0, 5, 10, 15, 20];

export interface Landmark {
  name: string;
  age: number;
  text: string;
  sides: readonly Side[];
}

/** Of the Earth, 4.54 ± 0.05: G. B. Dalrymple 2001, Geological Society Special Publications 190, 205. */
export const EARTH = 4.54;

export const LANDMARKS: readonly Landmark[] = [
  { name: "Earth", age: EARTH, text: "Earth 4.54", sides: ["centre", "right", "left"] },
  // 13.32 ± 0.1 (stat.) ± 0.5 (sys.), mean of the oldest globular clusters:
  // D. Valcin et al. 2020, JCAP 12, 002 (arXiv:2007.06594).
  { name: "oldest stars", age: 13.32, text: "oldest stars 13.3", sides: ["left", "right"] },
  // 13.787 ± 0.020: Planck Collaboration 2020, A&A 641, A6, table 2 (with lensing and BAO).
  { name: "Planck", age: 13.787, text: "Planck 13.8", sides: ["right", "left"] },
];

export function learnedText(learned: Learned): string {
  return `learned ${fixed(learned.age, 2)}`;
}

export function exactText(exact: Exact): string {
  return `exact ${fixed(exact.age, 2)}`;
}

/** The ruler in one sentence, for those who do not see it. */
export function describeAges(learned: Learned, exact: Exact): string {
  const shown = exists(learned.age) ? learnedText(learned) : "the learned line has no age";
  const best = exists(exact.age)
    ? `exact ${plusMinus(exact.age, exact.age_stderr, 2)}`
    : "the exact fit has no age";
  const others = LANDMARKS.map(({ text }) => text).join(", ");
  return `Ages on a scale from 0 to ${OLDEST} billion years: ${shown}, ${best}; to compare: ${others}.`;
}
