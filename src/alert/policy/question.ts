import type { EpochMs, Incident, JsonValue, Severity } from "../../domain/index.ts";
import type { AlertBody, AlertReason } from "../message/message.ts";
import type { KnownAlert } from "./known-alert.ts";
import type { HeardFinding, Mute } from "./mute.ts";
import type { AlertPolicy } from "./policy.ts";

/** An open incident that may alert, with its findings that no exception covers. */
export interface CandidateIncident {
  readonly incident: Incident;
  readonly findings: readonly HeardFinding[];
  /** Whether its score and its day's budget let it alert anew; what was told before is followed up without. */
  readonly isAlert: boolean;
}

/** An incident without what is muted of it. */
export interface HeardIncident extends CandidateIncident {
  /** At most that of the incident; less where what is muted was the worst of it. */
  readonly severity: Severity;
}

export interface AlertQuestion {
  readonly now: EpochMs;
  readonly policy: AlertPolicy;
  /** In the order of time. What is not named has nothing new to say. */
  readonly candidates: readonly CandidateIncident[];
  /** Ids of all incidents that there are. */
  readonly present: ReadonlySet<string>;
  /** Latest versions of all alerts. */
  readonly known: readonly KnownAlert[];
  readonly mutes: readonly Mute[];
}

export interface DecidedAlert {
  readonly alertId: string;
  readonly version: number;
  readonly kind: "incident" | "digest";
  readonly reason: AlertReason;
  readonly severity: Severity;
  readonly at: EpochMs;
  readonly dueAt: EpochMs;
  readonly subjects: JsonValue;
  readonly body: AlertBody;
}

export interface AlertDecision {
  readonly alerts: readonly DecidedAlert[];
  /** Incidents that would alert if nothing of them were muted. */
  readonly muted: number;
  /** Incidents that wait until the next digest may be sent. */
  readonly held: number;
}
