import type { Finding } from "../../domain/index.ts";

/** Parts of an attack in the order in which attackers work, with the tactics that belong to each. */
export const CHAPTERS = [
  { name: "way-in", tactics: ["TA0043", "TA0042", "TA0001"] },
  { name: "look", tactics: ["TA0007"] },
  { name: "credentials", tactics: ["TA0006"] },
  { name: "change", tactics: ["TA0002", "TA0003", "TA0004", "TA0008", "TA0011"] },
  { name: "cover", tactics: ["TA0005", "TA0112"] },
  { name: "end", tactics: ["TA0009", "TA0010", "TA0040"] },
] as const satisfies readonly { readonly name: string; readonly tactics: readonly string[] }[];
export type ChapterName = (typeof CHAPTERS)[number]["name"];

/** Data is taken or destroyed. */
export const LAST_CHAPTER = CHAPTERS.length - 1;

const CHAPTER_OF_TACTIC: ReadonlyMap<string, number> = new Map(
  CHAPTERS.flatMap(({ tactics }, chapter) => tactics.map((tactic) => [tactic, chapter] as const)),
);

/** A finding belongs to the chapter of its first tactic; null: it names none that is known. */
export const chapterOf = (finding: Finding): number | null =>
  CHAPTER_OF_TACTIC.get(finding.attack[0]?.tactic ?? "") ?? null;

export function chapterNameOf(finding: Finding): ChapterName | null {
  const chapter = chapterOf(finding);
  return chapter === null ? null : CHAPTERS[chapter]!.name;
}
