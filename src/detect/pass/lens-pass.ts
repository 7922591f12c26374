import type { EntityType } from "../../domain/index.ts";
import { createLens, type LensKind, type PeerVectors } from "../../profile/index.ts";
import { createLensLookers } from "../behaviour/lens/create-lens-lookers.ts";
import { toWantedMask } from "../behaviour/lens/lens-metrics.ts";
import type { FeatureSample } from "../model/feature-sample.ts";
import type { DayPassOptions } from "./day-pass.ts";
import type { DayPass, DayStart } from "./day-pass-types.ts";
import type { LensSight } from "./lens-sight.ts";
import { joinSnapshot, restorePassState, splitSnapshot, toPassState } from "./pass-snapshot.ts";
import { endOfDay } from "./recent-events.ts";
import { RecentTouches } from "./recent-touches.ts";

export type LensEntity = Exclude<EntityType, "actor">;

/** Whose light profiles each kind of entity has. */
export const LENS_KIND: Readonly<Record<LensEntity, LensKind>> = { ip: "address", resource: "resource" };

export interface LensPassOptions extends DayPassOptions {
  /** All detectors are of this lens. */
  readonly lens: LensEntity;
}

/** Behaviour at the addresses or resources of some partitions: used like the pass of actors, and as deterministic. */
export function createLensPass({ lens, detectors, lexicon, resume }: LensPassOptions): DayPass {
  const resumed = resume === undefined ? null : splitSnapshot(resume);
  const kind = LENS_KIND[lens];
  const profiles = createLens(kind, resumed?.profiles);
  const lookers = createLensLookers(detectors, lens);
  const wanted = toWantedMask(detectors);
  const recent = new RecentTouches();
  if (resumed !== null) restorePassState(resumed.state, { lookers, recent });
  let today: DayStart | null = null;
  let sight: LensSight | null = null;

  return {
    startDay(start) {
      today = start;
      sight = null;
      for (const looker of lookers) looker.startDay();
    },
    push(facts) {
      if (today === null) throw new Error("a lens pass takes events between startDay and endDay");
      const profile = profiles.observe(facts);
      if (profile === null) return;
      const { adds } = profile;
      if (sight === null) sight = { facts, profile, adds, tenant: today.tenant, recent, lexicon };
      sight.facts = facts;
      sight.profile = profile;
      sight.adds = adds;
      for (let i = 0; i < lookers.length; i++) lookers[i]!.look(sight);
      if ((adds & wanted) !== 0) {
        const { event, at, actor } = facts;
        recent.add(profile.entity, { event, at, actor, adds: adds & wanted });
      }
      profiles.learn(facts);
    },
    endDay({ peerVectors } = { peerVectors: true }) {
      if (today === null) throw new Error("a lens pass ends a day that it has started");
      const { day } = today;
      const end = endOfDay(day);
      for (const looker of lookers) looker.prune(end);
      recent.prune(end);
      today = null;
      return {
        delta: profiles.takeTenantDelta(day),
        sample: NO_SAMPLE,
        peerVectors: peerVectors ? NO_VECTORS : null,
        findings: lookers.flatMap((looker) => looker.take()),
        tallies: lookers.map((looker) => looker.takeTally()),
        strangeness: [],
      };
    },
    snapshot: () => joinSnapshot(profiles.snapshot(), toPassState({ lookers, recent })),
  };
}

/** Models are trained on what actors do, and peers are actors. */
const NO_SAMPLE: FeatureSample = {
  rows: 0,
  features: new Float64Array(0),
  hashes: new Uint32Array(0),
  kinds: new Uint8Array(0),
};
const NO_VECTORS: PeerVectors = {
  actors: new Uint32Array(0),
  kinds: new Uint8Array(0),
  accounts: new Uint32Array(0),
  events: new Float64Array(0),
  offsets: new Uint32Array(1),
  dimensions: new Uint8Array(0),
  codes: new Uint32Array(0),
  counts: new Float64Array(0),
};
