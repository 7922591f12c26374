import type { JsonObject } from "../../domain/index.ts";
import type { PageRequest, PeriodRequest, Rows } from "./asked.ts";

export interface AuditRequest extends PageRequest, PeriodRequest {
  readonly author: string | null;
  readonly action: string | null;
  readonly target: string | null;
}

/** What was changed by whom. */
export interface AuditPort {
  /** The latest first. */
  read(request: AuditRequest): Promise<Rows>;
}

/** Answers that are given again to who asks the same with the same Idempotency-Key. */
export interface KeptAnswersPort {
  claim(digest: string): Promise<
    | { readonly kind: "new" }
    | { readonly kind: "busy" }
    | {
        readonly kind: "kept";
        readonly kept: { readonly request: string; readonly status: number; readonly answer: JsonObject };
      }
  >;
  keep(
    digest: string,
    kept: { readonly request: string; readonly status: number; readonly answer: JsonObject },
  ): Promise<void>;
  giveUp(digest: string): Promise<void>;
}
