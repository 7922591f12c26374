import type { Clock } from "../domain/index.ts";
import type { Archive } from "./archive/archive.ts";
import type { StoreLimits } from "./limits.ts";
import type { EventStore } from "./port.ts";
import type { ActorStore } from "./ports/actor-port.ts";
import type { AlertStore } from "./ports/alert-port.ts";
import type { AuditStore } from "./ports/audit-port.ts";
import type { BackgroundStore } from "./ports/background-port.ts";
import type { FindingStore } from "./ports/finding-port.ts";
import type { KeptAnswerStore } from "./ports/idempotency-port.ts";
import type { IncidentStore } from "./ports/incident-port.ts";
import type { KeyStore } from "./ports/key-port.ts";
import type { LeaseStore } from "./ports/lease-port.ts";
import type { ModelStore } from "./ports/model-port.ts";
import type { PassStore } from "./ports/pass-port.ts";
import type { RuleMatchStore } from "./ports/rule-match-port.ts";
import type { RuleStore } from "./ports/rule-port.ts";
import type { ScheduleStore } from "./ports/schedule-port.ts";
import type { SettingStore } from "./ports/setting-port.ts";
import type { StatisticStore } from "./ports/statistic-port.ts";
import type { TalkStore } from "./ports/talk-port.ts";
import type { TogetherStore } from "./ports/together-port.ts";
import type { TriageStore } from "./ports/triage-port.ts";
import type { UpkeepStore } from "./ports/upkeep-port.ts";
import type { SessionStore, UserStore } from "./ports/user-port.ts";
import type { VerdictStore } from "./ports/verdict-port.ts";
import type { ViewStore } from "./ports/view-port.ts";

export interface OpenStoreOptions {
  /** The data folder: the archive, and the database where it is embedded. */
  readonly folder: string;
  /** What this process is going to do, for the message that another process gets: `ingest`, `serve`. */
  readonly purpose: string;
  /** Refuse a place without Gait's tables instead of making them. */
  readonly mustExist?: boolean;
  readonly clock?: Clock;
  readonly memoryMb?: number;
  readonly limits?: Partial<StoreLimits>;
}

/** What is kept besides events: how detection goes on, what it found, what people say to it. */
export interface StorePorts {
  readonly findings: FindingStore;
  readonly incidents: IncidentStore;
  readonly verdicts: VerdictStore;
  readonly triage: TriageStore;
  readonly views: ViewStore;
  readonly ruleMatches: RuleMatchStore;
  readonly passes: PassStore;
  readonly leases: LeaseStore;
  readonly models: ModelStore;
  readonly actors: ActorStore;
  readonly keys: KeyStore;
  readonly schedule: ScheduleStore;
  readonly upkeep: UpkeepStore;
  readonly alerts: AlertStore;
  readonly statistics: StatisticStore;
  readonly settings: SettingStore;
  readonly rules: RuleStore;
  readonly background: BackgroundStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly keptAnswers: KeptAnswerStore;
  readonly together: TogetherStore;
  readonly talks: TalkStore;
}

/** A store, open: the events and the bytes that they came from. */
export interface Store extends StorePorts {
  readonly folder: string;
  /** What the database is called in messages: its file, or its address without a password. */
  readonly database: string;
  /** Migrations that opening it ran, by name. */
  readonly migrated: readonly string[];
  readonly events: EventStore;
  readonly archive: Archive;
  /** Tells other processes that are kept out where this one listens; where nobody is kept out, nothing happens. With the token they may ask this one. */
  announce(address: string, token?: string): Promise<void>;
  close(): Promise<void>;
}
