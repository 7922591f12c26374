/** Longer words are not compared: nobody mistypes those into each other. */
const WORD_CHARS_MAX = 64;

/** The known word that was probably meant, or null: at most one edit for short words, a third of the length for long ones. */
export function findNearest(word: string, known: Iterable<string>): string | null {
  const lower = word.toLowerCase();
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(Math.min(word.length, WORD_CHARS_MAX) / 3)) + 1;
  for (const candidate of known) {
    const distance = countEdits(lower, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** "Did you mean x?", or null where nothing is near. */
export function suggestNearest(word: string, known: Iterable<string>): string | null {
  const nearest = findNearest(word, known);
  return nearest === null ? null : `Did you mean ${nearest}?`;
}

/** Optimal string alignment: insertions, deletions, replacements, neighbours swapped. */
export function countEdits(a: string, b: string): number {
  if (a.length > WORD_CHARS_MAX || b.length > WORD_CHARS_MAX) return a === b ? 0 : WORD_CHARS_MAX;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2]! + 1);
      }
      row.push(edits);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
