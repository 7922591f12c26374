import type { IncidentDetail, IncidentsPort, IncidentsRequest } from "../../cli/incidents.ts";
import { toError } from "../../domain/index.ts";
import type {
  IncidentCursor,
  IncidentFilter,
  IncidentPage,
  Store,
  StoredFinding,
  StoredIncident,
} from "../../store/index.ts";
import { PAGE_INCIDENTS_MAX } from "../../store/index.ts";
import { readLooked, refuseUnlooked, withStore } from "./asked-store.ts";
import { toListed, toListedIncident, toStandingFilter, toStorePeriod, toTacticNames } from "./listed.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

export const INCIDENTS_PORT: IncidentsPort = {
  list: (request) =>
    withStore(request.place, "incidents", async (store) => {
      const looked = await refuseUnlooked(store);
      const all = toIncidentFilter(request);
      const filter = request.all ? all : { ...all, openOnly: true };
      const { total } = await store.incidents.count(filter);
      const hidden = request.all ? 0 : (await store.incidents.count(all)).total - total;
      const incidents = await readAll(store, filter, request);
      return { looked, total, hidden, incidents: incidents.map(toListedIncident) };
    }),
  find: (place, id) => withStore(place, "incidents", (store) => findIncident(store, id)),
};

/** An incident with its findings. Throws FINDINGS_INCIDENT_UNKNOWN and FINDINGS_NOT_LOOKED. */
export const findIncident = async (store: Store, id: string): Promise<IncidentDetail> =>
  toDetail(store, await findStoredIncident(store, id));

/** The same without its findings. */
export async function findStoredIncident(store: Store, id: string): Promise<StoredIncident> {
  const found = await store.incidents.find(id);
  if (found !== null) return found;
  await refuseUnlooked(store);
  throw toError(FINDINGS_PROBLEMS, "FINDINGS_INCIDENT_UNKNOWN", { id });
}

/** What is asked for in the words of the store. */
export function toIncidentFilter(
  request: Omit<IncidentsRequest, "place" | "all" | "newestFirst" | "limit">,
): IncidentFilter {
  const { actor, tactic, minSeverity, text } = request;
  return {
    ...toStorePeriod(request),
    ...toStandingFilter(request),
    ...(actor === null ? {} : { actor }),
    ...(tactic === null ? {} : { tactic }),
    ...(minSeverity === null ? {} : { minSeverity }),
    ...(text === null ? {} : { text }),
  };
}

async function readAll(
  store: Store,
  filter: IncidentFilter,
  { limit, newestFirst }: IncidentsRequest,
): Promise<readonly StoredIncident[]> {
  const read: StoredIncident[] = [];
  const most = limit ?? Number.POSITIVE_INFINITY;
  let after: IncidentCursor | null = null;
  do {
    const page: IncidentPage = await store.incidents.read({
      ...filter,
      limit: Math.min(PAGE_INCIDENTS_MAX, most - read.length),
      order: newestFirst ? "newest-first" : "worst-first",
      ...(after === null ? {} : { after }),
    });
    read.push(...page.incidents);
    after = page.next;
  } while (after !== null && read.length < most);
  return read;
}

async function toDetail(store: Store, found: StoredIncident): Promise<IncidentDetail> {
  const { incident } = found;
  const findings: StoredFinding[] = [];
  for await (const some of store.findings.stream({ incident: incident.id })) findings.push(...some);
  const names = new Map(findings.map(({ finding }) => [finding.actor.id, finding.actor.name]));
  const actors = [];
  for (const id of incident.actors) {
    const name = names.get(id) ?? (await store.actors.find(id))?.name ?? null;
    actors.push({ id, name });
  }
  return {
    ...toListedIncident(found),
    looked: await readLooked(store),
    tacticNames: toTacticNames(incident.tactics),
    actors,
    findings: findings.map(toListed),
  };
}
