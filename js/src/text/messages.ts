/**
 * The words that users read, as messages of gettext: English stands in the code, another language in the file that its
 * build has for "#messages". The kernel has the same two functions (hubble_widget/messages.py); scripts/messages.py
 * collects the messages of both sides.
 */

import catalog from "#messages";
import type { Forms } from "./catalog";

/** The names in braces. */
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Values<Name extends string> = Readonly<Record<Name, string | number>>;
/** A value for each name; no argument where there is none. */
type Given<Name extends string> = [Name] extends [never] ? [] : [values: Values<Name>];
/** Only a text that stands in the code is found by scripts/messages.py. */
type Literal<Text extends string> = string extends Text ? never : Text;

const { language, messages } = catalog;
const rules = new Intl.PluralRules(language);
const groups = new Intl.NumberFormat("en-US");

/**
 * A message in the language of this build: a whole sentence or a label, as a literal, with names in braces where values
 * stand. The values are formatted already.
 */
export const message = <Text extends string>(
  text: Literal<Text>,
  ...[values]: Given<Names<Text>>
): string => filled((messages[text] as string) ?? text, values);

/** A message in the form that belongs to a number, which stands for `{count}`. */
export function counted<One extends string, Many extends string>(
  one: Literal<One>,
  many: Literal<Many>,
  count: number,
  ...[values]: Given<Exclude<Names<One | Many>, "count">>
): string {
  const forms = (messages[one] as Forms) ?? { one };
  const text = forms[rules.select(count)] ?? forms.other ?? many;
  return filled(text, { count: grouped(count), ...values });
}

const filled = (text: string, values?: Values<string>): string =>
  values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name] as string) : text;

// Translators: how your language writes this number; for "12.345,6" all numbers have a comma for the point.
const EXAMPLE = message("12,345.6");

/** A formatted number, "12,345.6", as the language of this build writes it. (The classic notebook has another `at`.) */
export const localized = (number: string): string =>
  number.replace(/[,.]/g, (sign) => EXAMPLE[sign === "," ? 2 : 6] as string);

/** A whole number with its digits in groups: 12,000. */
export const grouped = (count: number): string => localized(groups.format(count));
