import { HOUR_MS, toDay } from "../domain/index.ts";
import type { ActorProfile } from "./actor-profile.ts";
import type { Behaviour, BehaviourOptions } from "./behaviour-port.ts";
import { ByteReader, ByteWriter, readHeader, writeHeader } from "./bytes.ts";
import { CodeIndex } from "./code-index.ts";
import { decayOver } from "./decay.ts";
import { VALUE_DIMENSIONS } from "./dimension.ts";
import { createEventFacts, type EventFacts } from "./facts.ts";
import { computeFeatures } from "./feature/compute.ts";
import { type GroupDay, takeAdded, toGroupDay } from "./group-day.ts";
import { learnEvent } from "./learn-event.ts";
import { Observation } from "./observation.ts";
import { toPeerVectors } from "./peer-vectors.ts";
import { findPeerGroup } from "./peers.ts";
import { Profile } from "./profile.ts";
import { readProfile, writeProfile } from "./profile-bytes.ts";
import { ProfileView } from "./profile-view.ts";
import { addToGroups, closeDay, closeHour, decay, forget, toBaseline } from "./roll-day.ts";
import { RowTable } from "./row-table.ts";
import { NO_PEERS, type PeerVectors, type PeerView, type TenantDelta } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";
import { SLOT_WORDS, TODAY, TODAY_EVENT, ValuePool } from "./value-pool.ts";

const MAGIC = 0x48424754;
const VERSION = 3;

/** Profiles of actors, none yet or those of a snapshot. Throws a `TypeError` on bytes of another version. */
export function createBehaviour(options: BehaviourOptions = {}): Behaviour {
  const behaviour = new Profiles();
  if (options.resume !== undefined) behaviour.restore(options.resume);
  return behaviour;
}

class Profiles implements Behaviour {
  readonly #index = new CodeIndex();
  readonly #profiles: Profile[] = [];
  readonly #pool = new ValuePool();
  readonly #seen = new Observation(this.#pool);
  readonly #view = new ProfileView(this.#seen);
  /** Actors with an event today. */
  #active: Profile[] = [];
  #delta = new RowTable();
  readonly #groups = new Map<number, GroupDay>();
  #tenant: TenantView | null = null;
  #peers: PeerView = NO_PEERS;
  #day = -1;
  /** Whoever is nobody's profile: nothing is ever learned into it. */
  #stranger: Profile | null = null;

