import type { DetectorKind, Severity, VerdictKind } from "../../domain/index.ts";
import type { PageRequest, PeriodRequest } from "./asked.ts";
import type { StandingRequest } from "./triage-port.ts";

export interface EventsRequest extends PageRequest, PeriodRequest {
  readonly actor: string | null;
  readonly action: string | null;
  /** A query in the language of filters. */
  readonly q: string | null;
  readonly order: "newest-first" | "oldest-first";
}

export interface FindingsRequest extends PageRequest, PeriodRequest, StandingRequest {
  readonly minSeverity: Severity | null;
  readonly actor: string | null;
  readonly entity: string | null;
  readonly detector: string | null;
  readonly kind: DetectorKind | null;
  readonly incident: string | null;
  readonly q: string | null;
  readonly text: string | null;
  readonly verdict: VerdictKind | "none" | null;
  /** False: what an exception covers and what was judged a false positive is left out. */
  readonly all: boolean;
  readonly order: "worst-first" | "newest-first" | "oldest-first";
}

export interface IncidentsRequest extends PageRequest, PeriodRequest, StandingRequest {
  readonly minSeverity: Severity | null;
  readonly actor: string | null;
  readonly tactic: string | null;
  readonly q: string | null;
  readonly text: string | null;
  readonly all: boolean;
  readonly order: FindingsRequest["order"];
}
