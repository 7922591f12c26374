import { MINUTE_MS, type Outcome } from "../../domain/index.ts";
import { type Block, type Column, code, type Text, toPlainText } from "../document/document.ts";
import { clip, toBytes, toCount, toPlural, toTime } from "../document/words.ts";
import type { ReportedEvent, ReportFacts } from "../facts.ts";

/** Lines of a report; all events are in the table of evidence (CSV). */
export const RUNS_SHOWN_MAX = 60;
/** What is done again within this time, by the same identity in the same way, is one line. */
const RUN_GAP_MS = 15 * MINUTE_MS;
const VALUE_CHARS_MAX = 120;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  success: "done",
  denied: "refused",
  failure: "failed",
};

type EventOf = ReportedEvent["event"];

/** Calls of one kind, one after the other. */
export interface Run {
  readonly first: EventOf;
  readonly last: EventOf;
  readonly count: number;
  readonly resources: ReadonlySet<string>;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

interface OpenRun extends Run {
  last: EventOf;
  count: number;
  readonly resources: Set<string>;
  bytesIn: number;
  bytesOut: number;
}

/** What was done, by whom, to what, from where, with what and with what outcome. */
export function listEvidence({ events, eventCount }: ReportFacts): readonly Block[] {
  if (events.length === 0)
    return [{ kind: "text", text: "The events that the findings stand on are no longer stored." }];
  const runs = toRuns(events);
  const shown = runs.length <= RUNS_SHOWN_MAX ? runs : pickRuns(runs);
  const year = findYear(runs);
  const [varying, constant] = divideColumns(runs, toColumns(year));
  return [
    {
      kind: "text",
      text: `The findings stand on ${toPlural(eventCount, "event")}: records of single calls, as the cloud provider wrote them. Calls of one kind within a quarter of an hour stand on one line.${year === null ? "" : ` All times are of ${year}.`}`,
    },
    ...(constant.length === 0 ? [] : [{ kind: "facts", rows: constant } as const]),
    {
      kind: "table",
      columns: varying,
      rows: shown.map((run) => varying.map(({ toCell }) => toCell(run))),
      leftOut: tellLeftOut({ shown: shown.length, runs: runs.length, read: events.length, all: eventCount }),
    },
  ];
}

interface EvidenceColumn extends Column {
  readonly toCell: (run: Run) => Text;
  /** A value that is often the same on all lines, and then stands above them. */
  readonly isOftenSame?: boolean;
}

/** The year in which all of it happened; null: it was more than one. */
function findYear(runs: readonly Run[]): number | null {
  const years = new Set(
    runs.flatMap(({ first, last }) => [first, last].map(({ at }) => new Date(at).getUTCFullYear())),
  );
  return years.size === 1 ? [...years][0]! : null;
}

/** A year that all lines have is not said on each: the table is wide enough. */
const toColumns = (year: number | null): readonly EvidenceColumn[] => [
  {
    title: "Time (UTC)",
    width: "medium",
    toCell: ({ first, last }) => {
      const span = toSpan(first.at, last.at);
      return year === null ? span : span.replace(`${year}-`, "");
    },
  },
  { title: "Who", toCell: ({ first }) => clip(first.actor.name, 60), isOftenSame: true },
  {
    title: "Call",
    width: "medium",
    toCell: ({ first }) => [code(clip(`${first.action.service}:${first.action.name}`, 48))],
  },
  { title: "Times", isNumeric: true, toCell: ({ count }) => toCount(count) },
  { title: "On", width: "wide", toCell: ({ resources }) => toThings(resources) },
  { title: "From", isNarrow: true, toCell: ({ first }) => toPlace(first.address), isOftenSame: true },
  { title: "With", toCell: ({ first }) => clip(first.tool.name, 40), isOftenSame: true },
  { title: "Outcome", toCell: toOutcome },
];

function divideColumns(
  runs: readonly Run[],
  columns: readonly EvidenceColumn[],
): readonly [varying: readonly EvidenceColumn[], constant: readonly (readonly [string, Text])[]] {
  const constant = columns.filter(
    ({ isOftenSame, toCell }) =>
      isOftenSame === true && new Set(runs.map((run) => toPlainText(toCell(run)))).size === 1,
  );
  return [
    columns.filter((column) => !constant.includes(column)),
    constant.map(({ title, toCell }) => [`${title} (all of it)`, toCell(runs[0]!)]),
  ];
}

function tellLeftOut(counts: {
  readonly shown: number;
  readonly runs: number;
  readonly read: number;
  readonly all: number;
}): string | null {
  const { shown, runs, read, all } = counts;
  const lines = shown < runs ? `${toCount(runs - shown)} more lines are not shown. ` : "";
  const events = read < all ? `Only the first ${toCount(read)} of ${toCount(all)} events were read. ` : "";
  return lines === "" && events === ""
    ? null
    : `${lines}${events}The table of evidence (format csv) lists the events one by one.`;
}

/** Events in the order of time, as runs in the order of their beginnings. */
export function toRuns(events: readonly ReportedEvent[]): readonly Run[] {
  const open = new Map<string, OpenRun>();
  const runs: OpenRun[] = [];
  for (const { event } of events) {
    const { actor, action, outcome, errorCode, address, tool } = event;
    const key = [actor.id, action.service, action.name, outcome, errorCode, address.text, tool.name].join(
      "\n",
    );
    const known = open.get(key);
    const run =
      known !== undefined && event.at - known.last.at <= RUN_GAP_MS
        ? known
        : { first: event, last: event, count: 0, resources: new Set<string>(), bytesIn: 0, bytesOut: 0 };
    if (run !== known) {
      open.set(key, run);
      runs.push(run);
    }
    run.last = event;
    run.count++;
    run.bytesIn += event.bytesIn ?? 0;
    run.bytesOut += event.bytesOut ?? 0;
    if (event.resource !== null) run.resources.add(event.resource);
  }
  return runs;
}

/** The first of each kind of call by each identity, then the earliest, in the order of time. */
function pickRuns(runs: readonly Run[]): readonly Run[] {
  const kinds = new Set<string>();
  const firsts = runs.filter(({ first: { actor, action, outcome } }) => {
    const kind = `${actor.id} ${action.service}:${action.name} ${outcome}`;
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return isFirst;
  });
  const picked = new Set(firsts.slice(0, RUNS_SHOWN_MAX));
  for (const run of runs) {
    if (picked.size >= RUNS_SHOWN_MAX) break;
    picked.add(run);
  }
  return runs.filter((run) => picked.has(run));
}

function toSpan(from: number, to: number): string {
  const [begin, end] = [toTime(from), toTime(to)];
  if (begin === end) return begin;
  return begin.slice(0, 10) === end.slice(0, 10)
    ? `${begin} – ${end.slice(11)}`
    : `${begin} – ${end.slice(5)}`;
}

function toThings(resources: ReadonlySet<string>): Text {
  const [first] = resources;
  if (first === undefined) return "—";
  const rest = resources.size - 1;
  return [code(clip(first, VALUE_CHARS_MAX)), ...(rest === 0 ? [] : [` and ${toCount(rest)} more`])];
}

/** As many as the longest address has; names of services are cut. */
const ADDRESS_CHARS_MAX = 39;

const toPlace = ({ text, country }: EventOf["address"]): string => {
  if (text === null) return "—";
  return country === null ? clip(text, ADDRESS_CHARS_MAX) : `${clip(text, ADDRESS_CHARS_MAX)} (${country})`;
};

function toOutcome({ first, bytesIn, bytesOut }: Run): string {
  const parts = [
    ...(bytesIn === 0 ? [] : [`${toBytes(bytesIn)} in`]),
    ...(bytesOut === 0 ? [] : [`${toBytes(bytesOut)} out`]),
  ];
  const error = first.errorCode === null ? "" : ` (${clip(first.errorCode, 60)})`;
  return `${OUTCOMES[first.outcome]}${error}${parts.length === 0 ? "" : `, ${parts.join(", ")}`}`;
}

/** Sums over the evidence. */
export function sumEvidence(events: readonly ReportedEvent[]): {
  readonly bytesOut: number;
  readonly refused: number;
} {
  let bytesOut = 0;
  let refused = 0;
  for (const { event } of events) {
    bytesOut += event.bytesOut ?? 0;
    if (event.outcome !== "success") refused++;
  }
  return { bytesOut, refused };
}
