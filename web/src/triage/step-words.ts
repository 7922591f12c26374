import { VERDICT_WORDS, type VerdictKind } from "./triage-words.ts";

interface Step {
  readonly deed: "acknowledge" | "put-back" | "assign" | "tag" | "untag" | "note" | "judge";
  readonly verdict: VerdictKind | "open" | null;
  readonly text: string | null;
}

/** What somebody did, to stand behind their name; and what they wrote, null: nothing. */
export function toStepWords({ deed, verdict, text }: Step): {
  readonly deed: string;
  readonly words: string | null;
} {
  switch (deed) {
    case "acknowledge":
      return { deed: "acknowledged it", words: null };
    case "put-back":
      return { deed: "put it back to new", words: null };
    case "assign":
      return {
        deed: text === null ? "took it out of everybody's hands" : `assigned it to ${text}`,
        words: null,
      };
    case "tag":
      return { deed: `tagged it ${text}`, words: null };
    case "untag":
      return { deed: `took the tag ${text} away`, words: null };
    case "note":
      return { deed: "wrote", words: text };
    case "judge":
      return {
        deed:
          verdict === null || verdict === "open"
            ? "took the verdict back"
            : `closed it as ${VERDICT_WORDS[verdict].toLowerCase()}`,
        words: text,
      };
  }
}
