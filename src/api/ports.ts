import type { ActorType, EpochMs, JsonObject, Judgement, Scope, Severity } from "../domain/index.ts";
import type { AlertsPort } from "./port/alert-port.ts";
import type { AnalyticsPort } from "./port/analytics-port.ts";
import type { AskPort, McpPort } from "./port/ask-port.ts";
import type { Caller, PageRequest, PeriodRequest, Rows } from "./port/asked.ts";
import type { AuditPort, KeptAnswersPort } from "./port/audit-port.ts";
import type { BatchPort } from "./port/batch-port.ts";
import type { CommandsPort } from "./port/command-port.ts";
import type { ExceptionsPort } from "./port/exception-port.ts";
import type { ExportPort } from "./port/export-port.ts";
import type { FilesPort } from "./port/files-port.ts";
import type { HuntsPort } from "./port/hunt-port.ts";
import type { InsightPort } from "./port/insight-port.ts";
import type { JobsPort } from "./port/jobs-port.ts";
import type { EventsRequest, FindingsRequest, IncidentsRequest } from "./port/list-requests.ts";
import type { DriftPort, ModelsPort, TrainingPort } from "./port/model-port.ts";
import type { ReportsPort } from "./port/report-port.ts";
import type { RulesPort } from "./port/rule-port.ts";
import type { SchedulePort } from "./port/schedule-port.ts";
import type { SessionsPort, UsersPort } from "./port/session-port.ts";
import type { SettingsPort } from "./port/setting-port.ts";
import type { TalliesPort } from "./port/tally-port.ts";
import type { TriagePort } from "./port/triage-port.ts";
import type { UploadAnalysisPort } from "./port/upload-analysis-port.ts";
import type { ViewsPort } from "./port/view-port.ts";

/** Knows keys. */
export interface AccessPort {
  /** Null: the key is unknown, expired or revoked. */
  identify(key: string): Promise<Caller | null>;
  /** What is changed in the course of the work is noted as the caller's. */
  actAs(caller: Caller, address: string, work: () => void): void;
}

export interface Readiness {
  readonly ready: boolean;
  /** What was looked at, and whether it is well. */
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
}

export interface HealthPort {
  readonly version: string;
  check(): Promise<Readiness>;
  /** For gauges: what is stored and found. */
  readGauges(): Promise<Gauges>;
}

export interface Gauges {
  readonly events: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly inputsWaiting: number;
  /** When detection finished last; null: it never did. */
  readonly lookedAt: EpochMs | null;
  /** How long the last pass took; null: there was none. */
  readonly passSeconds: number | null;
  /** When the active models were made, by name. */
  readonly models: Readonly<Record<string, EpochMs>>;
  /** Deliveries of alerts by state. */
  readonly deliveries: Readonly<Record<string, number>>;
  /** Accounts that were heard of lately. */
  readonly accounts: readonly {
    readonly account: string;
    readonly lastAt: EpochMs;
    readonly isSilent: boolean;
  }[];
}

/** An action as `POST /api/predict` takes it; already checked. */
export type Instance = JsonObject;

/** Judges single actions. */
export interface PredictionPort {
  predict(instance: Instance): Promise<JsonObject>;
  /** In the order of the instances; null: as each instance wishes. */
  predictAll(instances: readonly Instance[], explain: boolean | null): Promise<readonly JsonObject[]>;
  describeModel(): Promise<JsonObject>;
}

export interface StatisticsPort {
  /** Of the last so many days that have events. */
  readStatistics(days: number): Promise<JsonObject>;
}

export interface UploadRequest {
  /** For the ledger: where the bytes come from. */
  readonly name: string;
  /** A format's id; null: recognised by content. */
  readonly format: string | null;
  readonly body: AsyncIterable<Uint8Array>;
  readonly bytesMax: number;
}

export interface EventsPort {
  read(request: EventsRequest): Promise<Rows>;
  find(id: string): Promise<object>;
  readRaw(id: string): Promise<string>;
  /** Archives the bytes and takes their events in; what is known already changes nothing. */
  upload(request: UploadRequest): Promise<object>;
}

