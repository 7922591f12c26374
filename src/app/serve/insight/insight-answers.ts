import type { InsightPort } from "../../../api/index.ts";
import { toEpochMs } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { findActor } from "../../findings/asked-store.ts";
import { toStorePeriod } from "../../findings/listed.ts";
import { compareFinding } from "./comparison.ts";
import { readHabits } from "./habits.ts";
import { createKnowledgeReader } from "./knowledge.ts";
import { readRiskHistory } from "./risk-history.ts";

const IDENTITIES_MAX = 50;
const KEYS_MAX = 20;
const SESSIONS_MAX = 30;
/** A pause of so long ends a session, as it does for profiles. */
const SESSION_IDLE_MS = 30 * 60_000;

/** What screens ask beyond lists. */
export function createInsightAnswers(store: Store): InsightPort {
  const reader = createKnowledgeReader(store);
  return {
    readActivity: async ({ parts, ...asked }) => {
      const { firstAt, lastAt } = await store.events.readStats();
      if (firstAt === null || lastAt === null) return { from: null, to: null, actors: [] };
      const from = asked.from ?? firstAt;
      const to = asked.to ?? toEpochMs(lastAt + 1);
      const knowledge = await reader.read();
      const counts = await store.actors.countActivity({ from, to, parts });
      const actors = [...counts].map(([id, events]) => {
        const profile = knowledge?.profileOf(id) ?? null;
        return { id, events, maturity: profile?.maturity ?? null };
      });
      return { from: toIso(from), to: toIso(to), actors };
    },
    readRiskHistory: (asked) => readRiskHistory(store, asked),
    readHabits: async ({ actor, from, to }) =>
      readHabits(store, await reader.read(), { actor, period: toStorePeriod({ from, to }) }),
    readIdentities: async (text) => {
      const actor = await findActor(store, text);
      const links = await store.actors.listIdentities(actor.id, IDENTITIES_MAX);
      const { total, keys } = await store.actors.listKeys(actor.id, KEYS_MAX);
      const sessions = await store.actors.listSessions(actor.id, {
        limit: SESSIONS_MAX,
        idleMs: SESSION_IDLE_MS,
      });
      return {
        actor: actor.id,
        identities: links.map(({ kind, direction, actor: other, links: count, ...rest }) => ({
          kind,
          direction,
          actor: other,
          links: count,
          first_time: toIso(rest.firstAt),
          last_time: toIso(rest.lastAt),
          access_keys: rest.accessKeys,
          access_key_id: rest.accessKeyId,
        })),
        keys: {
          total,
          most_used: keys.map(({ accessKeyId, events, firstAt, lastAt }) => ({
            access_key_id: accessKeyId,
            temporary: accessKeyId.startsWith("ASIA"),
            events,
            first_time: toIso(firstAt),
            last_time: toIso(lastAt),
          })),
        },
        sessions: sessions.map(({ beganAt, endedAt, bytesOut, ...session }) => ({
          from: toIso(beganAt),
          to: toIso(endedAt),
          ...session,
          bytes_out: bytesOut,
        })),
      };
    },
    compareFinding: async (id) => compareFinding(store, await reader.read(), id),
  };
}

const toIso = (at: number): string => new Date(at).toISOString();
