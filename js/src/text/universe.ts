/** The sentences of the view "Universe" (the kernel writes those that depend on the data alone: universe_words.py). */

import { ageFactor, EARTH, exists, fixed, hubbleTime, significant, withUnit } from "#shared";
import type { Exact, Learned, Moments } from "../state/model";
import type { UniverseNow } from "../state/run_back";

const withYears = (age: number, digits = 2) => withUnit(fixed(age, digits), "billion years");

/** How long ago, with the spread of the galaxies if it may be known. */
export function timeText({ time, variances, distance_factor: factor }: UniverseNow): string {
  const when = time ? `${withYears(factor * time, 1)} ago` : "today";
  if (!variances) return when;
  const [distance, both, velocity] = variances;
  const spread = Math.sqrt(Math.max(distance - 2 * time * both + time * time * velocity, 0));
  return `${when}: spread ${withUnit(significant(factor * spread, 3), "Mpc")}`;
}

/** A share in per cent with the digits that a slider has. */
export const percent = (share: number): string => `${significant(100 * share, 3)}\u00a0%`;

/** What matter makes of 1/slope. */
export function ageText(
  { omega_matter, distance_factor }: UniverseNow,
  learned: Learned,
  exact: Exact,
): string {
  const now = hubbleTime(learned, exact);
  if (!now) return "A slope of 0 or below has no age.";
  const time = distance_factor * now.age;
  const quoted = `${withYears(time)} (${now.name})`;
  if (omega_matter === null) {
    return `1/slope, ${quoted}, is the age only if nothing slowed the expansion down or sped it up.`;
  }
  const part = ageFactor(omega_matter);
  const rest = omega_matter < 1 ? `, ${percent(1 - omega_matter)} dark energy,` : " alone";
  const age = `${fixed(part, 3)} × ${fixed(time, 2)} = ${withYears(part * time)}`;
  return `With ${percent(omega_matter)} matter${rest} the age is ${age}. Compare it with Planck's age, and 1/slope with Planck's 1/H₀.`;
}

/** What a wrong ruler makes of slope, age and scatter. */
export function rulerText(
  { distance_factor: factor }: UniverseNow,
  learned: Learned,
  exact: Exact,
  { n, residual_ss }: Pick<Moments, "n" | "residual_ss">,
): string {
  const now = hubbleTime(learned, exact);
  const slope = exists(exact.slope) ? exact.slope : learned.slope;
  if (!now || !exists(slope)) return "";
  const young =
    now.age < EARTH
      ? ` As measured it is ${fixed(now.age, 2)}, less than the Earth's ${EARTH}: scatter cannot explain that, a wrong ruler can.`
      : "";
  if (factor === 1) {
    return `If every distance is too short by one factor, so is 1/slope, and nothing in the plots shows it.${young}`;
  }
  const numbers = `Slope ${withUnit(fixed(slope / factor, 2), "km/s/Mpc")}, 1/slope ${withYears(factor * now.age)}`;
  const scatter = exists(exact.age)
    ? `the scatter stays ${withUnit(significant(Math.sqrt(residual_ss / n), 3), "km/s")}`
    : "the scatter stays";
  return `${numbers}; ${scatter}. More galaxies average scatter out, a random error, but not a wrong ruler, a systematic one.${young}`;
}
