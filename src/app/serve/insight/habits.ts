import { toCriticality } from "../../../detect/index.ts";
import { DAY_MS, toEntityId } from "../../../domain/index.ts";
import {
  type ActorProfile,
  DIMENSIONS,
  type Dimension,
  MATURE_DAYS,
  MATURE_EVENTS,
  type Peers,
} from "../../../profile/index.ts";
import type { ActorSummary, Period, Store } from "../../../store/index.ts";
import { findActor } from "../../findings/asked-store.ts";
import type { Knowledge } from "./knowledge.ts";
import { LATELY_DAYS, LATELY_MS, type Measure, toMeasures } from "./measures.ts";
import { toTerms } from "./terms.ts";

/** Values of each kind that are shown. */
const USUAL_MAX = 12;
const NEW_MAX = 10;
const PEERS_MAX = 8;
/** More than any profile keeps of one kind. */
const ALL_VALUES = 1000;

/** What of a profile people want to see; session names are everybody's own. */
const SHOWN_DIMENSIONS = [
  "country",
  "network",
  "address",
  "tool",
  "service",
  "action",
  "region",
  "container",
] as const satisfies readonly Dimension[];

interface UsualValue {
  readonly value: string;
  readonly share: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Other actors that use it. */
  readonly others: number;
}

/** What is usual for an actor, as detection has learnt it. */
export async function readHabits(
  store: Store,
  knowledge: Knowledge | null,
  asked: { readonly actor: string; readonly period: Period },
): Promise<object> {
  const actor = await findActor(store, asked.actor);
  const counted = await store.actors.countByHour(actor.id, asked.period);
  const days = await store.actors.listDays(actor.id);
  const profile = knowledge?.profileOf(actor.id) ?? null;
  const common = {
    actor: actor.id,
    first_time: toIso(actor.firstAt),
    last_time: toIso(actor.lastAt),
    active_days: days.length,
    events: actor.events,
  };
  if (knowledge === null || profile === null)
    return { ...common, learnt: null, week: toWeek({ counted, learnt: null, offset: 0 }) };
  const peers = knowledge.peersOf(actor.id, PEERS_MAX);
  const values = await readValues(store, knowledge, profile);
  const measures = toMeasures(profile, { tenant: knowledge.tenant, group: peers?.group ?? 0 });
  const learnt = {
    through: toIso((knowledge.day + 1) * DAY_MS - 1),
    maturity: {
      share: profile.maturity,
      days: Math.min(profile.activeDays, MATURE_DAYS),
      days_wanted: MATURE_DAYS,
      events: Math.min(profile.events, MATURE_EVENTS),
      events_wanted: MATURE_EVENTS,
      learning: profile.learning,
    },
    usual: mapValues(values.usual, toValueJson),
    new_lately: {
      days: LATELY_DAYS,
      since: toIso(values.since),
      told: values.isTold,
      values: mapValues(values.fresh, toValueJson),
    },
    peers: peers === null ? null : await toPeersJson(store, peers),
    measures: measures.map(toMeasureJson),
    terms: toTerms({
      measures,
      fresh: values.fresh,
      reach: await store.actors.readReach(actor.id),
      ...(await readCriticality(store, actor)),
      gave: await store.actors.listIdentities(actor.id, GAVE_MAX),
    }),
  };
  return {
    ...common,
    learnt,
    week: toWeek({ counted, learnt: profile.hours, offset: profile.habitualOffsetHours }),
  };
}

/** Identities that the blast radius looks at. */
const GAVE_MAX = 100;

async function readCriticality(store: Store, actor: ActorSummary) {
  const sensitiveDays = (await store.actors.countSensitiveDays()).get(actor.id) ?? 0;
  return { sensitiveDays, criticality: toCriticality({ setting: null, type: actor.type, sensitiveDays }) };
}

type Values = Readonly<Record<string, readonly UsualValue[]>>;

async function readValues(store: Store, { tenant }: Knowledge, profile: ActorProfile) {
  const all = new Map(
    SHOWN_DIMENSIONS.map((dimension) => [dimension, profile.usualValues(dimension, ALL_VALUES)]),
  );
  // Whoever is known for no longer than that has nothing but new values.
  const since = profile.lastAt - LATELY_MS;
  const isTold = profile.firstAt < since;
  const codes = new Set<number>();
  for (const [, values] of all)
    for (const [place, value] of values.entries())
      if (place < USUAL_MAX || value.firstAt >= since) codes.add(value.code);
  const texts = await store.passes.readTexts(codes);
  const usual: Record<string, readonly UsualValue[]> = {};
  const fresh: Record<string, readonly UsualValue[]> = {};
  for (const [dimension, values] of all) {
    const named = values.flatMap(({ code, share, firstAt, lastAt }): readonly UsualValue[] => {
      const value = texts.get(code);
      if (value === undefined) return [];
      const others = Math.max(0, tenant.actorsOf(tenant.find(DIMENSIONS.indexOf(dimension), 0, code)) - 1);
      return [{ value, share, firstAt, lastAt, others }];
    });
    usual[dimension] = named.slice(0, USUAL_MAX);
    fresh[dimension] = isTold
      ? named
          .filter(({ firstAt }) => firstAt >= since)
          .sort((a, b) => a.others - b.others || b.firstAt - a.firstAt)
          .slice(0, NEW_MAX)
      : [];
  }
  return { usual, fresh, since, isTold };
}

const mapValues = (values: Values, toJson: (value: UsualValue) => object): object =>
  Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.map(toJson)]));

const toValueJson = ({ value, share, firstAt, lastAt, others }: UsualValue): object => ({
  value,
  share,
  first_time: toIso(firstAt),
  last_time: toIso(lastAt),
  others,
});

const toMeasureJson = ({ metric, lately, own, peers }: Measure): object => ({ metric, lately, own, peers });

async function toPeersJson(store: Store, peers: Peers): Promise<object> {
  const texts = await store.passes.readTexts(peers.nearest.map(({ actor }) => actor));
  const nearest = [];
  for (const { actor, likeness, isInGroup } of peers.nearest) {
    const id = texts.get(actor);
    if (id === undefined) continue;
    const known = await store.actors.find(toEntityId(id));
    nearest.push({
      id,
      name: known?.name ?? id,
      type: known?.type ?? "unknown",
      likeness,
      in_group: isInGroup,
    });
  }
  return { own_group: peers.isOwnGroup, members: peers.members, nearest };
}

const WEEK_HOURS = 168;

/** Hours of the week, Monday 00:00 first, in the actor's habitual time: UTC and `offset` hours. */
function toWeek({
  counted,
  learnt,
  offset,
}: {
  readonly counted: readonly number[];
  readonly learnt: Float32Array | null;
  readonly offset: number;
}): object {
  const shift = <T>(hours: ArrayLike<T>): readonly T[] =>
    Array.from({ length: WEEK_HOURS }, (_, hour) => hours[(hour - offset + WEEK_HOURS) % WEEK_HOURS]!);
  return {
    offset_hours: offset,
    counted: shift(counted),
    learnt: learnt === null ? null : shift(learnt).map((count) => Math.round(count * 100) / 100),
  };
}

const toIso = (at: number): string => new Date(at).toISOString();
