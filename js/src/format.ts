/** Numbers on cards and ruler: the kernel's notation with the minus sign of the axes. */

import { decimal, MISSING, number, withError } from "./decimal";

export { MISSING };

export function fixed(value: number | null, decimals: number): string {
  return withMinus(decimal(value ?? Number.NaN, decimals));
}

export function significant(value: number | null, digits: number): string {
  return withMinus(number(value ?? Number.NaN, digits));
}

export function plusMinus(value: number | null, stderr: number | null, decimals: number): string {
  return withMinus(withError(value ?? Number.NaN, stderr ?? Number.NaN, decimals));
}

/** Guards against infinities too: JSON cannot carry them, but a computation here could. */
export function exists(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A hyphen is narrower than a digit and many screen readers skip it; a minus sign is neither. */
export function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}
