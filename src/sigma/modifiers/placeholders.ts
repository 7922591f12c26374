import { EXPANSIONS_MAX } from "../limits.ts";

/** Values for `%name%` in items with the modifier `expand`. Values may hold wildcards. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

export type ExpandResult =
  | { readonly kind: "ok"; readonly texts: readonly string[]; readonly names: number }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "limit" };

/** `\%` is a plain percent sign; everything between two others is a placeholder's name. */
export function expandPlaceholders(text: string, placeholders: Placeholders): ExpandResult {
  let texts: string[] = [""];
  let names = 0;
  for (const piece of splitPlaceholders(text)) {
    if (!piece.isName) {
      texts = texts.map((start) => start + piece.text);
      continue;
    }
    names++;
    const values = Object.hasOwn(placeholders, piece.text) ? placeholders[piece.text] : undefined;
    if (values === undefined) return { kind: "unknown", name: piece.text };
    if (texts.length * values.length > EXPANSIONS_MAX) return { kind: "limit" };
    texts = texts.flatMap((start) => values.map((value) => start + value));
  }
  return { kind: "ok", texts, names };
}

interface Piece {
  readonly text: string;
  readonly isName: boolean;
}

function splitPlaceholders(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\" && text[i + 1] === "%") {
      plain += "%";
      i++;
      continue;
    }
    const name = text[i] === "%" ? /^%([^%\\\s]+)%/.exec(text.slice(i, i + 128)) : null;
    if (name === null) {
      plain += text[i];
      continue;
    }
    pieces.push({ text: plain, isName: false }, { text: name[1]!, isName: true });
    plain = "";
    i += name[0].length - 1;
  }
  return [...pieces, { text: plain, isName: false }];
}
