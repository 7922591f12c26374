import {
  type Actor,
  type EntityType,
  type Event,
  type IdentityLink,
  type JsonObject,
  type JsonValue,
  type LogType,
  OUTCOMES,
} from "../../domain/index.ts";
import {
  type CorrelationInput,
  explainMatch,
  extractCorrelationKeys,
  type Matcher,
  type RuleSet,
} from "../../sigma/index.ts";
import { toDetector } from "../detector.ts";
import { EVENT_ID_WORDS, fingerprintEventId, packUuid } from "./event-id-code.ts";
import { createInterner, type Interner } from "./interner.ts";
import { BurstExplanations, type Explanation } from "./match-detail.ts";
import {
  createMatchRows,
  FIELD,
  FIELDS,
  FLAG_ID_TEXT,
  FLAG_VALUE_TEXT,
  growMatchRows,
  KIND_CORRELATION,
  KIND_RULE,
  type MatchRows,
} from "./match-rows.ts";

/** An identity handed over or made by one event of a batch. */
export interface BatchLink {
  /** The event's ordinal in the batch. */
  readonly ordinal: number;
  readonly at: number;
  /** Number of the actor in the batch's table. */
  readonly issuer: number;
  /** Key that signed the call which handed over the identity. */
  readonly issuerKey: string | null;
  readonly link: IdentityLink;
}

/**
 * All that detection needs to know of a number of events, without the events: what a worker thread sends.
 * Numbers in `rows` point into this batch's own tables.
 */
