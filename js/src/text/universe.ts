/** The sentences of the view "Universe" (the kernel writes those that depend on the data alone: universe_words.py). */

import {
  ageFactor,
  ageOf,
  EARTH,
  exists,
  fixed,
  localized,
  message,
  significant,
  withUnit,
} from "#shared";
import type { Exact, Learned, Moments, WhatIf } from "../state/model";
import type { SupposedAge, UniverseNow } from "../state/universe_now";

const withYears = (age: number, digits = 2) =>
  withUnit(fixed(age, digits), message("billion years"));

/** How long ago, with the spread of the galaxies if it may be known. */
export function timeText({ time, variances, distance_factor: factor }: UniverseNow): string {
  const age = withYears(factor * time, 1);
  if (!variances) return time ? message("{age} ago", { age }) : message("today");
  const [distance, both, velocity] = variances;
  const width = Math.sqrt(Math.max(distance - 2 * time * both + time * time * velocity, 0));
  const spread = withUnit(significant(factor * width, 3), "Mpc");
  return time
    ? message("{age} ago: spread {spread}", { age, spread })
    : message("today: spread {spread}", { spread });
}

/** A share in per cent with the digits that a slider has. */
export const percent = (share: number): string => `${significant(100 * share, 3)}\u00a0%`;

/** 1/slope in billion years: the exact one if it is known, else the learned one. */
function hubbleTime(learned: Learned, exact: Exact): { name: string; age: number } | null {
  if (exists(exact.age)) return { name: message("exact"), age: exact.age };
  return exists(learned.age) ? { name: message("learned"), age: learned.age } : null;
}

/** What a wrong ruler, and then matter, make of 1/slope. */
export function supposedAges(
  { omega_matter, distance_factor: factor }: WhatIf,
  learned: Learned,
  exact: Exact,
): SupposedAge[] {
  const { age } = hubbleTime(learned, exact) ?? {};
  if (age === undefined) return [null, null];
  const stretched = factor * age;
  const cosmic = ageFactor(omega_matter) * stretched;
  return [
    factor === 1
      ? null
      : {
          age: stretched,
          text: `× ${localized(String(factor))}: ${fixed(stretched, 2)}`,
        },
    omega_matter === null
      ? null
      : { age: cosmic, text: message("with matter {age}", { age: fixed(cosmic, 2) }) },
  ];
}

/** What matter makes of 1/slope. */
export function ageText(
  { omega_matter, distance_factor }: UniverseNow,
  learned: Learned,
  exact: Exact,
): string {
  const now = hubbleTime(learned, exact);
  if (!now) return message("A slope of 0 or below has no age.");
  const time = distance_factor * now.age;
  if (omega_matter === null) {
    return message(
      "1/slope, {age} ({line}), is the age only if nothing slowed the expansion down or sped it up.",
      { age: withYears(time), line: now.name },
    );
  }
  const part = ageFactor(omega_matter);
  const matter = percent(omega_matter);
  const energy = percent(1 - omega_matter);
  const age = `${fixed(part, 3)} × ${fixed(time, 2)} = ${withYears(part * time)}`;
  const sentences = [
    omega_matter < 1
      ? message("With {matter} matter, {energy} dark energy, the age is {age}.", {
          matter,
          energy,
          age,
        })
      : message("With {matter} matter alone the age is {age}.", { matter, age }),
    message("Compare it with Planck's age, and 1/slope with Planck's 1/H₀."),
  ];
  return sentences.join(" ");
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
  const sentences =
    factor === 1
      ? [
          message(
            "If every distance is too short by one factor, so is 1/slope, and nothing in the plots shows it.",
          ),
        ]
      : [
          stretchedText(
            withUnit(fixed(slope / factor, 2), "km/s/Mpc"),
            withYears(factor * now.age),
            exists(exact.age) ? withUnit(significant(Math.sqrt(residual_ss / n), 3), "km/s") : null,
          ),
          message(
            "More galaxies average scatter out, a random error, but not a wrong ruler, a systematic one.",
          ),
        ];
  if (exists(exact.slope) && ageOf(exact.slope - 2 * (exact.slope_stderr ?? 0)) < EARTH) {
    sentences.push(
      message(
        "As measured it is {age}, less than the Earth's {earth}: scatter cannot explain that, a wrong ruler can.",
        { age: fixed(now.age, 2), earth: localized(String(EARTH)) },
      ),
    );
  }
  return sentences.join(" ");
}

const stretchedText = (slope: string, age: string, scatter: string | null): string =>
  scatter === null
    ? message("Slope {slope}, 1/slope {age}; the scatter stays.", { slope, age })
    : message("Slope {slope}, 1/slope {age}; the scatter stays {scatter}.", {
        slope,
        age,
        scatter,
      });
