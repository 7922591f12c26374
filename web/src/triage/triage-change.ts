import { formatPlural } from "../part/format.ts";
import { STATE_WORDS, type Standing, VERDICT_WORDS, type VerdictKind } from "./triage-words.ts";

/** What shall hold of findings or incidents from now on; what is absent stays. */
export interface TriageChange {
  /** Ids of findings or incidents. */
  readonly targets: readonly string[];
  readonly state?: "new" | "acknowledged";
  readonly close?: VerdictKind;
  /** Null: nobody. */
  readonly assignee?: string | null;
  readonly add_tags?: readonly string[];
  readonly remove_tags?: readonly string[];
  readonly note?: string | null;
}

export interface Changed {
  readonly target: { readonly id: string };
  readonly before: Standing;
  readonly after: Standing;
}

/** What was said stays said: a note alone is not taken back. */
export const isTakenBack = (change: TriageChange): boolean =>
  Object.keys(change).some((name) => name !== "targets" && name !== "note");

/** What brings each back to how it stood: those that stood alike in one. */
export function toBackward(changed: readonly Changed[]): readonly TriageChange[] {
  const groups = Map.groupBy(
    changed.filter(({ before, after }) => before.version !== after.version),
    ({ before, after }) => JSON.stringify(toDifference(before, after)),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ targets: group.map(({ target }) => target.id), ...toDifference(first.before, first.after) }];
  });
}

function toDifference(before: Standing, after: Standing): Omit<TriageChange, "targets"> {
  const isOther = before.state !== after.state || before.verdict !== after.verdict;
  const state = before.state === "closed" ? undefined : before.state;
  return {
    ...(isOther && before.verdict !== null ? { close: before.verdict } : {}),
    ...(isOther && before.verdict === null && state !== undefined ? { state } : {}),
    ...(before.assignee === after.assignee ? {} : { assignee: before.assignee }),
    add_tags: before.tags.filter((tag) => !after.tags.includes(tag)),
    remove_tags: after.tags.filter((tag) => !before.tags.includes(tag)),
  };
}

/** One sentence of what was done. */
export function describeChange(change: TriageChange, count: number): string {
  const { state, close, assignee, add_tags: added = [], remove_tags: removed = [], note } = change;
  const deeds = [
    ...(state === undefined ? [] : [STATE_WORDS[state].toLowerCase()]),
    ...(close === undefined ? [] : [`closed as ${VERDICT_WORDS[close].toLowerCase()}`]),
    ...(assignee === undefined ? [] : [assignee === null ? "nobody's now" : `assigned to ${assignee}`]),
    ...(added.length === 0 ? [] : [`tagged ${added.join(", ")}`]),
    ...(removed.length === 0 ? [] : [`no longer tagged ${removed.join(", ")}`]),
  ];
  if (deeds.length === 0) return note == null ? "Nothing was changed." : "The note is kept.";
  return `${formatPlural(count, "item")}: ${deeds.join(", ")}.`;
}
