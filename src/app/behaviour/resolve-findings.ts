import {
  type BehaviourDetector,
  type BehaviourFinding,
  type Detected,
  type Evidence,
  toBehaviourFinding,
} from "../../detect/index.ts";
import {
  EVENT_FIELD,
  EVENT_LAYOUT,
  type EventLog,
  NO_ROWS,
  type Rows,
  TextsByCode,
  toValueTexts,
  type ValueTexts,
} from "../../detect/log/index.ts";
import { type EventId, toEntityId, toEpochMs } from "../../domain/index.ts";
import { toValueCode } from "../../profile/index.ts";
import { toDayRanges, toEventNumber } from "./blocks.ts";

/** What logs say of the events of findings. */
interface FoundEvents {
  readonly ids: Map<number, EventId>;
  /** Of the events that begin a finding, */
  readonly firsts: Map<number, Evidence>;
  /** and of findings at a resource, whose it is: many touch it, and it is no story of the one who happened to be first. */
  readonly begins: Map<BehaviourFinding, number>;
}

export interface FindingSources {
  readonly detectors: readonly BehaviourDetector[];
  /** Logs that hold the events of findings: each has whole days, and none that another has. */
  readonly logs: readonly EventLog[];
  /** Texts of values besides those of the logs. */
  readonly texts?: ValueTexts;
}

/**
 * Findings of behaviour as people see them, in their order: numbers of events become ids, codes become names. Goes
 * through the logs once more, for which they need not be in memory.
 */
export function resolveFindings(
  findings: readonly BehaviourFinding[],
  { detectors, logs, texts: more }: FindingSources,
): readonly Detected[] {
  if (findings.length === 0) return [];
  const texts = new TextsByCode();
  if (more !== undefined) texts.add(more);
  for (const log of logs) texts.add(toValueTexts(log.tables, NO_ROWS, log.containers));
  const found: FoundEvents = { ids: new Map(), firsts: new Map(), begins: new Map() };
  for (const log of logs) findEvents(findings, { log, texts, found });
  const { ids, firsts, begins } = found;
  const byId = new Map(detectors.map(({ detector }) => [detector.ref.id, detector]));
  return findings.map((finding) => {
    const detector = byId.get(finding.detector)!;
    const first = firsts.get(begins.get(finding) ?? finding.events[0]!)!;
    const { type, code } = finding.entity;
    const entity = type === "actor" ? first.actor.id : toEntityId(texts.textOf(code) ?? `value ${code}`);
    const events = finding.events.map((event) => ids.get(event)!);
    return { finding: toBehaviourFinding(finding, { detector, actor: first.actor, entity, events }), first };
  });
}

interface Search {
  readonly log: EventLog;
  readonly texts: TextsByCode;
  readonly found: FoundEvents;
}

function findEvents(findings: readonly BehaviourFinding[], { log, texts, found }: Search): void {
  const { ids, firsts, begins } = found;
  const shared = toShared(findings);
  const firstNumbers = new Set(findings.map(({ events }) => events[0]!));
  const numbers = Float64Array.from(new Set(findings.flatMap(({ events }) => events))).sort();
  let next = 0;
  let day = -1;
  let place = 0;
  for (const range of toDayRanges(log.readInOrder())) {
    if (range.day !== day) place = 0;
    day = range.day;
    const first = toEventNumber(day, place);
    const count = range.to - range.from;
    for (; next < numbers.length && numbers[next]! < first + count; next++) {
      const event = numbers[next]!;
      const row = range.from + event - first;
      // What lies before is of a day that the log does not have.
      if (event < first) continue;
      ids.set(event, eventIdOf(log, range.rows, row));
      const begun = toOwned(shared.get(event) ?? [], log, { rows: range.rows, row }).filter(
        (finding) => !begins.has(finding),
      );
      for (const finding of begun) begins.set(finding, event);
      if (begun.length === 0 && !firstNumbers.has(event)) continue;
      firsts.set(event, toEvidence(log, { rows: range.rows, row }, texts));
    }
    place += count;
    if (next === numbers.length) break;
  }
}

/** Findings at resources, by their events. */
function toShared(findings: readonly BehaviourFinding[]): ReadonlyMap<number, readonly BehaviourFinding[]> {
  const shared = new Map<number, BehaviourFinding[]>();
  for (const finding of findings) {
    if (finding.entity.type !== "resource") continue;
    for (const event of finding.events) {
      const known = shared.get(event);
      if (known === undefined) shared.set(event, [finding]);
      else known.push(finding);
    }
  }
  return shared;
}

/** Those which the actor of the event brought about: whose event made the detector speak. */
function toOwned(
  findings: readonly BehaviourFinding[],
  { tables }: EventLog,
  { rows, row }: Place,
): readonly BehaviourFinding[] {
  if (findings.length === 0) return findings;
  const place = rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.actor]!;
  const actor = toValueCode(tables.actors[place]!.id);
  return findings.filter((finding) => finding.actor === actor);
}

const eventIdOf = (log: EventLog, rows: Rows, row: number): EventId =>
  log.eventIdOf(rows, row, rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.idKind]!);

interface Place {
  readonly rows: Rows;
  readonly row: number;
}

/** The event as evidence. Of what it acted on the log keeps no more than what holds it. */
function toEvidence(log: EventLog, { rows, row }: Place, texts: TextsByCode): Evidence {
  const { tables } = log;
  const fieldOf = (field: number): number => rows.fields[row * EVENT_LAYOUT.fields + field]!;
  const action = tables.actions[fieldOf(EVENT_FIELD.action)]!;
  const address = tables.addresses[fieldOf(EVENT_FIELD.address)]!;
  const context = tables.contexts[fieldOf(EVENT_FIELD.context)]!;
  const key = fieldOf(EVENT_FIELD.accessKey);
  const event = eventIdOf(log, rows, row);
  return {
    at: toEpochMs(rows.at[row]!),
    event,
    actor: tables.actors[fieldOf(EVENT_FIELD.actor)]!,
    accessKeyId: key === 0 ? null : tables.keys[key - 1]!,
    detail: {
      event,
      action: action.name,
      service: action.service,
      outcome: context.outcome,
      errorCode: context.errorCode,
      account: context.account,
      region: context.region,
      address: address.text,
      country: address.country,
      tool: tables.tools[fieldOf(EVENT_FIELD.tool)]!.name,
      resource: texts.textOf(fieldOf(EVENT_FIELD.container)),
      matched: null,
    },
  };
}
