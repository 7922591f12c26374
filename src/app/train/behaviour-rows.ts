import { type FeatureSample, hashFacts } from "../../detect/index.ts";
import { fillEventFacts } from "../../detect/log/index.ts";
import { createRng, mix, toDay } from "../../domain/index.ts";
import {
  type Behaviour,
  createBehaviour,
  createEventFacts,
  createTenant,
  type EventFacts,
  FEATURES,
  NO_PEERS,
  type Tenant,
  type TenantDelta,
} from "../../profile/index.ts";
import { forgetWhere } from "./forget-where.ts";
import type { LabelledEvent } from "./read-labelled.ts";
import { fillStated, omitStated, STATED_COLUMNS } from "./stated-columns.ts";

/** Features of behaviour, then what records state of themselves. */
export const ROW_COLUMNS: readonly string[] = [...FEATURES.map(({ name }) => name), ...STATED_COLUMNS];

/** Events as rows of numbers, each as it looked before it was known. */
export interface BehaviourRows {
  readonly count: number;
  /** Row by row, one number for each of ROW_COLUMNS. */
  readonly values: Float64Array;
  /** Ordinal of the event that the row is of. */
  readonly events: Int32Array;
  readonly at: Float64Array;
  /** Code of the actor. */
  readonly users: Uint32Array;
  readonly kinds: Uint8Array;
  readonly hashes: Uint32Array;
  /** 1: part of an attack. */
  readonly truth: Uint8Array;
  /** What is known after the last event. */
  readonly known: KnownBehaviour;
}

/** Everything that features are computed against, as bytes. */
export interface KnownBehaviour {
  readonly tenant: Uint8Array;
  /** By code of the actor. */
  readonly profiles: ReadonlyMap<number, Uint8Array>;
  /** The day after the last event's. */
  readonly nextDay: number;
}

/** Days at the start from which no row is taken: everything is new then. */
const SETTLING_DAYS = 3;
const OMIT_SEED = 0x6f6d6974;

/** As what an event's user is taken: as known so far, or as somebody of whom nothing is known. */
export type UserView = "known" | "stranger";

/**
 * Goes through events in order of time and computes each one's row from what came before it: profiles as they were, the
 * tenant as of the start of the day. The same function as live detection's.
 */
export function computeRows(log: readonly LabelledEvent[], view: UserView): BehaviourRows {
  const events = log
    .map((row, ordinal) => ({ ...row, ordinal }))
    .sort((a, b) => a.event.at - b.event.at || a.ordinal - b.ordinal);
  const rows = new RowList(view);
  const tenant = createTenant();
  const profiles = new Map<number, OwnBehaviour>();
  const facts = createEventFacts();
  const first = events[0] === undefined ? 0 : toDay(events[0].event.at);
  let day = first;
  for (let from = 0; from < events.length; ) {
    day = toDay(events[from]!.event.at);
    const today: OwnBehaviour[] = [];
    let to = from;
    for (; to < events.length && toDay(events[to]!.event.at) === day; to++) {
      const row = events[to]!;
      fillEventFacts(facts, row.ordinal, row.event);
      const own = getOrMake(profiles, facts.actor);
      if (own.day !== day) {
        own.day = day;
        own.behaviour.startDay(day, tenant.view, NO_PEERS);
        today.push(own);
      }
      own.behaviour.observe(facts, rows.row());
      own.behaviour.learn(facts);
      if (day < first + SETTLING_DAYS) continue;
      if (view === "stranger") observeAsStranger(facts, { day, tenant, features: rows.row() });
      rows.keep(facts, row);
    }
    tenant.merge(
      day,
      today.map(({ behaviour }): TenantDelta => behaviour.takeTenantDelta()),
    );
    from = to;
  }
  return rows.finish({
    tenant: tenant.snapshot(),
    profiles: new Map([...profiles].map(([code, { behaviour }]) => [code, behaviour.snapshot()])),
    nextDay: day + 1,
  });
}

interface StrangerScene {
  readonly day: number;
  readonly tenant: Tenant;
  readonly features: Float64Array;
}

