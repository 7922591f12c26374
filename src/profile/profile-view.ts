import { toDay } from "../domain/index.ts";
import type {
  ActorProfile,
  DailySums,
  Grade,
  HourlySums,
  LastPlace,
  UsualValue,
  ValueHistory,
} from "./actor-profile.ts";
import { DIMENSION, type Dimension, METRIC, type Metric } from "./dimension.ts";
import { ACTOR_KINDS, type ActorKind } from "./facts.ts";
import { DENIED, distinctInDay, distinctInHour, SUCCESS, toWholeBytes } from "./feature/compute.ts";
import { findHabitualOffset } from "./habit.ts";
import type { Observation } from "./observation.ts";
import { kindGroup } from "./peers.ts";
import { DAY_WIDTH, type Profile, SESSION_IDLE_MS } from "./profile.ts";
import { quantileOfSketch } from "./sketch.ts";
import type { TenantView } from "./tenant-view.ts";
import { COUNT, FIRST, IS_NEW, LAST, SLOT_DOUBLES, SLOT_WORDS, TODAY, TODAY_EVENT } from "./value-pool.ts";
import { DAY_SUMS, HOUR_SUMS, TODAY_SUMS } from "./windows.ts";

/** Up to these shares of one's own events a value is rare, infrequent. */
const SELF_RARE = 0.002;
const SELF_INFREQUENT = 0.02;
/** Up to these shares of the other actors a value is rare, infrequent. */
const OTHERS_RARE = 0.05;
const OTHERS_INFREQUENT = 0.25;

const DISTINCT_OF: Readonly<Record<number, number>> = {
  [METRIC.distinctActions]: DIMENSION.action,
  [METRIC.distinctServices]: DIMENSION.service,
  [METRIC.distinctContainers]: DIMENSION.container,
  [METRIC.distinctAddresses]: DIMENSION.address,
  [METRIC.distinctRegions]: DIMENSION.region,
};

/** What detectors and screens may see of the profile that an observation looks at. */
export class ProfileView implements ActorProfile {
  readonly #seen: Observation;
  #tenant: TenantView | null = null;

  constructor(seen: Observation) {
    this.#seen = seen;
  }

  startDay(tenant: TenantView): void {
    this.#tenant = tenant;
  }

  get actor(): number {
    return this.#profile.actor;
  }

