import { toError, type Verdict, type VerdictKind } from "../../domain/index.ts";
import type { Store, StoredFinding } from "../../store/index.ts";
import { refuseUnlooked } from "./asked-store.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

/** What a person judges. */
export interface Target {
  readonly target: Verdict["target"];
  readonly summary: string;
  readonly before: VerdictKind | null;
  /** Null: it is an incident. */
  readonly finding: StoredFinding | null;
}

/** A finding or an incident by its id, or the beginning of it. Throws FINDINGS_TARGET_UNKNOWN and FINDINGS_NOT_LOOKED. */
export async function findTarget(store: Store, id: string): Promise<Target> {
  const finding = await store.findings.find(id);
  const incident = await store.incidents.find(id);
  if (finding !== null && incident === null) {
    const { id: whole, summary } = finding.finding;
    return { target: { type: "finding", id: whole }, summary, before: finding.verdict, finding };
  }
  if (incident !== null && finding === null) {
    const { id: whole, summary } = incident.incident;
    return { target: { type: "incident", id: whole }, summary, before: incident.verdict, finding: null };
  }
  if (finding === null) await refuseUnlooked(store);
  throw toError(FINDINGS_PROBLEMS, "FINDINGS_TARGET_UNKNOWN", { id });
}
