import { userInfo } from "node:os";
import type { VerdictPort, VerdictReport, VerdictRequest } from "../../cli/verdict.ts";
import { toError, type Verdict, type VerdictKind } from "../../domain/index.ts";
import type { Store, StoredFinding } from "../../store/index.ts";
import { refuseUnlooked, withStore } from "./asked-store.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

export const VERDICT_PORT: VerdictPort = {
  judge: (request) => withStore(request.place, "verdict", (store) => judge(store, request)),
};

interface Target {
  readonly target: Verdict["target"];
  readonly summary: string;
  readonly before: VerdictKind | null;
  /** Null: it is an incident. */
  readonly finding: StoredFinding | null;
}

/** Keeps what a person says of a finding or an incident. Throws FINDINGS_TARGET_UNKNOWN and others. */
export async function judge(store: Store, request: Omit<VerdictRequest, "place">): Promise<VerdictReport> {
  const { target, summary, before, finding } = await findTarget(store, request.target);
  if (request.exception !== null && finding === null)
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_EXCEPTION_OF_INCIDENT", { id: target.id });
  const by = request.by ?? userInfo().username;
  await store.verdicts.add({ target, verdict: request.verdict, by, note: request.note });
  const exception = finding === null ? null : await makeException(store, { ...request, by }, finding);
  return { target: { ...target, summary }, verdict: request.verdict, by, before, exception };
}

async function findTarget(store: Store, id: string): Promise<Target> {
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

async function makeException(
  store: Store,
  { exception, note, by }: Omit<VerdictRequest, "place"> & { readonly by: string },
  { finding }: StoredFinding,
): Promise<VerdictReport["exception"]> {
  if (exception === null) return null;
  const { scope, until } = exception;
  const made = await store.verdicts.addException({
    detector: finding.detector.id,
    entity: scope === "entity" ? finding.entity : null,
    actor: scope === "actor" ? finding.actor.id : null,
    reason: note ?? "",
    until,
    finding: finding.id,
    by,
  });
  const { total: covers } = await store.findings.count({ exception: made.id });
  return { id: made.id, covers };
}
