import type { EntityType, Event, IdentityLink, JsonObject, LogType } from "../../domain/index.ts";
import {
  type CorrelationInput,
  explainMatch,
  extractCorrelationKeys,
  type Matcher,
  type RuleSet,
} from "../../sigma/index.ts";
import { toDetector } from "../detector.ts";
import { type EventRowBatch, EventRowWriter } from "../log/event-row-writer.ts";
import { SenderTexts, type TableUpdate } from "../log/sender-table.ts";
import { BurstExplanations, type Explanation } from "./match-detail.ts";
import {
  FIELD,
  FLAG_VALUE_TEXT,
  KIND_CORRELATION,
  KIND_RULE,
  SENT_FIELDS,
  SENT_ORDINAL,
} from "./match-rows.ts";

/** An identity handed over or made by one event of a batch. */
export interface BatchLink {
  /** The event's row in the batch. */
  readonly ordinal: number;
  readonly at: number;
  /** Number of the actor in the sender's table. */
  readonly issuer: number;
  /** Key that signed the call which handed over the identity. */
  readonly issuerKey: string | null;
  readonly link: IdentityLink;
}

/** Matches as a sender tells them: what their events say stands in the events' own rows. */
export interface SentMatches {
  readonly count: number;
  /** Matches x `SENT_FIELDS`; the array may be longer. */
  readonly fields: Uint32Array;
  readonly values: Float64Array;
}

/**
 * All that detection needs to know of a number of events, without the events: what a worker thread sends.
 * Numbers point into the sender's tables, of which only what is new comes along.
 */
