/** A chapter of a story: what was done, under one heading. */
export interface Chapter {
  readonly head: string;
  readonly deeds: readonly string[];
}

export interface Story {
  /** Who, from where, when. */
  readonly opening: string;
  readonly chapters: readonly Chapter[];
}

const HEADS = [
  "Out of the ordinary",
  "Came in",
  "Looked around",
  "Took credentials",
  "Changed",
  "Covered it up",
  "Took or destroyed",
] as const;

const HEAD = new RegExp(`(?:^|\\. |, and )(${HEADS.join("|")}): `, "i");

/** The sentences of an incident's summary as chapters. Names that hold such words are as they are: nothing is lost. */
export function readStory(summary: string): Story {
  const [opening = "", ...rest] = summary.split(HEAD);
  const chapters: Chapter[] = [];
  for (let at = 0; at < rest.length; at += 2)
    chapters.push({
      head: capitalise(rest[at] ?? ""),
      deeds: splitDeeds((rest[at + 1] ?? "").replace(/\.$/, "")),
    });
  return { opening, chapters };
}

const capitalise = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** At semicolons outside of brackets. */
function splitDeeds(text: string): readonly string[] {
  const deeds: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth = Math.max(0, depth - 1);
    else if (text[at] === ";" && text[at + 1] === " " && depth === 0) {
      deeds.push(text.slice(from, at));
      from = at + 2;
    }
  }
  return [...deeds, text.slice(from)].filter((deed) => deed !== "");
}
