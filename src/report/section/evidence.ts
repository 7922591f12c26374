import type { ActionClass, Outcome } from "../../domain/index.ts";
import { type Block, code, type Text } from "../document/document.ts";
import { clip, toBytes, toCount, toCountry, toPlural, toTime } from "../document/words.ts";
import type { ReportedEvent, ReportFacts } from "../facts.ts";

/** Events listed in a report; all of them are in the table of evidence (CSV). */
export const EVENTS_SHOWN_MAX = 80;
const VALUE_CHARS_MAX = 120;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  success: "done",
  denied: "refused",
  failure: "failed",
};

/** What was done, by whom, to what, from where, with what and with what outcome. */
export function listEvidence({ events, eventCount }: ReportFacts): readonly Block[] {
  if (events.length === 0)
    return [{ kind: "text", text: "The events that the findings stand on are no longer stored." }];
  const shown = pickEvents(events);
  return [
    {
      kind: "text",
      text: `The findings stand on ${toPlural(eventCount, "event")}: records of single calls, as the cloud provider wrote them. The column “what” names the service and the call.`,
    },
    {
      kind: "table",
      columns: [
        { title: "Time (UTC)", isNarrow: true },
        { title: "Who" },
        { title: "What" },
        { title: "On" },
        { title: "From" },
        { title: "With" },
        { title: "Outcome" },
      ],
      rows: shown.map(toRow),
      leftOut:
        shown.length < eventCount
          ? `${toCount(shown.length)} of ${toCount(eventCount)} events are shown: the first of each kind of call and its outcome, then the earliest. The table of evidence (format csv) lists ${events.length < eventCount ? `the first ${toCount(events.length)}` : "them all"}.`
          : null,
    },
  ];
}

/** The first of each call and outcome by each identity, then the earliest, in the order of time. */
export function pickEvents(events: readonly ReportedEvent[]): readonly ReportedEvent[] {
  if (events.length <= EVENTS_SHOWN_MAX) return events;
  const kinds = new Set<string>();
  const firsts = events.filter(({ event }) => {
    const kind = `${event.actor.id} ${event.action.service}:${event.action.name} ${event.outcome} ${event.address.text}`;
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return isFirst;
  });
  const picked = new Set(firsts.slice(0, EVENTS_SHOWN_MAX));
  for (const one of events) {
    if (picked.size >= EVENTS_SHOWN_MAX) break;
    picked.add(one);
  }
  return events.filter((one) => picked.has(one));
}

function toRow({ event }: ReportedEvent): readonly Text[] {
  const { actor, action, resource, address, tool, outcome, errorCode } = event;
  return [
    toTime(event.at),
    clip(actor.name, 60),
    [code(`${action.service}:${action.name}`)],
    resource === null ? "—" : [code(clip(resource, VALUE_CHARS_MAX))],
    toPlace(address),
    clip(tool.name, 40),
    `${OUTCOMES[outcome]}${errorCode === null ? "" : ` (${clip(errorCode, 60)})`}${toAmount(event)}`,
  ];
}

const toPlace = ({ text, country }: ReportedEvent["event"]["address"]): string => {
  if (text === null) return "—";
  return country === null ? clip(text, 60) : `${clip(text, 60)}, ${toCountry(country)}`;
};

function toAmount({ bytesIn, bytesOut }: ReportedEvent["event"]): string {
  const parts = [
    ...(bytesIn === null || bytesIn === 0 ? [] : [`${toBytes(bytesIn)} in`]),
    ...(bytesOut === null || bytesOut === 0 ? [] : [`${toBytes(bytesOut)} out`]),
  ];
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

export interface EvidenceTotals {
  readonly bytesOut: number;
  readonly refused: number;
  readonly byClass: ReadonlyMap<ActionClass, number>;
}

export function sumEvidence(events: readonly ReportedEvent[]): EvidenceTotals {
  const byClass = new Map<ActionClass, number>();
  let bytesOut = 0;
  let refused = 0;
  for (const { event } of events) {
    byClass.set(event.action.class, (byClass.get(event.action.class) ?? 0) + 1);
    bytesOut += event.bytesOut ?? 0;
    if (event.outcome !== "success") refused++;
  }
  return { bytesOut, refused, byClass };
}
