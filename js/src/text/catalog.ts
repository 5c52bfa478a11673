/** What a language's file holds. */

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;

export interface Catalog {
  /** Whose rules choose the plural form. */
  language: string;
  /** Texts by the English ones; the forms of a plural by its English singular. */
  messages: Readonly<Record<string, string | Forms>>;
}
