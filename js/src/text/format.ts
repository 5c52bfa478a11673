/** Numbers on cards and ruler: the kernel's notation with the minus sign of the axes. */

import { decimal, exists, MISSING, number, withError } from "./decimal";

export { exists, MISSING };

export const fixed = (value: number | null, decimals: number): string =>
  withMinus(decimal(value ?? Number.NaN, decimals));

export const significant = (value: number | null, digits: number): string =>
  withMinus(number(value ?? Number.NaN, digits));

export const plusMinus = (value: number | null, stderr: number | null, decimals: number): string =>
  withMinus(withError(value ?? Number.NaN, stderr ?? Number.NaN, decimals));

/** A hyphen is narrower than a digit, and many screen readers skip it. A minus sign has neither fault. */
export const withMinus = (text: string): string => text.replaceAll("-", "−");