function observeAsStranger(facts: EventFacts, { day, tenant, features }: StrangerScene): void {
  const stranger = createBehaviour();
  stranger.startDay(day, tenant.view, NO_PEERS);
  forgetWhere(facts);
  stranger.observe(facts, features);
}

interface OwnBehaviour {
  readonly behaviour: Behaviour;
  day: number;
}

function getOrMake(profiles: Map<number, OwnBehaviour>, actor: number): OwnBehaviour {
  const known = profiles.get(actor);
  if (known !== undefined) return known;
  const made = { behaviour: createBehaviour(), day: Number.NEGATIVE_INFINITY };
  profiles.set(actor, made);
  return made;
}

/** Rows as they come. */
class RowList {
  readonly #view: UserView;
  readonly #features = new Float64Array(FEATURES.length);
  readonly #stated = new Float64Array(STATED_COLUMNS.length);
  #values = new Float64Array(1024 * ROW_COLUMNS.length);
  readonly #columns = {
    events: [] as number[],
    at: [] as number[],
    users: [] as number[],
    kinds: [] as number[],
    hashes: [] as number[],
    asStranger: [] as number[],
    truth: [] as number[],
  };

  constructor(view: UserView) {
    this.#view = view;
  }

  /** Where the features of the next row go. */
  row(): Float64Array {
    return this.#features;
  }

  keep(facts: EventFacts, row: LabelledEvent): void {
    const width = ROW_COLUMNS.length;
    const columns = this.#columns;
    const count = columns.at.length;
    if ((count + 1) * width > this.#values.length) {
      const more = new Float64Array(2 * this.#values.length);
      more.set(this.#values);
      this.#values = more;
    }
    fillStated(this.#stated, 0, row);
    if (this.#view === "stranger") omitStated(this.#stated, 0, createRng(mix(OMIT_SEED, hashFacts(facts))));
    this.#values.set(this.#features, count * width);
    this.#values.set(this.#stated, count * width + FEATURES.length);
    columns.events.push(facts.event);
    columns.at.push(facts.at);
    columns.users.push(facts.actor);
    columns.kinds.push(facts.actorKind);
    columns.hashes.push(hashFacts(facts));
    columns.truth.push(row.story === null ? 0 : 1);
  }

  finish(known: KnownBehaviour): BehaviourRows {
    const { events, at, users, kinds, hashes, truth } = this.#columns;
    return {
      count: at.length,
      values: this.#values.slice(0, at.length * ROW_COLUMNS.length),
      events: Int32Array.from(events),
      at: Float64Array.from(at),
      users: Uint32Array.from(users),
      kinds: Uint8Array.from(kinds),
      hashes: Uint32Array.from(hashes),
      truth: Uint8Array.from(truth),
      known,
    };
  }
}

/** Some of the rows, in the order given. */
export function selectBehaviour(all: BehaviourRows, rows: Int32Array): BehaviourRows {
  const width = ROW_COLUMNS.length;
  const values = new Float64Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    values.set(all.values.subarray(rows[at]! * width, (rows[at]! + 1) * width), at * width);
  }
  return {
    count: rows.length,
    values,
    events: rows.map((row) => all.events[row]!),
    at: Float64Array.from(rows, (row) => all.at[row]!),
    users: Uint32Array.from(rows, (row) => all.users[row]!),
    kinds: Uint8Array.from(rows, (row) => all.kinds[row]!),
    hashes: Uint32Array.from(rows, (row) => all.hashes[row]!),
    truth: Uint8Array.from(rows, (row) => all.truth[row]!),
    known: all.known,
  };
}

/** The rows for learning without labels: features of behaviour alone. */
export function toFeatureSample({ count, values, hashes, kinds }: BehaviourRows): FeatureSample {
  const width = ROW_COLUMNS.length;
  const features = new Float64Array(count * FEATURES.length);
  for (let row = 0; row < count; row++) {
    features.set(values.subarray(row * width, row * width + FEATURES.length), row * FEATURES.length);
  }
  return { rows: count, features, hashes, kinds };
}
