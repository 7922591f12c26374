import type { IngestReport } from "../../cli/ingest.ts";
import type { ContentHash, ProblemReport, Reject } from "../../domain/index.ts";
import type { InputOutcome } from "../../store/index.ts";

export const REJECTS_SHOWN_MAX = 10;

/** What an ingest did, wherever it put it. */
export type IngestSummary = Omit<IngestReport, "folder" | "database">;

/** What was seen of an input that is not committed yet. */
export interface Draft {
  readonly rejectsByCode: Map<string, number>;
  readonly skippedByCode: Map<string, number>;
  readonly rejectsShown: Reject[];
}

export const createDraft = (): Draft => ({
  rejectsByCode: new Map(),
  skippedByCode: new Map(),
  rejectsShown: [],
});

export function noteReject(draft: Draft, reject: Reject): void {
  addTo(draft.rejectsByCode, reject.code, 1);
  if (draft.rejectsShown.length < REJECTS_SHOWN_MAX) draft.rejectsShown.push(reject);
}

export const noteSkipped = (draft: Draft, code: string): void => addTo(draft.skippedByCode, code, 1);

export interface Tally {
  inputsNew: number;
  inputsKnown: number;
  events: number;
  eventsRead: number;
  duplicates: number;
  rejects: number;
  skipped: number;
  bytes: number;
  readonly rejectsByCode: Map<string, number>;
  readonly skippedByCode: Map<string, number>;
  readonly rejectsShown: Reject[];
  readonly problems: ProblemReport[];
  readonly drafts: Map<ContentHash, Draft>;
}

export const createTally = (problems: readonly ProblemReport[]): Tally => ({
  inputsNew: 0,
  inputsKnown: 0,
  events: 0,
  eventsRead: 0,
  duplicates: 0,
  rejects: 0,
  skipped: 0,
  bytes: 0,
  rejectsByCode: new Map(),
  skippedByCode: new Map(),
  rejectsShown: [],
  problems: [...problems],
  drafts: new Map(),
});

/** Only what is committed counts. */
export function countOutcomes(tally: Tally, outcomes: readonly InputOutcome[]): void {
  for (const outcome of outcomes) {
    if (outcome.kind === "known") {
      tally.inputsKnown++;
      continue;
    }
    const { input } = outcome;
    tally.inputsNew++;
    tally.events += input.events;
    tally.duplicates += input.duplicates;
    tally.rejects += input.rejects;
    tally.skipped += input.skipped;
    const draft = tally.drafts.get(input.hash);
    tally.drafts.delete(input.hash);
    if (draft === undefined) continue;
    for (const [code, count] of draft.rejectsByCode) addTo(tally.rejectsByCode, code, count);
    for (const [code, count] of draft.skippedByCode) addTo(tally.skippedByCode, code, count);
    tally.rejectsShown.push(...draft.rejectsShown.slice(0, REJECTS_SHOWN_MAX - tally.rejectsShown.length));
  }
}

const addTo = (counts: Map<string, number>, code: string, count: number): void => {
  counts.set(code, (counts.get(code) ?? 0) + count);
};

export function toSummary(tally: Tally): IngestSummary {
  const { drafts: _, eventsRead: __, ...counted } = tally;
  return {
    ...counted,
    rejectsByCode: Object.fromEntries(tally.rejectsByCode),
    skippedByCode: Object.fromEntries(tally.skippedByCode),
  };
}