  get actors(): number {
    let count = 0;
    for (const profile of this.#profiles) if (profile.events > 0) count++;
    return count;
  }

  startDay(day: number, tenant: TenantView, peers: PeerView): void {
    this.#day = day;
    this.#tenant = tenant;
    this.#peers = peers;
    this.#groups.clear();
    this.#seen.startDay(tenant);
    this.#view.startDay(tenant);
    if (this.#stranger !== null) this.#stranger.baseline = null;
  }

  observe(facts: EventFacts, features: Float64Array): ActorProfile {
    if (this.#tenant === null) throw new TypeError("observe before startDay");
    const profile = this.#profileFor(facts.actor);
    const at = Math.max(facts.at, profile.lastAt, 0);
    const day = toDay(at);
    if (day > this.#day) throw new RangeError(`an event of day ${day} in day ${this.#day}`);
    if (profile.day !== day || profile.baseline === null) this.#rollDay(profile, facts, day);
    else if (Math.floor(profile.lastAt / HOUR_MS) !== Math.floor(at / HOUR_MS)) {
      closeHour(profile, profile.baseline.group);
    }
    profile.windows.moveTo(at);
    this.#seen.fill(facts, profile, at);
    computeFeatures(this.#seen, features);
    return this.#view;
  }

  observeStranger(facts: EventFacts, features: Float64Array): ActorProfile {
    if (this.#tenant === null) throw new TypeError("observe before startDay");
    if (facts.actor === 0) throw new TypeError("an event without an actor");
    this.#stranger ??= new Profile(0);
    const stranger = this.#stranger;
    const at = Math.max(facts.at, 0);
    const day = toDay(at);
    if (day > this.#day) throw new RangeError(`an event of day ${day} in day ${this.#day}`);
    stranger.actor = facts.actor;
    const { kind, account } = stranger;
    if (stranger.baseline === null || kind !== facts.actorKind || account !== facts.actorAccount) {
      stranger.kind = facts.actorKind;
      stranger.account = facts.actorAccount;
      stranger.peerGroup = findPeerGroup(this.#peers, stranger);
      stranger.baseline = toBaseline(stranger, this.#groupDay(stranger));
    }
    stranger.day = day;
    this.#seen.fill(facts, stranger, at);
    computeFeatures(this.#seen, features);
    return this.#view;
  }

  learn(facts: EventFacts): void {
    if (this.#seen.profile === this.#stranger) throw new TypeError("nothing is learned of a stranger");
    if (this.#seen.facts !== facts || this.#seen.profile.actor !== facts.actor) {
      throw new TypeError("an event is observed before it is learned");
    }
    learnEvent(this.#seen, this.#delta);
  }

  takeTenantDelta(): TenantDelta {
    for (const profile of this.#active) this.#addToday(profile);
    for (const group of this.#groups.values()) takeAdded(group, this.#delta);
    this.#active = [];
    const delta = this.#delta;
    this.#delta = new RowTable();
    const { rows } = delta;
    return {
      dimensions: delta.dimensions.slice(0, rows),
      groups: delta.groups.slice(0, rows),
      codes: delta.codes.slice(0, rows),
      events: delta.events.slice(0, rows),
      actors: delta.actors.slice(0, rows),
    };
  }

  takePeerVectors(): PeerVectors {
    return toPeerVectors(this.#sorted(), this.#pool, this.#day);
  }

  profileOf(actor: number): ActorProfile | null {
    const place = actor === 0 ? -1 : this.#index.find(actor);
    if (place < 0 || this.#profiles[place]!.events === 0) return null;
    const seen = new Observation(this.#pool);
    seen.profile = this.#profiles[place]!;
    seen.facts = { ...createEventFacts(), actor, at: seen.profile.lastAt };
    seen.at = seen.profile.lastAt;
    seen.isFirst = false;
    seen.slots.fill(-1);
    const view = new ProfileView(seen);
    if (this.#tenant !== null) view.startDay(this.#tenant);
    return view;
  }

  snapshot(): Uint8Array {
    if (this.#active.length > 0) throw new TypeError("snapshot before takeTenantDelta");
    const profiles = this.#sorted();
    const writer = new ByteWriter();
    writeHeader(writer, MAGIC, VERSION);
    writer.u32(profiles.length);
    for (const profile of profiles) writeProfile(writer, profile, this.#pool);
    return writer.take();
  }

  restore(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    readHeader(reader, MAGIC, VERSION);
    for (let left = reader.u32(); left > 0; left--) {
      const profile = readProfile(reader, this.#pool);
      this.#index.add(profile.actor);
      this.#profiles.push(profile);
    }
  }

  #profileFor(actor: number): Profile {
    const place = actor === 0 ? -1 : this.#index.find(actor);
    if (place >= 0) return this.#profiles[place]!;
    if (actor === 0) throw new TypeError("an event without an actor");
    const profile = new Profile(actor);
    this.#index.add(actor);
    this.#profiles.push(profile);
    return profile;
  }

  /** The actor's first event of a day: the days before are closed, and what today is compared with is worked out. */
  #rollDay(profile: Profile, facts: EventFacts, day: number): void {
    profile.kind = facts.actorKind;
    profile.account = facts.actorAccount;
    profile.peerGroup = findPeerGroup(this.#peers, profile);
    const group = this.#groupDay(profile);
    if (profile.day >= 0 && profile.day < day) {
      closeHour(profile, group);
      closeDay(profile, group);
      decay(profile, this.#pool, decayOver(day - profile.day));
      forget(profile, this.#delta, this.#pool);
    }
    profile.day = day;
    profile.baseline = toBaseline(profile, group);
    this.#active.push(profile);
  }

  #groupDay(profile: Profile): GroupDay {
    const key = profile.peerGroup * 8 + profile.kind;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = toGroupDay(this.#tenant!, profile.peerGroup, profile.kind);
      this.#groups.set(key, group);
    }
    return group;
  }

  #addToday(profile: Profile): void {
    const { tables } = profile;
    const { words } = this.#pool;
    for (let dimension = 0; dimension < VALUE_DIMENSIONS; dimension++) {
      const offset = tables[dimension * 3]!;
      for (let slot = offset; slot < offset + tables[dimension * 3 + 1]!; slot++) {
        const at = slot * SLOT_WORDS;
        const today = words[at + TODAY]!;
        if (today === 0) continue;
        const actors = today % TODAY_EVENT;
        const events = (today - actors) / TODAY_EVENT;
        addToGroups(this.#delta, profile, { dimension, code: words[at]!, events, actors });
        words[at + TODAY] = 0;
      }
    }
  }

  /** By code: the order of bytes does not depend on who came first. */
  #sorted(): readonly Profile[] {
    return this.#profiles.filter(({ events }) => events > 0).sort((a, b) => a.actor - b.actor);
  }
}
