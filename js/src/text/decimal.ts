/**
 * Numbers in the kernel's notation (hubble_widget/formatting.py), for texts that kernel and page have in common.
 * As Python's format() does it: a tie is rounded to the even digit, and an exponent has two digits. Comma and point are
 * those of the language.
 */

import { localized } from "./messages";

export const MISSING = "–";

/** False for infinities too: JSON has none, but a computation here may give one. */
export const exists = (value: number | null | undefined): value is number => Number.isFinite(value);

/** From here on a number is written in two digits and a power of ten. */
const LONG = 1e6;

/** Beside an error of 0, a smaller number is what rounding has left of 0. */
const NOTHING = 1e-9;

/** An error that needs more decimals has an exponent of its own. */
const MAX_DECIMALS = 6;

/** Digits after the rounded ones that separate a tie from a near tie; a double has no more. */
const GUARD = 40;

/** An even digit with exactly a half after it. */
const TIE_AFTER_EVEN = /([02468])\.?50{39}(?=e|$)/;

/** Like format(value, ".<digits>g"). */
export const general = (value: number, digits: number): string =>
  localized(inGeneral(value, digits));

/** Like format(value, ".<decimals>f"). */
export const fixedPoint = (value: number, decimals: number): string =>
  localized(inFixedPoint(value, decimals));

function inGeneral(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const short = rounded(value.toExponential(digits - 1), value.toExponential(digits - 1 + GUARD));
  const [mantissa = "", exponent = "0"] = short.split("e");
  const power = Number(exponent);
  if (power >= -4 && power < digits) return trimmed(Number(short).toFixed(digits - 1 - power));
  const sign = power < 0 ? "-" : "+";
  return `${trimmed(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

function inFixedPoint(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e21) return BigInt(value).toString(); // JavaScript would write an exponent
  const short = rounded(value.toFixed(decimals), value.toFixed(decimals + GUARD));
  return Object.is(value, -0) ? `-${short}` : short;
}

/** JavaScript rounds a tie away from 0. Python keeps an even digit before it: `long` without its guard digits. */
const rounded = (short: string, long: string): string =>
  TIE_AFTER_EVEN.test(long) ? long.replace(TIE_AFTER_EVEN, "$1") : short;

/** Like the kernel's number(): a dash for no number, two digits for one that is long or would look like 0. */
export function decimal(value: number, decimals: number): string {
  if (!exists(value)) return MISSING;
  const text = inFixedPoint(value, decimals);
  const vanishes = value !== 0 && Number(text) === 0;
  return vanishes || Math.abs(value) >= LONG ? general(value, 2) : localized(text);
}

/** A number with its standard error. Both have more decimals where the error would look like 0. */
export function withError(value: number, error: number, decimals: number): string {
  if (!exists(value) || !exists(error)) return decimal(value, decimals);
  const wanted = error > 0 && error < 1 ? -Math.floor(Math.log10(error)) : 0;
  const count = wanted <= MAX_DECIMALS ? Math.max(decimals, wanted) : decimals;
  const shown = error === 0 && Math.abs(value) < NOTHING ? 0 : value;
  return `${decimal(shown, count)} ± ${decimal(error, count)}`;
}

/** A share of 1 in whole per cent. */
export const percent = (share: number): string => `${fixedPoint(100 * share, 0)}\u00a0%`;

/** A number in so many digits; in two where it is long. */
export function number(value: number, digits: number): string {
  if (!exists(value)) return MISSING;
  return general(value, Math.abs(value) >= LONG ? 2 : digits);
}

/** Without zeros at the end of the decimals. */
const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
