/** Characters of one value of a log that an answer, a tool or a prompt holds. */
export const VALUE_CHARS_MAX = 240;

/** Control and formatting characters, lone surrogates, line separators, what is not seen; tags and variation selectors are among them. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{Co}]+/gu;
/** What makes a text an address that something might fetch. */
const SCHEME = /([a-z][a-z0-9+.-]{1,20}):\/\//gi;
const SCRIPT = /(javascript|vbscript|\bdata|\bmailto):(?=\S)/gi;
const HOST = /\bwww\./gi;

/**
 * Text from a log as data that nothing acts on: characters that are not seen or reorder others are gone, addresses cannot
 * be followed, and it is short. Twice cleaned is the same as once.
 */
export function cleanText(text: string, max: number = VALUE_CHARS_MAX): string {
  const seen = cleanSpan(text.slice(0, max * 4)).trim();
  if (seen.length <= max) return seen;
  const end = /[\ud800-\udbff]/.test(seen[max - 2] ?? "") ? max - 2 : max - 1;
  return `${seen.slice(0, end).trimEnd()}…`;
}

/** The same for a piece of a longer text: its ends stay as they are. */
export const cleanSpan = (text: string): string =>
  text
    .replace(UNSAFE, " ")
    // Markdown's own ways to a picture and to an address.
    .replaceAll("![", "! [")
    .replaceAll("](", "] (")
    .replace(SCHEME, "$1[:]//")
    .replace(SCRIPT, "$1[:]")
    .replace(HOST, "www[.]")
    .replace(/ {2,}/g, " ");

/** Whether a text holds an address, a picture or a link that a reader's program could follow. */
export const holdsRemoteReference = (text: string): boolean =>
  /[a-z][a-z0-9+.-]{1,20}:\/\/|\b(?:javascript|data|vbscript):\S|\bwww\.|!\[|\]\(/i.test(text);