export interface MatchBatch {
  /** Which matcher it comes from: batches of one must be absorbed in their order. */
  readonly sender: number;
  readonly events: EventRowBatch;
  readonly matches: SentMatches;
  readonly texts: TableUpdate<string>;
  readonly explanations: readonly Explanation[];
  readonly links: readonly BatchLink[];
  /** Events of each log type. */
  readonly logTypes: Readonly<Partial<Record<LogType, number>>>;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** Matches events against rules, one after the other, and gives the matches in batches. Stateless between batches. */
export interface EventMatcher {
  add(event: Event, record: JsonObject): void;
  /** The batch so far; the next `add` begins a new one. */
  take(): MatchBatch;
}

/** Which Sigma log source the records of a log type are. */
export const LOGSOURCES: Readonly<Record<LogType, { readonly product: string; readonly service: string }>> = {
  "aws-cloudtrail": { product: "aws", service: "cloudtrail" },
  upload: { product: "gait", service: "upload" },
  activity: { product: "gait", service: "activity" },
  "account-snapshot": { product: "gait", service: "account-snapshot" },
  generic: { product: "gait", service: "generic" },
};

/** @param sender tells matchers apart that feed one collector. */
export function createEventMatcher(ruleSet: RuleSet, sender = 0): EventMatcher {
  const matchers = new Map<LogType, Matcher>();
  const entityOf = ruleSet.rules.map((rule) => toDetector(rule, "rule").entity);
  const aboutResource = ruleSet.correlations.map(
    (one) => toDetector(one, "correlation").entity === "resource",
  );
  const matched: number[] = [];
  const desk: Desk = { writer: new EventRowWriter(), texts: new SenderTexts() };
  let batch = createOpenBatch();

  const matcherOf = (logType: LogType): Matcher => {
    const known = matchers.get(logType);
    if (known !== undefined) return known;
    const made = ruleSet.matcherFor(LOGSOURCES[logType]);
    matchers.set(logType, made);
    return made;
  };

  return {
    add(event, record) {
      const ordinal = desk.writer.addEvent(event);
      noteEvent(batch, event, { ordinal, writer: desk.writer });
      matched.length = 0;
      matcherOf(event.logType).match(record, matched);
      for (let i = 0; i < matched.length; i++) {
        const rule = matched[i]!;
        if (!ruleSet.rules[rule]!.silent) {
          const group = desk.texts.toNumber(toEntityText(event, entityOf[rule]!));
          const explanation = batch.explanations.note({ rule, group, event }, () =>
            explainMatch(ruleSet, rule, record),
          );
          const resource = toTextField(desk, event.resource);
          addMatch(batch, { ordinal, kind: KIND_RULE, detector: rule, rule, group, explanation, resource });
        }
        for (const input of extractCorrelationKeys(ruleSet, rule, record)) {
          const resource = aboutResource[input.correlation]! ? toTextField(desk, event.resource) : 0;
          addInput(batch, desk, { ordinal, rule, input, resource });
        }
      }
    },
    take() {
      const taken = closeBatch(batch, desk, sender);
      batch = createOpenBatch();
      return taken;
    },
  };
}

function toEntityText(event: Event, type: EntityType): string {
  if (type === "ip" && event.address.text !== null) return event.address.text;
  if (type === "resource" && event.resource !== null) return event.resource;
  return event.actor.id;
}

/** What a matcher keeps from batch to batch. */
interface Desk {
  readonly writer: EventRowWriter;
  readonly texts: SenderTexts;
}

interface OpenBatch {
  count: number;
  fields: Uint32Array;
  values: Float64Array;
  readonly explanations: BurstExplanations;
  readonly links: BatchLink[];
  readonly logTypes: Partial<Record<LogType, number>>;
  firstAt: number;
  lastAt: number;
}

const MATCHES_FIRST = 256;

function createOpenBatch(): OpenBatch {
  return {
    count: 0,
    fields: new Uint32Array(MATCHES_FIRST * SENT_FIELDS),
    values: new Float64Array(MATCHES_FIRST),
    explanations: new BurstExplanations(),
    links: [],
    logTypes: {},
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
  };
}

function closeBatch(batch: OpenBatch, { writer, texts }: Desk, sender: number): MatchBatch {
  const isEmpty = writer.count === 0;
  return {
    sender,
    events: writer.take(),
    matches: { count: batch.count, fields: batch.fields, values: batch.values },
    texts: texts.take(),
    explanations: batch.explanations.all,
    links: batch.links,
    logTypes: batch.logTypes,
    firstAt: isEmpty ? null : batch.firstAt,
    lastAt: isEmpty ? null : batch.lastAt,
  };
}

interface Place {
  /** The event's row in the batch. */
  readonly ordinal: number;
  readonly writer: EventRowWriter;
}

function noteEvent(batch: OpenBatch, event: Event, { ordinal, writer }: Place): void {
  if (event.at < batch.firstAt) batch.firstAt = event.at;
  if (event.at > batch.lastAt) batch.lastAt = event.at;
  batch.logTypes[event.logType] = (batch.logTypes[event.logType] ?? 0) + 1;
  for (let i = 0; i < event.links.length; i++) {
    const issuer = writer.toActorNumber(event.actor);
    batch.links.push({ ordinal, at: event.at, issuer, issuerKey: event.accessKeyId, link: event.links[i]! });
  }
}

interface NewMatch {
  readonly ordinal: number;
  readonly kind: number;
  readonly detector: number;
  readonly rule: number;
  readonly group: number;
  /** -1: none. */
  readonly explanation: number;
  /** Text number + 1. */
  readonly resource: number;
}

/** Gives the match's number in the batch. */
function addMatch(batch: OpenBatch, match: NewMatch): number {
  if (batch.count === batch.values.length) growMatches(batch);
  const number = batch.count++;
  const base = number * SENT_FIELDS;
  const { fields } = batch;
  fields[base + FIELD.kind] = match.kind;
  fields[base + FIELD.detector] = match.detector;
  fields[base + FIELD.rule] = match.rule;
  fields[base + FIELD.group] = match.group;
  fields[base + FIELD.explanation] = match.explanation + 1;
  fields[base + FIELD.flags] = 0;
  fields[base + FIELD.resource] = match.resource;
  fields[base + SENT_ORDINAL] = match.ordinal;
  batch.values[number] = Number.NaN;
  return number;
}

interface NewInput {
  readonly ordinal: number;
  readonly rule: number;
  readonly input: CorrelationInput;
  readonly resource: number;
}

function addInput(batch: OpenBatch, { texts }: Desk, { ordinal, rule, input, resource }: NewInput): void {
  const group = texts.toNumber(input.group);
  const detector = input.correlation;
  const number = addMatch(batch, {
    ordinal,
    kind: KIND_CORRELATION,
    detector,
    rule,
    group,
    explanation: -1,
    resource,
  });
  if (typeof input.value === "string") {
    batch.fields[number * SENT_FIELDS + FIELD.flags] = FLAG_VALUE_TEXT;
    batch.values[number] = texts.toNumber(input.value);
  } else {
    batch.values[number] = input.value ?? Number.NaN;
  }
}

function growMatches(batch: OpenBatch): void {
  const fields = new Uint32Array(batch.fields.length * 2);
  fields.set(batch.fields);
  batch.fields = fields;
  const values = new Float64Array(batch.values.length * 2);
  values.set(batch.values);
  batch.values = values;
}

const toTextField = ({ texts }: Desk, text: string | null): number =>
  text === null ? 0 : texts.toNumber(text) + 1;
