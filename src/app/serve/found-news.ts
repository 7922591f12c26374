import type { News } from "../../api/index.ts";
import type { FindingId, IncidentId } from "../../domain/index.ts";
import { toFindingJson, toIncidentJson } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";

/** Findings and incidents of one pass that are told one by one; the pass itself tells how many there were. */
const TOLD_MAX = 200;

/** Tells what a pass found, each once. */
export interface FoundNews {
  /** What is found so far is no news. */
  begin(): Promise<void>;
  tellFindings(): Promise<void>;
  tellIncidents(): Promise<void>;
}

export interface FoundNewsParts {
  readonly store: Pick<Store, "findings" | "incidents">;
  readonly tell: (news: News) => void;
  /** False: nobody listens. */
  readonly mayBeHeard: () => boolean;
}

export function createFoundNews({
  store: { findings, incidents },
  tell,
  mayBeHeard,
}: FoundNewsParts): FoundNews {
  const newFindings = createUnknown<FindingId>(() => findings.listIds());
  const newIncidents = createUnknown<IncidentId>(() => incidents.listIds());
  return {
    // Also while nobody listens: somebody may do so before the pass is over.
    async begin() {
      await newFindings.begin();
      await newIncidents.begin();
    },
    async tellFindings() {
      if (!mayBeHeard()) return;
      const ids = await newFindings.take();
      if (ids.length === 0) return;
      for await (const found of findings.stream({ ids }))
        for (const { finding } of found) tell({ event: "finding", data: toFindingJson(finding) });
    },
    async tellIncidents() {
      if (!mayBeHeard()) return;
      for (const id of await newIncidents.take()) {
        const found = await incidents.find(id);
        if (found !== null) tell({ event: "incident", data: toIncidentJson(found.incident) });
      }
    },
  };
}

/** Ids that were not there before. */
function createUnknown<Id extends string>(list: () => Promise<readonly Id[]>) {
  let known: ReadonlySet<Id> = new Set();
  let left = 0;
  return {
    async begin(): Promise<void> {
      known = new Set(await list());
      left = TOLD_MAX;
    },
    async take(): Promise<readonly Id[]> {
      const ids = await list();
      const unknown = ids.filter((id) => !known.has(id)).slice(0, left);
      known = new Set(ids);
      left -= unknown.length;
      return unknown;
    },
  };
}