  get kind(): ActorKind {
    return ACTOR_KINDS[this.#profile.kind]!;
  }

  get firstAt(): number {
    return this.#seen.isFirst ? Number.NaN : this.#profile.firstAt;
  }

  get lastAt(): number {
    return this.#seen.isFirst ? Number.NaN : this.#profile.lastAt;
  }

  get events(): number {
    return this.#profile.events;
  }

  get activeDays(): number {
    return this.#profile.activeDays;
  }

  get maturity(): number {
    return this.#profile.maturity;
  }

  get learning(): boolean {
    return this.#profile.maturity < 1;
  }

  get peerGroup(): number {
    return this.#profile.baseline?.group.group ?? kindGroup(this.#profile.kind);
  }

  get hours(): Float32Array {
    return this.#profile.hours;
  }

  get habitualOffsetHours(): number {
    return this.#profile.baseline?.offset ?? findHabitualOffset(this.#profile.hours);
  }

  get sessionStartAt(): number {
    const { at, isFirst } = this.#seen;
    return isFirst || at - this.#profile.lastAt > SESSION_IDLE_MS ? at : this.#profile.sessionAt;
  }

  get lastPlace(): LastPlace | null {
    const profile = this.#profile;
    if (Number.isNaN(profile.placeAt)) return null;
    return {
      at: profile.placeAt,
      latitude: profile.latitude,
      longitude: profile.longitude,
      radiusKm: profile.radiusKm,
      network: profile.placeNetwork,
      address: profile.placeAddress,
      tool: profile.placeTool,
    };
  }

  get lastNetwork(): number | null {
    const profile = this.#profile;
    return Number.isNaN(profile.placeAt) ? null : profile.placeNetwork;
  }

  historyOf(dimension: Dimension): ValueHistory {
    const place = DIMENSION[dimension];
    const seen = this.#seen;
    const code = seen.codes[place]!;
    const slot = seen.slots[place]!;
    const { words } = seen.pool;
    const ofSelf = code === 0 ? 0 : seen.countOf(place);
    const isKnown = code !== 0 && slot >= 0;
    const firstAt = isKnown ? words[slot * SLOT_WORDS + FIRST]! * 1000 : Number.NaN;
    return {
      code,
      ofSelf,
      firstAt,
      lastAt: isKnown ? words[slot * SLOT_WORDS + LAST]! * 1000 : Number.NaN,
      bits: seen.bitsOf(place),
      gradeSelf: isKnown ? gradeSelf(ofSelf / this.#profile.totals[place]!) : "never",
      ...this.#ofOthers(place, code, firstAt),
    };
  }

  usualValues(dimension: Dimension, count: number): readonly UsualValue[] {
    const place = DIMENSION[dimension];
    const { tables, totals } = this.#profile;
    const { words, doubles } = this.#seen.pool;
    const values: UsualValue[] = [];
    const offset = tables[place * 3]!;
    for (let slot = offset; slot < offset + tables[place * 3 + 1]!; slot++) {
      const code = words[slot * SLOT_WORDS]!;
      if (code === 0) continue;
      const share = doubles[slot * SLOT_DOUBLES + COUNT]! / totals[place]!;
      const at = slot * SLOT_WORDS;
      values.push({ code, share, firstAt: words[at + FIRST]! * 1000, lastAt: words[at + LAST]! * 1000 });
    }
    return values.sort((a, b) => b.share - a.share || a.code - b.code).slice(0, count);
  }

  usualBefore(dimension: Dimension, since: number, count: number): readonly UsualValue[] {
    const place = DIMENSION[dimension];
    const { tables, totals } = this.#profile;
    const { words, doubles } = this.#seen.pool;
    const seconds = Math.floor(since / 1000);
    const values: UsualValue[] = [];
    let total = totals[place]!;
    const offset = tables[place * 3]!;
    for (let slot = offset; slot < offset + tables[place * 3 + 1]!; slot++) {
      const at = slot * SLOT_WORDS;
      const today = words[at + TODAY]!;
      const isNew = today % TODAY_EVENT === IS_NEW;
      const events = Math.floor(today / TODAY_EVENT);
      total -= events;
      if (words[at] === 0 || isNew || words[at + FIRST]! >= seconds) continue;
      values.push({
        code: words[at]!,
        share: doubles[slot * SLOT_DOUBLES + COUNT]! - events,
        firstAt: words[at + FIRST]! * 1000,
        lastAt: words[at + LAST]! * 1000,
      });
    }
    return values
      .map((value) => ({ ...value, share: value.share / total }))
      .sort((a, b) => b.share - a.share || a.code - b.code)
      .slice(0, count);
  }

  get eventsBefore(): number {
    return this.#profile.events - this.#profile.windows.sums[TODAY_SUMS + METRIC.events]!;
  }

  noveltyBits(dimension: Dimension): number {
    return Math.max(0, this.#seen.noveltyBitsOf(DIMENSION[dimension]));
  }

  daily(metric: Metric): DailySums {
    const place = METRIC[metric];
    const profile = this.#profile;
    const past: number[] = [];
    const days: number[] = [];
    for (let i = 0; i < profile.dayCount; i++) {
      past.push(profile.dayOf(i, place));
      days.push(profile.days[i * DAY_WIDTH]!);
    }
    const dimension = DISTINCT_OF[place];
    return {
      past,
      days,
      today: this.todayOf(metric),
      running:
        dimension === undefined
          ? profile.windows.sums[DAY_SUMS + place]! + this.#amountOf(place)
          : distinctInDay(this.#seen, dimension, place),
    };
  }

  hourly(metric: Metric): HourlySums {
    const place = METRIC[metric];
    const profile = this.#profile;
    return {
      running: this.hourOf(metric),
      hours: profile.hoursKnown,
      quantile: (share) => quantileOfSketch(profile.sketches, place, share),
    };
  }

  todayOf(metric: Metric): number {
    const place = METRIC[metric];
    return this.#profile.windows.sums[TODAY_SUMS + place]! + this.#addedToday(place);
  }

  hourOf(metric: Metric): number {
    const place = METRIC[metric];
    const dimension = DISTINCT_OF[place];
    return dimension === undefined
      ? this.#profile.windows.sums[HOUR_SUMS + place]! + this.#amountOf(place)
      : distinctInHour(this.#seen, dimension, place);
  }

  get #profile(): Profile {
    return this.#seen.profile;
  }

  /** What the observed event itself adds to a sum; nothing where there is no event. */
  #amountOf(metric: number): number {
    const { facts } = this.#seen;
    if (facts.action === 0) return 0;
    if (metric === METRIC.events) return 1;
    if (metric === METRIC.bytesOut) return toWholeBytes(facts.bytesOut);
    if (metric === METRIC.bytesIn) return toWholeBytes(facts.bytesIn);
    if (metric === METRIC.errors) return facts.outcome === SUCCESS ? 0 : 1;
    return facts.outcome === DENIED ? 1 : 0;
  }

  #addedToday(metric: number): number {
    const dimension = DISTINCT_OF[metric];
    if (dimension === undefined) return this.#amountOf(metric);
    const seen = this.#seen;
    if (seen.codes[dimension] === 0) return 0;
    const slot = seen.slots[dimension]!;
    if (slot < 0) return 1;
    return toDay(seen.pool.words[slot * SLOT_WORDS + LAST]! * 1000) === toDay(seen.at) ? 0 : 1;
  }

  #ofOthers(place: number, code: number, firstAt: number): OfOthers {
    const tenant = this.#tenant;
    if (tenant === null || code === 0) return NOBODY;
    const group = this.peerGroup;
    const inGroup = tenant.find(place, group, code);
    const inTenant = tenant.find(place, 0, code);
    // The tenant is as of the start of the day: until then the actor itself is one of those that use the value.
    const own = toDay(firstAt) < toDay(this.#seen.at) ? 1 : 0;
    const self = toDay(this.firstAt) < toDay(this.#seen.at) ? 1 : 0;
    const peerActors = Math.max(0, tenant.actorsOf(inGroup) - own);
    const tenantActors = Math.max(0, tenant.actorsOf(inTenant) - own);
    const peerCount = Math.max(0, tenant.membersOf(group) - self);
    const tenantCount = Math.max(0, tenant.membersOf(0) - self);
    const events = tenant.totalOf(place, group);
    return {
      peerShare: events > 0 ? tenant.eventsOf(inGroup) / events : 0,
      peerActors,
      peerCount,
      tenantEvents: tenant.eventsOf(inTenant),
      tenantActors,
      tenantCount,
      gradePeers: gradeOthers(peerActors, peerCount),
      gradeTenant: gradeOthers(tenantActors, tenantCount),
    };
  }
}

type OfOthers = Pick<
  ValueHistory,
  | "peerShare"
  | "peerActors"
  | "peerCount"
  | "tenantEvents"
  | "tenantActors"
  | "tenantCount"
  | "gradePeers"
  | "gradeTenant"
>;

const NOBODY: OfOthers = {
  peerShare: 0,
  peerActors: 0,
  peerCount: 0,
  tenantEvents: 0,
  tenantActors: 0,
  tenantCount: 0,
  gradePeers: "never",
  gradeTenant: "never",
};

function gradeSelf(share: number): Grade {
  if (share <= SELF_RARE) return "rare";
  return share <= SELF_INFREQUENT ? "infrequent" : "frequent";
}

/** One other actor is rare, however few there are. */
function gradeOthers(actors: number, count: number): Grade {
  if (actors === 0) return "never";
  if (actors === 1 || actors <= OTHERS_RARE * count) return "rare";
  return actors <= OTHERS_INFREQUENT * count ? "infrequent" : "frequent";
}