export interface MatchBatch {
  readonly events: number;
  /** Two words for each event, in order. */
  readonly fingerprints: Uint32Array;
  readonly rows: MatchRows;
  /** For each row, the ordinal of its event in the batch. */
  readonly ordinals: Uint32Array;
  readonly texts: readonly string[];
  readonly actors: readonly Actor[];
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

export function createEventMatcher(ruleSet: RuleSet): EventMatcher {
  const matchers = new Map<LogType, Matcher>();
  const entityOf = ruleSet.rules.map((rule) => toDetector(rule, "rule").entity);
  const aboutResource = ruleSet.correlations.map(
    (one) => toDetector(one, "correlation").entity === "resource",
  );
  const matched: number[] = [];
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
      noteEvent(batch, event);
      matched.length = 0;
      matcherOf(event.logType).match(record, matched);
      for (const rule of matched) {
        if (!ruleSet.rules[rule]!.silent) {
          const entity = toEntityText(event, entityOf[rule]!);
          addRuleRow(batch, { event, rule, entity }, () => explainMatch(ruleSet, rule, record));
        }
        for (const input of extractCorrelationKeys(ruleSet, rule, record)) {
          addCorrelationRow(batch, { event, rule, input, aboutResource: aboutResource[input.correlation]! });
        }
      }
      batch.events++;
    },
    take() {
      const taken = closeBatch(batch);
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

interface OpenBatch {
  events: number;
  fingerprints: Uint32Array;
  rows: MatchRows;
  ordinals: number[];
  readonly texts: Interner;
  readonly actors: Actor[];
  readonly actorNumbers: Map<string, number>;
  readonly explanations: BurstExplanations;
  readonly links: BatchLink[];
  readonly logTypes: Partial<Record<LogType, number>>;
  firstAt: number;
  lastAt: number;
}

function createOpenBatch(): OpenBatch {
  return {
    events: 0,
    fingerprints: new Uint32Array(2048),
    rows: createMatchRows(256),
    ordinals: [],
    texts: createInterner(),
    actors: [],
    actorNumbers: new Map(),
    explanations: new BurstExplanations(),
    links: [],
    logTypes: {},
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
  };
}

function closeBatch(batch: OpenBatch): MatchBatch {
  return {
    events: batch.events,
    fingerprints: batch.fingerprints.slice(0, batch.events * 2),
    rows: batch.rows,
    ordinals: Uint32Array.from(batch.ordinals),
    texts: Array.from({ length: batch.texts.size }, (_, number) => batch.texts.toText(number)),
    actors: batch.actors,
    explanations: batch.explanations.all,
    links: batch.links,
    logTypes: batch.logTypes,
    firstAt: batch.events > 0 ? batch.firstAt : null,
    lastAt: batch.events > 0 ? batch.lastAt : null,
  };
}

function noteEvent(batch: OpenBatch, event: Event): void {
  if (batch.events * 2 === batch.fingerprints.length) {
    const larger = new Uint32Array(batch.fingerprints.length * 2);
    larger.set(batch.fingerprints);
    batch.fingerprints = larger;
  }
  fingerprintEventId(event.id, batch.fingerprints, batch.events * 2);
  if (event.at < batch.firstAt) batch.firstAt = event.at;
  if (event.at > batch.lastAt) batch.lastAt = event.at;
  batch.logTypes[event.logType] = (batch.logTypes[event.logType] ?? 0) + 1;
  for (const link of event.links) {
    const issuer = toActorNumber(batch, event.actor);
    batch.links.push({ ordinal: batch.events, at: event.at, issuer, issuerKey: event.accessKeyId, link });
  }
}

function toActorNumber(batch: OpenBatch, actor: Actor): number {
  const known = batch.actorNumbers.get(actor.id);
  if (known !== undefined) return known;
  batch.actorNumbers.set(actor.id, batch.actors.length);
  batch.actors.push(actor);
  return batch.actors.length - 1;
}

interface RuleMatch {
  readonly event: Event;
  readonly rule: number;
  readonly entity: string;
}

function addRuleRow(batch: OpenBatch, match: RuleMatch, explain: () => JsonValue): void {
  const { event, rule } = match;
  const group = batch.texts.toNumber(match.entity);
  const row = beginRow(batch, event);
  const { fields } = batch.rows;
  fields[row * FIELDS + FIELD.kind] = KIND_RULE;
  fields[row * FIELDS + FIELD.detector] = rule;
  fields[row * FIELDS + FIELD.rule] = rule;
  fields[row * FIELDS + FIELD.group] = group;
  fields[row * FIELDS + FIELD.resource] = toTextField(batch, event.resource);
  fields[row * FIELDS + FIELD.explanation] = batch.explanations.note({ rule, group, event }, explain) + 1;
  batch.rows.values[row] = Number.NaN;
}

interface CorrelationRow {
  readonly event: Event;
  readonly rule: number;
  readonly input: CorrelationInput;
  /** The correlation makes statements about resources. */
  readonly aboutResource: boolean;
}

function addCorrelationRow(batch: OpenBatch, match: CorrelationRow): void {
  const { event, rule, input, aboutResource } = match;
  const group = batch.texts.toNumber(input.group);
  const row = beginRow(batch, event);
  const { fields, values } = batch.rows;
  fields[row * FIELDS + FIELD.kind] = KIND_CORRELATION;
  fields[row * FIELDS + FIELD.detector] = input.correlation;
  fields[row * FIELDS + FIELD.rule] = rule;
  fields[row * FIELDS + FIELD.group] = group;
  fields[row * FIELDS + FIELD.resource] = aboutResource ? toTextField(batch, event.resource) : 0;
  fields[row * FIELDS + FIELD.explanation] = 0;
  if (typeof input.value === "string") {
    fields[row * FIELDS + FIELD.flags]! |= FLAG_VALUE_TEXT;
    values[row] = batch.texts.toNumber(input.value);
  } else {
    values[row] = input.value ?? Number.NaN;
  }
}

const toTextField = (batch: OpenBatch, text: string | null): number =>
  text === null ? 0 : batch.texts.toNumber(text) + 1;

/** A new row with what every kind of row has; its number. */
function beginRow(batch: OpenBatch, event: Event): number {
  if (batch.rows.count === batch.rows.at.length) batch.rows = growMatchRows(batch.rows, batch.rows.count * 2);
  const { rows } = batch;
  const row = rows.count++;
  rows.at[row] = event.at;
  const base = row * FIELDS;
  rows.fields[base + FIELD.flags] = 0;
  if (!packUuid(event.id, rows.ids, row * EVENT_ID_WORDS)) {
    rows.ids.fill(0, row * EVENT_ID_WORDS, (row + 1) * EVENT_ID_WORDS);
    rows.ids[row * EVENT_ID_WORDS] = batch.texts.toNumber(event.id);
    // Rows of equal time are ordered by these words, and the number of a text depends on what was read before.
    rows.ids[row * EVENT_ID_WORDS + 1] = batch.fingerprints[batch.events * 2]!;
    rows.ids[row * EVENT_ID_WORDS + 2] = batch.fingerprints[batch.events * 2 + 1]!;
    rows.fields[base + FIELD.flags] = FLAG_ID_TEXT;
  }
  rows.fields[base + FIELD.actor] = toActorNumber(batch, event.actor);
  rows.fields[base + FIELD.accessKey] = toTextField(batch, event.accessKeyId);
  writeSituation(batch, event, base);
  batch.ordinals.push(batch.events);
  return row;
}

/** What called whom, from where, with what outcome: the same few texts again and again, written as numbers. */
function writeSituation(batch: OpenBatch, event: Event, base: number): void {
  const { fields } = batch.rows;
  const { action, address, tool } = event;
  fields[base + FIELD.outcome] = OUTCOMES.indexOf(event.outcome);
  fields[base + FIELD.action] = toTextField(batch, action.name);
  fields[base + FIELD.service] = toTextField(batch, action.service);
  fields[base + FIELD.errorCode] = toTextField(batch, event.errorCode);
  fields[base + FIELD.account] = toTextField(batch, event.account);
  fields[base + FIELD.region] = toTextField(batch, event.region);
  fields[base + FIELD.address] = toTextField(batch, address.text);
  fields[base + FIELD.country] = toTextField(batch, address.country);
  fields[base + FIELD.tool] = toTextField(batch, tool.name);
}
