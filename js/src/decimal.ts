/**
 * Numbers in the kernel's notation (hubble_widget/regression/formatting.py), for what kernel and page write alike:
 * ties go to the even digit, exponents have two digits, as Python's format() has it.
 */

export const MISSING = "–";

/** From here on a number is written in two digits and a power of ten. */
const LONG = 1e6;

/** An error that needs more decimals has an exponent of its own. */
const MOST_DECIMALS = 6;

/** Digits beyond the rounded ones that tell a tie from a near tie; a double never hides more. */
const GUARD = 40;
const TIE = /^50*$/;

/** Like format(value, ".<digits>g"). */
export function general(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const long = value.toExponential(digits - 1 + GUARD);
  const short = evened(value.toExponential(digits - 1), long, digits + (digits > 1 ? 1 : 0), value);
  const [mantissa = "", exponent = "0"] = short.split("e");
  const power = Number(exponent);
  if (power >= -4 && power < digits) return trimmed(Number(short).toFixed(digits - 1 - power));
  const sign = power < 0 ? "-" : "+";
  return `${trimmed(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Like format(value, ".<decimals>f"). */
export function fixedPoint(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e21) return BigInt(value).toString(); // where JavaScript turns to exponents
  const long = value.toFixed(decimals + GUARD);
  const point = long.indexOf(".") - (value < 0 ? 1 : 0);
  const short = evened(
    value.toFixed(decimals),
    long,
    point + (decimals > 0 ? decimals + 1 : 0),
    value,
  );
  return Object.is(value, -0) || (value < 0 && !short.startsWith("-")) ? `-${short}` : short;
}

/** Like format(count, ","). */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** As the kernel's number(): a dash where there is none, two digits where it is long or would look like 0. */
export function decimal(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return MISSING;
  const text = fixedPoint(value, decimals);
  const vanishes = value !== 0 && Number(text) === 0;
  return vanishes || Math.abs(value) >= LONG ? general(value, 2) : text;
}

/** A number with its standard error, both with more decimals where the error would vanish. */
export function withError(value: number, error: number, decimals: number): string {
  if (!Number.isFinite(value) || !Number.isFinite(error)) return decimal(value, decimals);
  const wanted = error > 0 && error < 1 ? -Math.floor(Math.log10(error)) : 0;
  const count = wanted <= MOST_DECIMALS ? Math.max(decimals, wanted) : decimals;
  return `${decimal(value, count)} ± ${decimal(error, count)}`;
}

/** A share of 1 in whole per cent. */
export function percent(share: number): string {
  return `${fixedPoint(100 * share, 0)}\u00a0%`;
}

/** The same to so many digits: fewer where it is long. */
export function number(value: number, digits: number): string {
  if (!Number.isFinite(value)) return MISSING;
  return general(value, Math.abs(value) >= LONG ? 2 : digits);
}

/** JavaScript rounds a tie away from 0; where the digit before a tie is even, Python keeps it. */
function evened(short: string, long: string, kept: number, value: number): string {
  const sign = value < 0 ? "-" : "";
  const digits = long.slice(sign.length);
  const head = digits.slice(0, kept);
  const rest = digits.slice(kept).split("e")[0]?.replace(".", "") ?? "";
  const last = Number(head.at(-1));
  if (!TIE.test(rest) || last % 2 !== 0) return short;
  const exponent = long.includes("e") ? `e${long.split("e")[1]}` : "";
  return `${sign}${head}${exponent}`;
}

/** Without zeros that only fill up the decimals. */
function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
