import { splitSnapshot } from "../../../detect/pass/index.ts";
import type { EntityId } from "../../../domain/index.ts";
import {
  type ActorProfile,
  type Behaviour,
  createBehaviour,
  createTenant,
  findPeers,
  PARTITIONS,
  type Peers,
  partitionOf,
  type TenantView,
  toValueCode,
} from "../../../profile/index.ts";
import type { Store } from "../../../store/index.ts";
import { readResume } from "../../detect/kept-days.ts";

/** What detection has learnt until the end of a day. */
export interface Knowledge {
  readonly day: number;
  readonly tenant: TenantView;
  /** Null: nothing was learnt of the actor. */
  profileOf(actor: EntityId): ActorProfile | null;
  /** The actors most like it. */
  peersOf(actor: EntityId, count: number): Peers | null;
}

export interface KnowledgeReader {
  /** Null: nothing was ever learnt. */
  read(): Promise<Knowledge | null>;
}

/** Reads what is learnt when it is asked for, and again when a later pass has learnt more. */
export function createKnowledgeReader(store: Store): KnowledgeReader {
  let known: { readonly key: string; readonly knowledge: Promise<Knowledge | null> } | null = null;
  return {
    async read() {
      const { lastRun } = await store.passes.readProgress();
      const key = { lens: "actor", partition: null, throughDay: 2 ** 31 - 1 };
      const day = await store.passes.findDayWith(key, "tenant");
      const name = `${lastRun?.id ?? ""} ${day ?? ""}`;
      if (known?.key !== name) known = { key: name, knowledge: readKnowledge(store) };
      const { knowledge } = known;
      knowledge.catch(() => {
        if (known?.knowledge === knowledge) known = null;
      });
      return knowledge;
    },
  };
}

async function readKnowledge(store: Store): Promise<Knowledge | null> {
  const kept = await readResume(store, ["actor"]);
  const lens = kept?.resume.lenses[0];
  if (kept === null || lens === undefined) return null;
  const { day } = kept.resume;
  const tenant = createTenant(lens.tenant);
  tenant.merge(day, lens.deltas);
  const partitions = new Map<number, Behaviour>();
  const behaviourOf = (partition: number): Behaviour | null => {
    const known = partitions.get(partition);
    if (known !== undefined) return known;
    const state = lens.states.get(partition);
    if (state === undefined) return null;
    const behaviour = createBehaviour({ resume: splitSnapshot(state).profiles });
    behaviour.startDay(day + 1, tenant.view, lens.peers);
    // There are no more than `PARTITIONS`.
    partitions.set(partition % PARTITIONS, behaviour);
    return behaviour;
  };
  return {
    day,
    tenant: tenant.view,
    profileOf: (actor) => {
      const code = toValueCode(actor);
      return behaviourOf(partitionOf(code))?.profileOf(code) ?? null;
    },
    peersOf: (actor, count) =>
      findPeers({
        actor: toValueCode(actor),
        vectors: lens.vectors,
        peers: lens.peers,
        tenant: tenant.view,
        count,
      }),
  };
}