export interface VerdictRequest {
  /** Id of a finding or an incident, or the beginning of it. */
  readonly target: string;
  readonly verdict: Judgement;
  readonly note: string | null;
  readonly by: string;
  readonly exception: {
    readonly scope: "detector" | "entity" | "actor";
    readonly until: EpochMs | null;
  } | null;
}

/** What was found, and what people say to it. */
export interface FindingsPort {
  read(request: FindingsRequest): Promise<Rows>;
  /** The same findings without evidence and explanation. */
  readSummaries(request: FindingsRequest): Promise<Rows>;
  explain(id: string): Promise<object>;
  readIncidents(request: IncidentsRequest): Promise<Rows>;
  findIncident(id: string): Promise<object>;
  judge(request: VerdictRequest): Promise<object>;
}

export interface ActorsRequest extends PageRequest, PeriodRequest {
  readonly text: string | null;
  readonly type: ActorType | null;
  /** Risk is told as of then; null: as of the last event. */
  readonly at: EpochMs | null;
  /** Only of this level of risk or a higher one; null: all. */
  readonly minLevel: Severity | null;
  readonly order: ActorOrder;
}

/** By what actors are ordered, the most first; names from A on. */
export type ActorOrder = "risk" | "findings" | "events" | "failures" | "bytes_out" | "last_time" | "name";

export interface ActorRequest extends PeriodRequest {
  readonly actor: string;
  readonly at: EpochMs | null;
}

export interface TimelineRequest extends PageRequest, PeriodRequest {
  readonly actor: string;
  readonly order: EventsRequest["order"];
}

export interface ActorsPort {
  /** The riskiest first. */
  list(request: ActorsRequest): Promise<Rows>;
  show(request: ActorRequest): Promise<object>;
  readTimeline(request: TimelineRequest): Promise<Rows>;
  readRisk(): Promise<object>;
}

/** Something that happened, for whoever waits for news. */
export interface News {
  readonly event: "finding" | "incident" | "detection" | "alert";
  readonly data: object;
}

export interface DetectionPort {
  readProgress(): Promise<object>;
  /** Asks for a pass in the background. */
  request(): Promise<object>;
  /** Calls with everything new until the answer is called. */
  listen(onNews: (news: News) => void): () => void;
}

export interface NewKeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: EpochMs | null;
}

export interface KeysPort {
  list(): Promise<readonly object[]>;
  /** The answer holds the key itself, this once. */
  create(request: NewKeyRequest): Promise<object>;
  revoke(id: string): Promise<object>;
}

/** Everything that the HTTP interface needs. Answers are plain JSON; what is wrong is thrown as a GaitError. */
export interface ApiPorts {
  readonly access: AccessPort;
  readonly health: HealthPort;
  readonly predictions: PredictionPort;
  readonly statistics: StatisticsPort;
  readonly events: EventsPort;
  readonly findings: FindingsPort;
  readonly exceptions: ExceptionsPort;
  readonly triage: TriagePort;
  readonly views: ViewsPort;
  readonly actors: ActorsPort;
  readonly rules: RulesPort;
  readonly detection: DetectionPort;
  readonly alerts: AlertsPort;
  readonly settings: SettingsPort;
  readonly schedule: SchedulePort;
  readonly commands: CommandsPort;
  readonly keys: KeysPort;
  readonly sessions: SessionsPort;
  readonly users: UsersPort;
  readonly audit: AuditPort;
  readonly keptAnswers: KeptAnswersPort;
  /** Null: no other process counts requests. */
  readonly tallies: TalliesPort | null;
  readonly jobs: JobsPort;
  readonly files: FilesPort;
  readonly hunts: HuntsPort;
  readonly batches: BatchPort;
  readonly models: ModelsPort;
  readonly training: TrainingPort;
  readonly drift: DriftPort;
  readonly uploads: UploadAnalysisPort;
  readonly insights: InsightPort;
  readonly analytics: AnalyticsPort;
  readonly assistant: AskPort;
  readonly mcp: McpPort;
  readonly reports: ReportsPort;
  readonly exports: ExportPort;
}
