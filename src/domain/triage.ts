import type { EpochMs } from "./id.ts";
import type { Verdict } from "./verdict.ts";

/** How far people are with a finding or an incident. `closed`: it has a verdict, which is the reason of closing it. */
export const TRIAGE_STATES = ["new", "acknowledged", "closed"] as const;
export type TriageState = (typeof TRIAGE_STATES)[number];

/** What people do with a finding or an incident besides judging it. */
export const TRIAGE_DEEDS = ["acknowledge", "put-back", "assign", "tag", "untag", "note"] as const;
export type TriageDeed = (typeof TRIAGE_DEEDS)[number];

/** One such deed. What stands now is what all of them say, one after the other. */
export interface TriageStep {
  readonly target: Verdict["target"];
  readonly deed: TriageDeed;
  /** Whom it is assigned to, a tag, or the words of a note; null: nobody, or the deed needs none. */
  readonly text: string | null;
  readonly at: EpochMs;
  /** Who did it: a user's name. */
  readonly by: string;
}

/** Where people are with a finding or an incident. */
export interface Standing {
  readonly state: TriageState;
  /** Who has it in hand; null: nobody. */
  readonly assignee: string | null;
  /** From A on. */
  readonly tags: readonly string[];
}

export const TAG_CHARS_MAX = 40;
/** Tags of one finding or incident. */
export const TAGS_MAX = 20;
/** Findings and incidents that are changed at once. */
export const TRIAGE_TARGETS_MAX = 500;
export const NOTE_CHARS_MAX = 2000;
export const ASSIGNEE_CHARS_MAX = 100;

const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._:/-]*$/u;

/** A tag as it is kept: small letters, a dash for a gap. Null: the text is none. */
export function toTag(text: string): string | null {
  const tag = text.trim().toLowerCase().replace(/\s+/g, "-");
  return tag.length <= TAG_CHARS_MAX && TAG.test(tag) ? tag : null;
}

/** What does not depend on verdicts: the same after all steps of a target, in their order. */
export interface StepsSum {
  readonly isAcknowledged: boolean;
  readonly assignee: string | null;
  readonly tags: readonly string[];
}

const NO_STEPS: StepsSum = { isAcknowledged: false, assignee: null, tags: [] };

/** What stands after the steps of one target, the oldest first. */
export const sumSteps = (
  steps: readonly Pick<TriageStep, "deed" | "text">[],
  before: StepsSum = NO_STEPS,
): StepsSum => steps.reduce(addStep, before);

function addStep(sum: StepsSum, { deed, text }: Pick<TriageStep, "deed" | "text">): StepsSum {
  switch (deed) {
    case "acknowledge":
      return { ...sum, isAcknowledged: true };
    case "put-back":
      return { ...sum, isAcknowledged: false };
    case "assign":
      return { ...sum, assignee: text };
    case "tag":
      return text === null || sum.tags.includes(text)
        ? sum
        : { ...sum, tags: [...sum.tags, text].toSorted() };
    case "untag":
      return { ...sum, tags: sum.tags.filter((tag) => tag !== text) };
    case "note":
      return sum;
  }
}
