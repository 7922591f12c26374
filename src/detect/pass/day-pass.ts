import { createBehaviour, FEATURES } from "../../profile/index.ts";
import { createLookers } from "../behaviour/create-lookers.ts";
import type { BehaviourDetector } from "./behaviour-detector.ts";
import type { DayEnd, DayPass, DayStart, Lexicon } from "./day-pass-types.ts";
import type { Sight } from "./looker.ts";
import { joinSnapshot, restorePassState, splitSnapshot, toPassState } from "./pass-snapshot.ts";
import { createRecentEvents, endOfDay } from "./recent-events.ts";
import { RowSampler } from "./row-sampler.ts";

export interface DayPassOptions {
  /** Of the lens `actor` alone: one of another lens that nobody asks would look as if it had found nothing. */
  readonly detectors: readonly BehaviourDetector[];
  readonly lexicon: Lexicon;
  /** Bytes of `snapshot`. */
  readonly resume?: Uint8Array;
}

/** Behaviour of the actors of some partitions: `push` between `startDay` and `endDay`, day after day. */
export function createDayPass({ detectors, lexicon, resume }: DayPassOptions): DayPass {
  const resumed = resume === undefined ? null : splitSnapshot(resume);
  const behaviour = createBehaviour(resumed === null ? {} : { resume: resumed.profiles });
  const lookers = createLookers(detectors);
  const { all } = lookers;
  const recent = createRecentEvents();
  const sampler = new RowSampler(FEATURES.length);
  const features = new Float64Array(FEATURES.length);
  if (resumed !== null) restorePassState(resumed.state, { lookers: lookers.all, recent });
  let today: DayStart | null = null;
  let sight: Sight | null = null;

  return {
    startDay(start) {
      today = start;
      sight = null;
      behaviour.startDay(start.day, start.tenant, start.peers);
      sampler.start(start.sampleBelow ?? 2 ** 32);
      for (const looker of lookers.all) looker.startDay();
    },
    push(facts) {
      if (today === null) throw new Error("a day pass takes events between startDay and endDay");
      const profile = behaviour.observe(facts, features);
      if (sight === null) {
        const { tenant, models } = today;
        sight = { facts, features, profile, tenant, models, recent, lexicon };
      }
      sight.facts = facts;
      sight.profile = profile;
      // Neither iterators nor closures: this is asked of every event.
      for (let i = 0; i < all.length; i++) all[i]!.look(sight);
      sampler.offer(facts, features);
      behaviour.learn(facts);
      recent.add(facts.actor, facts);
    },
    endDay({ peerVectors } = { peerVectors: true }): DayEnd {
      if (today === null) throw new Error("a day pass ends a day that it has started");
      const end = endOfDay(today.day);
      for (const looker of lookers.all) looker.prune(end);
      recent.prune(end);
      today = null;
      return {
        delta: behaviour.takeTenantDelta(),
        sample: sampler.take(),
        peerVectors: peerVectors ? behaviour.takePeerVectors() : null,
        findings: lookers.all.flatMap((looker) => looker.take()),
        tallies: lookers.all.map((looker) => looker.takeTally()),
        strangeness: sumPlaces(lookers.models.map((looker) => looker.takeStrangeness())),
      };
    },
    snapshot: () => joinSnapshot(behaviour.snapshot(), toPassState({ lookers: lookers.all, recent })),
  };
}

/** Place by place; of several model detectors the counts of all. */
function sumPlaces(lists: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const list of lists) {
    for (const [at, count] of list.entries()) sums[at] = (sums[at] ?? 0) + count;
  }
  return sums;
}
