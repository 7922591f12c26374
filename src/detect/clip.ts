/** Characters of one text from a log inside a sentence, and in the details that are kept of an event. */
export const WORDS_MAX = 120;
export const DETAIL_TEXT_MAX = 512;

/** The first `max` UTF-16 units of a text, never half a character; an ellipsis says that there is more. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, isHalf ? max - 1 : max)}…`;
}
