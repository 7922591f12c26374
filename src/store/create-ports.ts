import type { Clock } from "../domain/index.ts";
import { createActorStore } from "./actors/actor-store.ts";
import { createAlertStore } from "./alerts/alert-store.ts";
import { createAuditStore } from "./audit/audit-store.ts";
import { createBackgroundStore } from "./background/background-store.ts";
import type { Engine } from "./engine.ts";
import { createEventStore } from "./event-store.ts";
import { createFindingStore } from "./findings/finding-store.ts";
import { createGuard } from "./guard.ts";
import { createKeptAnswerStore } from "./idempotency/kept-answer-store.ts";
import { createIncidentStore } from "./incidents/incident-store.ts";
import { createKeyStore } from "./keys/key-store.ts";
import { createLeaseStore } from "./leases/lease-store.ts";
import { STORE_LIMITS, type StoreLimits } from "./limits.ts";
import { createModelStore } from "./models/model-store.ts";
import { createPassStore } from "./passes/pass-store.ts";
import type { EventStore } from "./port.ts";
import { createStatisticStore } from "./queries/statistics/statistic-store.ts";
import { createRuleMatchStore } from "./rule-matches/rule-match-store.ts";
import { createRuleStore } from "./rules/rule-store.ts";
import { createScheduleStore } from "./schedule/schedule-store.ts";
import { createSettingStore } from "./settings/setting-store.ts";
import type { StorePorts } from "./store.ts";
import { createTalkStore } from "./talks/talk-store.ts";
import { createTogetherStore } from "./together/together-store.ts";
import { createTriageStore } from "./triage/triage-store.ts";
import { createUpkeepStore } from "./upkeep/upkeep-store.ts";
import { createSessionStore } from "./users/session-store.ts";
import { createUserStore } from "./users/user-store.ts";
import { createVerdictStore } from "./verdicts/verdict-store.ts";
import { createViewStore } from "./views/view-store.ts";
import { createWriting } from "./writing.ts";

export interface PortOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly limits?: Partial<StoreLimits>;
}

/** Everything that a store keeps, over any engine. */
export function createPorts(options: PortOptions): StorePorts & { readonly events: EventStore } {
  const { engine, clock } = options;
  const limits = { ...STORE_LIMITS, ...options.limits };
  const parts = { engine, clock, limits, writing: createWriting(engine), guard: createGuard(engine) };
  return {
    events: createEventStore({ engine, clock, limits }),
    findings: createFindingStore(parts),
    incidents: createIncidentStore(parts),
    verdicts: createVerdictStore(parts),
    triage: createTriageStore(parts),
    views: createViewStore(parts),
    ruleMatches: createRuleMatchStore(parts),
    passes: createPassStore(parts),
    leases: createLeaseStore(parts),
    models: createModelStore(parts),
    actors: createActorStore(parts),
    keys: createKeyStore(parts),
    schedule: createScheduleStore(parts),
    upkeep: createUpkeepStore(parts),
    alerts: createAlertStore(parts),
    statistics: createStatisticStore(parts),
    settings: createSettingStore(parts),
    rules: createRuleStore(parts),
    background: createBackgroundStore(parts),
    users: createUserStore(parts),
    sessions: createSessionStore(parts),
    audit: createAuditStore(parts),
    keptAnswers: createKeptAnswerStore(parts),
    together: createTogetherStore(parts),
    talks: createTalkStore(parts),
  };
}
