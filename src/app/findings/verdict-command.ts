import { userInfo } from "node:os";
import type { VerdictPort, VerdictReport, VerdictRequest } from "../../cli/verdict.ts";
import { toError } from "../../domain/index.ts";
import type { Store, StoredFinding } from "../../store/index.ts";
import { withStore } from "./asked-store.ts";
import { findTarget } from "./find-target.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

export const VERDICT_PORT: VerdictPort = {
  judge: (request) => withStore(request.place, "verdict", (store) => judge(store, request)),
};

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
