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

/** The known word that it is one letter off (long ones two), beginning with the same letter; null: none, or several. */
export function correct(word: string, spelling: Spelling): string | null {
  const lower = word.toLowerCase();
  if (lower.length < CHARS_MIN || !/^\p{L}+$/u.test(lower)) return null;
  const allowed = lower.length >= LONG_CHARS_MIN ? 2 : 1;
  let best: string | null = null;
  let bestOff = allowed + 1;
  for (const known of spelling.get(lower[0]!) ?? []) {
    if (Math.abs(known.length - lower.length) > allowed) continue;
    const off = countSlips(lower, known, allowed);
    if (off < bestOff) [best, bestOff] = [known, off];
  }
  return best;
}

/** Letters left out, added, changed or swapped with their neighbour; more than `max` are not told apart. */
function countSlips(a: string, b: string, max: number): number {
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let least = Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, older[column - 2]! + 1);
      line.push(least);
    }
    if (Math.min(...line) > max) return max + 1;
    older = above;
    above = line;
  }
  return above[b.length]!;
}
