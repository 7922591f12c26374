import { BANNED_TEXTS, WORD_LISTS } from "../law/words.ts";
import type { Breach } from "../source-file.ts";

/** Leftovers, paths of one machine and words that do not belong to the product, in any text file. */
export function checkWords(path: string, text: string): readonly Breach[] {
  if (WORD_LISTS.test(path)) return [];
  const banned = BANNED_TEXTS.filter(
    (candidate) => candidate.except === undefined || !candidate.except.test(path),
  );
  const breaches: Breach[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const { pattern, message } of banned) {
      const found = pattern.exec(line);
      if (found !== null)
        breaches.push({ path, line: index + 1, message: `"${found[0].trim()}": ${message}` });
    }
  }
  return breaches;
}
