import { LOCALE } from "../../part/locale.ts";

const names = new Intl.DisplayNames(LOCALE, { type: "region" });

/** The name of a country in the reader's language; its letters where they are none. */
export function countryName(letters: string): string {
  return /^[A-Z]{2}$/.test(letters) ? (names.of(letters) ?? letters) : letters;
}
