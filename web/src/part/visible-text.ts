/** A part of a text that somebody else wrote: as it is, or a character that does not show, by its name. */
export type TextPart =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "unseen"; readonly text: string };

/** Control, bidirectional, zero-width and other characters that change what others look like without showing themselves. */
const UNSEEN =
  /\u034f|[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** The text in parts: what does not show is named `U+202E`, so that nobody is misled by it. */
export function splitVisible(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > from) parts.push({ kind: "plain", text: text.slice(from, match.index) });
    parts.push({ kind: "unseen", text: nameCharacter(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: "plain", text: text.slice(from) });
  return parts;
}

/** The same as one text, for titles and files. */
export const toVisible = (text: string): string =>
  splitVisible(text)
    .map((part) => (part.kind === "plain" ? part.text : `[${part.text}]`))
    .join("");

const nameCharacter = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
