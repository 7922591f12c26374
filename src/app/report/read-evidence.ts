import { createHash } from "node:crypto";
import { formatCount, formatPlural } from "../../cli/terminal.ts";
import { type ContentHash, type EventId, type Finding, severityRank } from "../../domain/index.ts";
import {
  RECORD_CHARS_MAX,
  type ReportedEvent,
  type ReportedInput,
  type ReportedRecord,
} from "../../report/index.ts";
import type { Store } from "../../store/index.ts";
import { readRaw } from "../events/read-raw.ts";

/** Raw records in one report. */
export const RECORDS_MAX = 12;
/** Reading one record of a larger file again takes longer than anybody waits for a report. */
export const RAW_INPUT_BYTES_MAX = 64_000_000;

export interface Evidence {
  readonly events: readonly ReportedEvent[];
  readonly eventCount: number;
  readonly records: readonly ReportedRecord[];
  readonly inputs: readonly ReportedInput[];
  readonly leftOut: readonly string[];
}

/** The events that findings stand on, some of their records as they came, and the files that they came in. */
export async function readEvidence(
  store: Store,
  findings: readonly Finding[],
  eventsMax: number,
): Promise<Evidence> {
  const { ids, total } = pickEventIds(findings, eventsMax);
  const found = await store.events.findEvents(ids);
  const events = [...found.values()].sort(byTime).map(({ event, origin }) => ({ event, origin }));
  const inputs = await readInputs(store, events);
  const { records, leftOut } = await readRecords(store, findings, {
    events: new Map(events.map((one) => [one.event.id, one])),
    inputs: new Map(inputs.map((input) => [input.hash, input])),
  });
  const missing = ids.length - events.length;
  return {
    events,
    eventCount: total,
    records,
    inputs,
    leftOut: [
      ...leftOut,
      ...(missing === 0
        ? []
        : [
            `${formatPlural(missing, "event")} of the evidence ${missing === 1 ? "is" : "are"} no longer stored.`,
          ]),
      ...(ids.length === total
        ? []
        : [
            `Of ${formatPlural(total, "event")} that are evidence the first ${formatCount(ids.length)} were read for this report.`,
          ]),
    ],
  };
}

const byTime = (a: ReportedEvent, b: ReportedEvent): number =>
  a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1);

/** Every finding's evidence has a share of the room; what some leave over goes to the worst. */
function pickEventIds(
  findings: readonly Finding[],
  eventsMax: number,
): { readonly ids: readonly EventId[]; readonly total: number } {
  const all = new Set(findings.flatMap(({ events }) => events));
  if (all.size <= eventsMax) return { ids: [...all], total: all.size };
  const share = Math.max(1, Math.floor(eventsMax / Math.max(1, findings.length)));
  const worstFirst = [...findings].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const picked = new Set<EventId>();
  for (const length of [share, Number.POSITIVE_INFINITY])
    for (const { events } of worstFirst)
      for (const id of events.slice(0, length)) {
        if (picked.size >= eventsMax) return { ids: [...picked], total: all.size };
        picked.add(id);
      }
  return { ids: [...picked], total: all.size };
}

async function readInputs(store: Store, events: readonly ReportedEvent[]): Promise<readonly ReportedInput[]> {
  const wanted = new Set(events.map(({ origin }) => origin.hash));
  if (wanted.size === 0) return [];
  return (await store.events.listInputs())
    .filter(({ hash }) => wanted.has(hash))
    .map(({ hash, name, sizeBytes, ingestedAt }) => ({ hash, name, sizeBytes, ingestedAt }));
}

interface Known {
  readonly events: ReadonlyMap<EventId, ReportedEvent>;
  readonly inputs: ReadonlyMap<ContentHash, ReportedInput>;
}

/** The first record of each finding, the worst finding first. */
async function readRecords(
  store: Store,
  findings: readonly Finding[],
  { events, inputs }: Known,
): Promise<{ readonly records: readonly ReportedRecord[]; readonly leftOut: readonly string[] }> {
  const worstFirst = [...findings].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const firsts = new Set(worstFirst.flatMap((finding) => finding.events.find((id) => events.has(id)) ?? []));
  const readable = [...firsts].filter((id) => {
    const hash = events.get(id)?.origin.hash;
    return hash !== undefined && (inputs.get(hash)?.sizeBytes ?? 0) <= RAW_INPUT_BYTES_MAX;
  });
  const records: ReportedRecord[] = [];
  let unreadable = 0;
  for (const id of readable.slice(0, RECORDS_MAX)) {
    const one = events.get(id);
    // A file that was taken out of the archive makes no report impossible; that it is missing is said.
    const text = await readRaw(store, id).catch(() => null);
    if (text === null || one === undefined) unreadable++;
    else records.push(toRecord(id, text, one.origin));
  }
  const large = firsts.size - readable.length;
  return {
    records,
    leftOut: [
      ...(large === 0
        ? []
        : [
            `${formatPlural(large, "record")} in files over 64 MB ${large === 1 ? "is" : "are"} not shown as they came.`,
          ]),
      ...(unreadable === 0
        ? []
        : [`${formatPlural(unreadable, "record")} could not be read from the archive.`]),
      ...(readable.length <= RECORDS_MAX
        ? []
        : [
            `The appendix shows ${RECORDS_MAX} records as they came: the first of each of the worst findings.`,
          ]),
    ],
  };
}

const toRecord = (event: EventId, text: string, origin: ReportedEvent["origin"]): ReportedRecord => ({
  event,
  text: cutWhole(text),
  isCut: text.length > RECORD_CHARS_MAX,
  bytes: Buffer.byteLength(text),
  sha256: createHash("sha256").update(text).digest("hex"),
  origin,
});

/** Never half a character. */
function cutWhole(text: string): string {
  const cut = text.slice(0, RECORD_CHARS_MAX);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
