import type { ExplainDetail, ExplainPort } from "../../cli/explain-port.ts";
import type { FindingsPort, FindingsRequest, ListedFinding } from "../../cli/findings.ts";
import { toError, toEventId, toIncidentId } from "../../domain/index.ts";
import type { FindingCursor, FindingFilter, FindingQuery, Store } from "../../store/index.ts";
import { refuseUnlooked, withStore } from "./asked-store.ts";
import { toListed, toStandingFilter, toStorePeriod, toTacticNames } from "./listed.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

/** Findings asked for at once. */
const PAGE_FINDINGS = 200;
/** Events of the evidence that are told about. */
const EVENTS_TOLD_MAX = 100;

export const FINDINGS_PORT: FindingsPort = {
  list: (request, use) =>
    withStore(request.place, "findings", async (store) => {
      const looked = await refuseUnlooked(store);
      const all = await toFindingFilter(store, request);
      const filter = request.all ? all : { ...all, openOnly: true };
      const { total } = await store.findings.count(filter);
      const hidden = request.all ? 0 : (await store.findings.count(all)).total - total;
      await use({ looked, total, hidden, pages: readPages(store, filter, request) });
    }),
};

export const EXPLAIN_PORT: ExplainPort = {
  explain: (place, id) => withStore(place, "explain", (store) => explainFinding(store, id)),
};

/** A finding with its evidence. Throws FINDINGS_UNKNOWN and FINDINGS_NOT_LOOKED. */
export async function explainFinding(store: Store, id: string): Promise<ExplainDetail> {
  const found = await store.findings.find(id);
  if (found === null) {
    await refuseUnlooked(store);
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_UNKNOWN", { id });
  }
  const ids = found.finding.events.slice(0, EVENTS_TOLD_MAX);
  const { at: from, until } = found.finding;
  const events = await store.events.findEvents(ids, { from, until });
  return {
    ...toListed(found),
    events: ids.flatMap((event) => events.get(event) ?? []),
    tacticNames: [...new Set(toTacticNames(found.finding.attack.map(({ tactic }) => tactic)))],
  };
}

/** What is asked for in the words of the store. Throws FINDINGS_INCIDENT_UNKNOWN. */
export async function toFindingFilter(
  store: Store,
  request: Omit<FindingsRequest, "place" | "all" | "newestFirst" | "limit">,
): Promise<FindingFilter> {
  const { actor, entity, detector, kind, minSeverity, text, event, verdict } = request;
  return {
    ...toStorePeriod(request),
    ...toStandingFilter(request),
    ...(actor === null ? {} : { actor }),
    ...(entity === null ? {} : { entity }),
    ...(detector === null ? {} : { detector }),
    ...(kind === null ? {} : { kind }),
    ...(minSeverity === null ? {} : { minSeverity }),
    ...(text === null ? {} : { text }),
    ...(event === null ? {} : { event: toEventId(event) }),
    ...(verdict === null ? {} : { verdict: verdict === "none" ? null : verdict }),
    ...(request.incident === null ? {} : { incident: await findIncidentId(store, request.incident) }),
  };
}

async function findIncidentId(store: Store, id: string) {
  const found = await store.incidents.find(id);
  if (found === null) throw toError(FINDINGS_PROBLEMS, "FINDINGS_INCIDENT_UNKNOWN", { id });
  return toIncidentId(found.incident.id);
}

async function* readPages(
  store: Store,
  filter: FindingFilter,
  { limit, newestFirst }: FindingsRequest,
): AsyncGenerator<readonly ListedFinding[]> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  let after: FindingCursor | null = null;
  while (left > 0) {
    const query: FindingQuery = {
      ...filter,
      limit: Math.min(PAGE_FINDINGS, left),
      order: newestFirst ? "newest-first" : "worst-first",
      ...(after === null ? {} : { after }),
    };
    const page = await store.findings.read(query);
    yield page.findings.map(toListed);
    if (page.next === null) return;
    after = page.next;
    left -= page.findings.length;
  }
}
