import { type Pattern, toSmallAscii } from "./condition.ts";

/** Whether a text is what a pattern says, letters of A to Z alike; time grows with text times pattern at most. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const characters = Array.from(toSmallAscii(text));
  /** How far the text may be read after the parts so far. */
  let places = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const place of places) {
      if (part.kind === "any-character" && place < characters.length) next.add(place + 1);
      if (part.kind === "any-run")
        for (let further = place; further <= characters.length && !next.has(further); further++)
          next.add(further);
      if (part.kind === "text") {
        const wanted = Array.from(part.text);
        if (wanted.every((character, step) => characters[place + step] === character))
          next.add(place + wanted.length);
      }
    }
    places = next;
  }
  return places.has(characters.length);
}
