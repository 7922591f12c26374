import type { Actor, EntityType, Event, IdentityLink, JsonObject, LogType } from "../../domain/index.ts";
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
import { type BatchDetail, BurstDetails, type MatchDetail, toMatchDetail } from "./match-detail.ts";
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
  readonly details: readonly BatchDetail[];
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
const LOGSOURCES: Readonly<Record<LogType, { readonly product: string; readonly service: string }>> = {
  "aws-cloudtrail": { product: "aws", service: "cloudtrail" },
  upload: { product: "gait", service: "upload" },
  activity: { product: "gait", service: "activity" },
  "account-snapshot": { product: "gait", service: "account-snapshot" },
  generic: { product: "gait", service: "generic" },
};

export function createEventMatcher(ruleSet: RuleSet): EventMatcher {
  const matchers = new Map<LogType, Matcher>();
  const entityOf = ruleSet.rules.map((rule) => toDetector(rule, "rule").entity);
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
        const { silent } = ruleSet.rules[rule]!;
        // A rule that only feeds correlations matches far too often to say why each time.
        const toDetail = (): MatchDetail =>
          toMatchDetail(event, silent ? null : explainMatch(ruleSet, rule, record));
        if (!silent) {
          addRuleRow(batch, { event, rule, entity: toEntityText(event, entityOf[rule]!) }, toDetail);
        }
        for (const input of extractCorrelationKeys(ruleSet, rule, record)) {
          addCorrelationRow(batch, { event, rule, input }, toDetail);
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
  readonly details: BurstDetails;
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
    details: new BurstDetails(),
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
    details: batch.details.all,
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

function addRuleRow(batch: OpenBatch, match: RuleMatch, toDetail: () => MatchDetail): void {
  const { event, rule } = match;
  const group = batch.texts.toNumber(match.entity);
  const row = beginRow(batch, event);
  const { fields } = batch.rows;
  fields[row * FIELDS + FIELD.kind] = KIND_RULE;
  fields[row * FIELDS + FIELD.detector] = rule;
  fields[row * FIELDS + FIELD.rule] = rule;
  fields[row * FIELDS + FIELD.group] = group;
  fields[row * FIELDS + FIELD.detail] = batch.details.note({ detector: rule, group, event }, toDetail);
  batch.rows.values[row] = Number.NaN;
}

interface CorrelationRow {
  readonly event: Event;
  readonly rule: number;
  readonly input: CorrelationInput;
}

function addCorrelationRow(batch: OpenBatch, match: CorrelationRow, toDetail: () => MatchDetail): void {
  const { event, rule, input } = match;
  const group = batch.texts.toNumber(input.group);
  const row = beginRow(batch, event);
  const { fields, values } = batch.rows;
  fields[row * FIELDS + FIELD.kind] = KIND_CORRELATION;
  fields[row * FIELDS + FIELD.detector] = input.correlation;
  fields[row * FIELDS + FIELD.rule] = rule;
  fields[row * FIELDS + FIELD.group] = group;
  const detector = (input.correlation + 1) * RULES_MAX + rule;
  fields[row * FIELDS + FIELD.detail] = batch.details.note({ detector, group, event }, toDetail);
  if (typeof input.value === "string") {
    fields[row * FIELDS + FIELD.flags]! |= FLAG_VALUE_TEXT;
    values[row] = batch.texts.toNumber(input.value);
  } else {
    values[row] = input.value ?? Number.NaN;
  }
}

/** More rules than any set has; it keeps the numbers of rules and of correlations with their rules apart. */
const RULES_MAX = 2 ** 20;

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
  rows.fields[base + FIELD.accessKey] =
    event.accessKeyId === null ? 0 : batch.texts.toNumber(event.accessKeyId) + 1;
  batch.ordinals.push(batch.events);
  return row;
}
