import { countEdits } from "../../domain/index.ts";

/** Shorter words are too near to each other. */
const CHARS_MIN = 5;
/** From here on a word may be two letters off. */
const LONG_CHARS_MIN = 8;

/** Words by their first letter, for finding what a misspelt one was meant to be. */
export type Spelling = ReadonlyMap<string, readonly string[]>;

export function toSpelling(words: Iterable<string>): Spelling {
  const byLetter = new Map<string, string[]>();
  for (const word of new Set(words)) {
    if (word.length < CHARS_MIN) continue;
    const letter = word[0]!;
    const known = byLetter.get(letter);
    if (known === undefined) byLetter.set(letter, [word]);
    else known.push(word);
  }
  return byLetter;
}

/** The known word that it is one letter off (long ones two), beginning with the same letter; null: none. Of several as near the first. */
export function correct(word: string, spelling: Spelling): string | null {
  const lower = word.toLowerCase();
  if (lower.length < CHARS_MIN || !/^\p{L}+$/u.test(lower)) return null;
  const allowed = lower.length >= LONG_CHARS_MIN ? 2 : 1;
  let best: string | null = null;
  let bestOff = allowed + 1;
  for (const known of spelling.get(lower[0]!) ?? []) {
    if (Math.abs(known.length - lower.length) > allowed) continue;
    const off = countEdits(lower, known);
    if (off < bestOff) [best, bestOff] = [known, off];
  }
  return best;
}
