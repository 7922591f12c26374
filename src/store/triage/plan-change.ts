import {
  type EpochMs,
  type StepsSum,
  sumSteps,
  TAGS_MAX,
  type TriageDeed,
  type TriageStep,
  toError,
  type Verdict,
  type VerdictKind,
} from "../../domain/index.ts";
import type { TriageChange, TriageRequest, TriageStanding, TriageTarget } from "../ports/triage-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toStanding } from "./triage-sql.ts";

/** One target as it stands, with what its steps add up to. */
export interface KnownTarget {
  readonly target: TriageTarget;
  readonly standing: TriageStanding;
  readonly sum: StepsSum;
}

/** What a change writes of one target. */
export interface PlannedChange {
  readonly target: TriageTarget;
  readonly steps: readonly TriageStep[];
  /** Null: none is said. */
  readonly verdict: Verdict | null;
  /** Of the steps; null: none of them is one. */
  readonly note: string | null;
  readonly sum: StepsSum;
  readonly before: TriageStanding;
  readonly after: TriageStanding;
}

/** Throws STORE_TRIAGE_TAGS. */
export function planChange(
  { target, standing: before, sum: stood }: KnownTarget,
  { change, by }: Pick<TriageRequest, "change" | "by">,
  at: EpochMs,
): PlannedChange {
  const verdict = isSaid(change, before) ? change.verdict : undefined;
  const note = change.note ?? null;
  const made = [
    ...listDeeds(change, stood),
    ...(note === null || verdict !== undefined ? [] : [toDeed("note", note)]),
  ];
  const sum = sumSteps(made, stood);
  if (sum.tags.length > TAGS_MAX)
    throw toError(STORE_PROBLEMS, "STORE_TRIAGE_TAGS", { id: target.id, most: TAGS_MAX });
  const said = verdict ?? before.verdict ?? "open";
  const kind: VerdictKind | null = said === "open" ? null : said;
  const changes = made.length + (verdict === undefined ? 0 : 1);
  return {
    target,
    steps: made.map((step) => ({ ...step, target, at, by })),
    verdict: verdict === undefined ? null : { target, verdict, at, by, note },
    note: verdict === undefined ? note : null,
    sum,
    before,
    after: {
      ...toStanding(kind, sum),
      verdict: kind,
      version: before.version + changes,
      latest: changes === 0 ? before.latest : { at, by },
    },
  };
}

/** The same verdict again says nothing new, unless a note comes with it. */
const isSaid = ({ verdict, note }: TriageChange, { verdict: before }: TriageStanding): boolean =>
  verdict !== undefined &&
  (verdict !== (before ?? "open") || (verdict !== "open" && note !== undefined && note !== null));

interface Deed {
  readonly deed: TriageDeed;
  readonly text: string | null;
}

const toDeed = (deed: TriageDeed, text: string | null = null): Deed => ({ deed, text });

function listDeeds(
  { isAcknowledged, assignee, addTags = [], removeTags = [] }: TriageChange,
  sum: StepsSum,
): readonly Deed[] {
  return [
    ...(isAcknowledged === undefined || isAcknowledged === sum.isAcknowledged
      ? []
      : [toDeed(isAcknowledged ? "acknowledge" : "put-back")]),
    ...(assignee === undefined || assignee === sum.assignee ? [] : [toDeed("assign", assignee)]),
    ...[...new Set(removeTags)].filter((tag) => sum.tags.includes(tag)).map((tag) => toDeed("untag", tag)),
    ...[...new Set(addTags)].filter((tag) => !sum.tags.includes(tag)).map((tag) => toDeed("tag", tag)),
  ];
}
