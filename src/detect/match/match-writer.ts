import type { EntityType, Event, IdentityLink, JsonValue, LogType } from "../../domain/index.ts";
import type { CorrelationInput, RuleSet } from "../../sigma/index.ts";
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

export interface WriterOptions {
  /** Tells writers apart that feed one collector. */
  readonly sender: number;
  /** False: the collector keeps no events; of those that nothing matched only id and time are told. */
  readonly keepsEvents: boolean;
}

/** An event and its row in the batch. */
export interface WrittenEvent {
  readonly event: Event;
  readonly ordinal: number;
}

/**
 * Writes events and what matched them as batches of numbers, whoever found the matches: a matcher that looks at the
 * record, or the store that kept what a matcher found.
 */
export class MatchWriter {
  readonly #desk: Desk = { writer: new EventRowWriter(), texts: new SenderTexts() };
  readonly #entityOf: readonly EntityType[];
  readonly #aboutResource: readonly boolean[];
  readonly #sender: number;
  readonly #keepsEvents: boolean;
  /** The row that was last described, where only rows of matches are. */
  #described = -1;
  #batch = createOpenBatch();

  constructor(ruleSet: RuleSet, { sender, keepsEvents }: WriterOptions) {
    this.#sender = sender;
    this.#keepsEvents = keepsEvents;
    this.#entityOf = ruleSet.rules.map((rule) => toDetector(rule, "rule").entity);
    this.#aboutResource = ruleSet.correlations.map(
      (one) => toDetector(one, "correlation").entity === "resource",
    );
  }

  /** Gives the event's row in the batch. */
  addEvent(event: Event): number {
    const { writer } = this.#desk;
    const ordinal = this.#keepsEvents ? writer.addEvent(event) : writer.addBare(event);
    noteEvent(this.#batch, event, { ordinal, writer });
    return ordinal;
  }

  /** A rule matched. `toMatched` is asked for the first event of a burst alone. */
  addRule(written: WrittenEvent, rule: number, toMatched: () => JsonValue): void {
    this.#describe(written);
    const { event, ordinal } = written;
    const desk = this.#desk;
    const group = desk.texts.toNumber(toEntityText(event, this.#entityOf[rule]!));
    const explanation = this.#batch.explanations.note({ rule, group, event }, toMatched);
    const resource = toTextField(desk, event.resource);
    addMatch(this.#batch, { ordinal, kind: KIND_RULE, detector: rule, rule, group, explanation, resource });
  }

  /** A rule that matched feeds a correlation. */
  addInput(written: WrittenEvent, rule: number, input: CorrelationInput): void {
    this.#describe(written);
    const { event, ordinal } = written;
    const resource = this.#aboutResource[input.correlation]! ? toTextField(this.#desk, event.resource) : 0;
    addInput(this.#batch, this.#desk, { ordinal, rule, input, resource });
  }

  /** The batch so far; what is added next begins a new one. */
  take(): MatchBatch {
    const taken = closeBatch(this.#batch, this.#desk, this.#sender);
    this.#batch = createOpenBatch();
    this.#described = -1;
    return taken;
  }

  #describe({ event, ordinal }: WrittenEvent): void {
    if (this.#keepsEvents || ordinal === this.#described) return;
    this.#desk.writer.describe(ordinal, event);
    this.#described = ordinal;
  }
}

/** What a rule speaks of: the address or resource of the event where it has one, else its actor. */
export function toEntityText(event: Event, type: EntityType): string {
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
