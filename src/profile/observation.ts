import { ACTION_ERROR, DIMENSION, VALUE_DIMENSIONS } from "./dimension.ts";
import { createEventFacts, type EventFacts } from "./facts.ts";
import { Profile } from "./profile.ts";
import { BACK_OFF } from "./roll-day.ts";
import { isTaking } from "./taking.ts";
import type { TenantView } from "./tenant-view.ts";
import { COUNT, PEER_SHARE, SLOT_DOUBLES, SLOT_WORDS, TENANT_BITS, type ValuePool } from "./value-pool.ts";

/** Weight of a value that nobody used yet, in events: b of the back-off. */
const UNSEEN = 0.5;

/** What stands in an observation before its first event; nobody writes to them. */
const NOTHING = createEventFacts();
const NOBODY = new Profile(0);

/**
 * One event against the profile before it: its values' codes, where they stand in the profile, how common they are
 * among peers and in the tenant. One instance is filled for each event.
 */
export class Observation {
  readonly pool: ValuePool;
  facts: EventFacts = NOTHING;
  profile: Profile = NOBODY;
  /** When the event counts: never before the actor's last one. */
  at = 0;
  isFirst = true;
  readonly codes = new Uint32Array(VALUE_DIMENSIONS);
  /** -1: the profile does not have the value. */
  readonly slots = new Int32Array(VALUE_DIMENSIONS);
  /** p(value | peers), and bits in the tenant. */
  readonly peerShares = new Float64Array(VALUE_DIMENSIONS);
  readonly tenantBits = new Float64Array(VALUE_DIMENSIONS);
  #tenant: TenantView | null = null;

  /** Profiles that are looked at have their values in this pool. */
  constructor(pool: ValuePool) {
    this.pool = pool;
  }

  startDay(tenant: TenantView): void {
    this.#tenant = tenant;
  }

  /** Looks up the values of `facts` in the profile. */
  fill(facts: EventFacts, profile: Profile, at: number): void {
    this.facts = facts;
    this.profile = profile;
    this.at = at;
    this.isFirst = profile.events === 0;
    const codes = this.codes;
    codes[DIMENSION.action] = facts.action;
    codes[DIMENSION.service] = facts.service;
    codes[DIMENSION.region] = facts.region;
    codes[DIMENSION.country] = facts.country;
    codes[DIMENSION.network] = facts.network;
    codes[DIMENSION.address] = facts.address;
    codes[DIMENSION.tool] = facts.tool;
    codes[DIMENSION.container] = facts.container;
    codes[DIMENSION.session] = facts.session;
    codes[DIMENSION.error] = facts.error;
    codes[DIMENSION.taken] = isTaking(facts) ? facts.container : 0;
    codes[ACTION_ERROR] = facts.error === 0 ? 0 : toActionError(facts.action, facts.error);
    for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
      const code = codes[dimension]!;
      const slot = code === 0 ? -1 : this.pool.find(profile.tables, dimension, code);
      this.slots[dimension] = slot;
      if (code !== 0) this.#fillPrior(dimension, code, slot);
    }
  }

  /** The profile's decayed events with the value; 0: none. */
  countOf(dimension: number): number {
    const slot = this.slots[dimension]!;
    return slot < 0 ? 0 : this.pool.doubles[slot * SLOT_DOUBLES + COUNT]!;
  }

  /** -log2 p(value | actor), backed off to peers and tenant; NaN: the log does not say. */
  bitsOf(dimension: number): number {
    if (this.codes[dimension] === 0) return Number.NaN;
    const total =
      dimension === ACTION_ERROR ? this.countOf(DIMENSION.action) : this.profile.totals[dimension]!;
    const p = (this.countOf(dimension) + BACK_OFF * this.peerShares[dimension]!) / (total + BACK_OFF);
    return p >= 1 ? 0 : -Math.log2(p);
  }

  peerBitsOf(dimension: number): number {
    return this.codes[dimension] === 0 ? Number.NaN : -Math.log2(this.peerShares[dimension]!);
  }

  tenantBitsOf(dimension: number): number {
    return this.codes[dimension] === 0 ? Number.NaN : this.tenantBits[dimension]!;
  }

  /** -log2 P(new | actor), the escape of PPM-C: (types + 1/2) / (events + 1). */
  noveltyBitsOf(dimension: number): number {
    return -Math.log2((this.profile.types[dimension]! + UNSEEN) / (this.profile.totals[dimension]! + 1));
  }

  /** A day's shares among peers and in the tenant stand in the profile's slot: one look-up a value and day. */
  #fillPrior(dimension: number, code: number, slot: number): void {
    if (slot < 0) {
      this.#findPrior(dimension, code);
      return;
    }
    const { floats } = this.pool;
    const at = slot * SLOT_WORDS;
    const share = floats[at + PEER_SHARE]!;
    if (share > 0) {
      this.peerShares[dimension] = share;
      this.tenantBits[dimension] = floats[at + TENANT_BITS]!;
      return;
    }
    this.#findPrior(dimension, code);
    floats[at + PEER_SHARE] = this.peerShares[dimension]!;
    floats[at + TENANT_BITS] = this.tenantBits[dimension]!;
  }

  #findPrior(dimension: number, code: number): void {
    const tenant = this.#tenant!;
    const group = this.profile.baseline!.group.group;
    const inTenant = tenant.eventsOf(tenant.find(dimension, 0, code));
    let tenantShare: number;
    let peerShare: number;
    if (dimension === ACTION_ERROR) {
      // Of the calls of this action: an error that everybody gets is no surprise.
      const calls = tenant.eventsOf(tenant.find(DIMENSION.action, 0, this.facts.action));
      tenantShare = Math.min(1, (inTenant + UNSEEN) / (calls + 2 * UNSEEN));
      peerShare = tenantShare;
    } else {
      const values = tenant.valuesOf(dimension, 0);
      tenantShare = (inTenant + UNSEEN) / (tenant.totalOf(dimension, 0) + UNSEEN * (values + 1));
      const inGroup = tenant.eventsOf(tenant.find(dimension, group, code));
      peerShare = (inGroup + BACK_OFF * tenantShare) / (tenant.totalOf(dimension, group) + BACK_OFF);
    }
    // Rounded like those that a slot keeps: a value looks the same before and after it is known.
    this.peerShares[dimension] = Math.fround(peerShare);
    this.tenantBits[dimension] = Math.fround(-Math.log2(tenantShare));
  }
}

function toActionError(action: number, error: number): number {
  const code = (Math.imul(action, 0x85ebca6b) ^ Math.imul(error, 0xc2b2ae35)) >>> 0;
  return code === 0 ? 1 : code;
}
