/** The ages on the ruler, in billion years. */

import { ageOf } from "../gradient_descent/line";
import type { Side } from "../readout/placement";
import type { Exact, Learned } from "../state/model";
import type { UniverseNow } from "../state/universe_now";
import { exists, fixed } from "./format";
import { localized, message } from "./messages";

export const OLDEST = 20;
export const TICKS = [0, 5, 10, 15, 20];

export interface Landmark {
  age: number;
  text: string;
  sides: readonly Side[];
  /** Whether it is a 1/H₀ and no age: only the view "Universe" has these. */
  isHubbleTime?: boolean;
}

/** The age of the Earth, 4.54 ± 0.05: G. B. Dalrymple 2001, Geological Society Special Publications 190, 205. */
export const EARTH = 4.54;

export const LANDMARKS: readonly Landmark[] = [
  {
    age: EARTH,
    text: message("Earth {age}", { age: localized("4.54") }),
    sides: ["center", "right", "left"],
  },
  // 13.32 ± 0.1 (stat.) ± 0.5 (sys.), mean of the oldest globular clusters:
  // D. Valcin et al. 2020, JCAP 12, 002 (arXiv:2007.06594).
  {
    age: 13.32,
    text: message("oldest stars {age}", { age: localized("13.3") }),
    sides: ["left", "right"],
  },
  // 13.787 ± 0.020: Planck Collaboration 2020, A&A 641, A6, table 2 (with lensing and BAO).
  {
    age: 13.787,
    text: message("Planck {age}", { age: localized("13.8") }),
    sides: ["right", "left"],
  },
  // 67.4 ± 0.5 km/s/Mpc, ibid., abstract.
  {
    age: ageOf(67.4),
    text: message("Planck’s 1/H₀ {age}", { age: localized("14.5") }),
    sides: ["right", "left"],
    isHubbleTime: true,
  },
];

const landmarks = (universe: UniverseNow | null): readonly Landmark[] =>
  LANDMARKS.filter(({ isHubbleTime }) => universe || !isHubbleTime);

export const learnedText = (learned: Learned): string =>
  message("learned {value}", { value: fixed(learned.age, 2) });

export const exactText = (exact: Exact): string =>
  message("exact {value}", { value: exact.age_text });

/** The ruler in one sentence, for screen readers. */
export function describeAges(
  learned: Learned,
  exact: Exact,
  hidesExact = false,
  universe: UniverseNow | null = null,
): string {
  const ages = [
    exists(learned.age) ? learnedText(learned) : message("the learned line has no age"),
    bestText(exact, hidesExact),
    ...(universe?.supposed(learned, exact) ?? []).flatMap((each) => each?.text ?? []),
  ].join(", ");
  const others = landmarks(universe)
    .map(({ text }) => text)
    .join(", ");
  return message(
    "Ages on a scale from 0 to {oldest} billion years: {ages}; to compare: {others}.",
    { oldest: OLDEST, ages, others },
  );
}

function bestText(exact: Exact, hidesExact: boolean): string {
  if (exists(exact.age)) return `${exactText(exact)}, ${exact.age_worth}`;
  return hidesExact ? message("the exact fit is hidden") : message("the exact fit has no age");
}
