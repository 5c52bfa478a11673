/** Numbers as a person reads them: few digits, and none that lie about the magnitude. */

export const MISSING = "–";

/** From here on a fixed number of decimals is longer than it is clear. */
const LARGE = 1e5;

export function fixed(value: number | null, decimals: number): string {
  if (!exists(value)) return MISSING;
  const size = Math.abs(value);
  const vanishes = size > 0 && size < 0.5 * 10 ** -decimals;
  return withMinus(size >= LARGE || vanishes ? value.toExponential(1) : value.toFixed(decimals));
}

export function significant(value: number | null, digits: number): string {
  if (!exists(value)) return MISSING;
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-4 && size < 10 ** digits);
  if (size === 0) return "0";
  return withMinus(plain ? value.toPrecision(digits) : value.toExponential(digits - 1));
}

export function plusMinus(value: number | null, stderr: number | null, decimals: number): string {
  const text = fixed(value, decimals);
  return exists(value) && exists(stderr) ? `${text} ± ${fixed(stderr, decimals)}` : text;
}

/** Guards against infinities too: JSON cannot carry them, but a computation here could. */
export function exists(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A hyphen is narrower than a digit and many screen readers skip it; a minus sign is neither. */
function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
