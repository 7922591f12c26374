import type { FindingsPort, FindingsRequest, PageRequest } from "../../api/index.ts";
import { toExplainJson } from "../../cli/explain.ts";
import { toIncidentDetailJson } from "../../cli/incidents.ts";
import { type Clock, toFindingId, toIncidentId } from "../../domain/index.ts";
import type { FindingQuery, Store } from "../../store/index.ts";
import { readWhere } from "../analytics/asked-query.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";
import { explainFinding, toFindingFilter } from "../findings/findings-command.ts";
import { findIncident, toIncidentFilter } from "../findings/incidents-command.ts";
import { toListed, toListedHead, toListedIncident } from "../findings/listed.ts";
import { judge } from "../findings/verdict-command.ts";
import { CURSORS, readCursor } from "./cursor.ts";

/** Findings and incidents for the API: the same questions as those of the commands. */
export const createFindingAnswers = (store: Store, clock: Clock): FindingsPort => ({
  async read(request) {
    const page = await store.findings.read(await toFindingQuery({ store, clock }, request));
    return { rows: page.findings.map((one) => toListed(one).json), next: page.next };
  },
  async readSummaries(request) {
    const page = await store.findings.readHeads(await toFindingQuery({ store, clock }, request));
    return { rows: page.heads.map(toListedHead), next: page.next };
  },
  explain: async (id) => toExplainJson(await explainFinding(store, id)),
  async readIncidents({ limit, after, order, all, q, ...asked }) {
    await refuseUnlooked(store);
    const place = readRanked({ limit, after });
    const page = await store.incidents.read({
      ...toIncidentFilter(asked),
      ...(await readWhere(store, { subject: "incidents", q, clock })),
      ...(all ? {} : { openOnly: true }),
      ...(place === null ? {} : { after: { ...place, id: toIncidentId(place.id) } }),
      limit,
      order,
    });
    return { rows: page.incidents.map((one) => toListedIncident(one).json), next: page.next };
  },
  findIncident: async (id) => toIncidentDetailJson(await findIncident(store, id)),
  judge: (request) => judge(store, request),
});

/** What is asked for in the words of the store. Throws FINDINGS_NOT_LOOKED, QueryProblem and what `toFindingFilter` throws. */
async function toFindingQuery(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { limit, after, order, all, q, ...asked }: FindingsRequest,
): Promise<FindingQuery> {
  await refuseUnlooked(store);
  const place = readRanked({ limit, after });
  return {
    ...(await toFindingFilter(store, { ...asked, event: null })),
    ...(await readWhere(store, { subject: "findings", q, clock })),
    ...(all ? {} : { openOnly: true }),
    ...(place === null ? {} : { after: { ...place, id: toFindingId(place.id) } }),
    limit,
    order,
  };
}

const readRanked = ({ after }: PageRequest) => readCursor(CURSORS.ranked, after);
