import { z } from "zod";
import type { DetectSettings } from "../../cli/detect-option.ts";
import type { EventsRequest } from "../../cli/events.ts";
import type { FindingsRequest, ListedFinding } from "../../cli/findings.ts";
import type { IncidentsRequest } from "../../cli/incidents.ts";
import type { IngestCommandRequest } from "../../cli/ingest.ts";
import { toError, toEventId } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { DB_UPKEEP_PORT } from "../backup/upkeep-command.ts";
import { DETECT_PORT } from "../detect/detect-command.ts";
import { EVENTS_PORT } from "../events/events-command.ts";
import { FINDINGS_PORT } from "../findings/findings-command.ts";
import { INCIDENTS_PORT } from "../findings/incidents-command.ts";
import { INGEST_PORT } from "../ingest/ingest-command.ts";
import { withHeldStore } from "../open-place.ts";
import { IMPORT_ORDER, importInStore, SWITCH_ORDER, switchInStore } from "../rules/change-command.ts";
import { TRIAL_ORDER, tryInStore } from "../rules/trial/trial-command.ts";
import { HAND_OVER_PROBLEMS } from "./problems.ts";

export interface CommandParts {
  readonly store: Store;
  /** One writer at a time. */
  readonly inLine: <T>(work: () => Promise<T>) => Promise<T>;
  /** Called after events came in, and after rules were changed. */
  readonly onNew: () => void;
}

/** Rows of an answer. */
export const HANDED_ROWS_MAX = 50_000;

const HERE = { data: null, database: null };
/** Whoever asks runs the same program as the same user: what it sends is what its own command line was checked to be. */
const asked = <Request extends object>(request: unknown): Request =>
  z.custom<Request>((value) => typeof value === "object" && value !== null).parse(request);
const idOf = (request: unknown): string => z.object({ id: z.string() }).parse(request).id;

/** Does a command of this machine's terminal in the store that this process holds. */
export async function doCommand(
  parts: CommandParts,
  { name, request }: { readonly name: string; readonly request: unknown },
): Promise<unknown> {
  const work = COMMANDS.get(name);
  if (work === undefined)
    throw toError(HAND_OVER_PROBLEMS, "HAND_OVER_UNKNOWN", { name: name.slice(0, 100) });
  return withHeldStore(parts.store, () => work(parts, request));
}

type Work = (parts: CommandParts, request: unknown) => Promise<unknown>;

/** Rules change what is found in what is there already. */
const changing =
  (change: (store: Store, request: unknown) => Promise<object>): Work =>
  async ({ store, onNew }, request) => {
    const changed = await change(store, request);
    onNew();
    return changed;
  };

const COMMANDS: ReadonlyMap<string, Work> = new Map<string, Work>([
  [
    "ingest",
    async ({ inLine, onNew }, request) => {
      const report = await inLine(() =>
        INGEST_PORT.ingest({ ...asked<IngestCommandRequest>(request), place: HERE }, () => {}),
      );
      if (report.events > 0) onNew();
      return report;
    },
  ],
  [
    "detect",
    ({ inLine }, request) =>
      inLine(() => DETECT_PORT.detect({ ...asked<DetectSettings>(request), place: HERE }, () => {})),
  ],
  [
    "db-prune",
    ({ inLine }, request) => {
      const { days } = z.object({ days: z.int().min(1) }).parse(request);
      return inLine(() => DB_UPKEEP_PORT.prune(HERE, days));
    },
  ],
  [
    "db-backup",
    ({ inLine }, request) => {
      const { folder } = z.object({ folder: z.string().min(1) }).parse(request);
      return inLine(() => DB_UPKEEP_PORT.backup(HERE, folder));
    },
  ],
  ["rules-import", changing((store, request) => importInStore(store, IMPORT_ORDER.parse(request)))],
  ["rules-switch", changing((store, request) => switchInStore(store, SWITCH_ORDER.parse(request)))],
  ["rules-trial", ({ store }, request) => tryInStore(store, TRIAL_ORDER.parse(request), () => {})],
  ["findings", (_, request) => listFindings({ ...asked<FindingsRequest>(request), place: HERE })],
  ["incidents", (_, request) => INCIDENTS_PORT.list({ ...asked<IncidentsRequest>(request), place: HERE })],
  ["incident", (_, request) => INCIDENTS_PORT.find(HERE, idOf(request))],
  ["events-count", (_, request) => EVENTS_PORT.count({ ...asked<EventsRequest>(request), place: HERE })],
  ["event", (_, request) => EVENTS_PORT.find(HERE, toEventId(idOf(request)))],
  ["event-raw", (_, request) => EVENTS_PORT.readRaw(HERE, toEventId(idOf(request)))],
]);

async function listFindings(request: FindingsRequest): Promise<object> {
  const rows: ListedFinding[] = [];
  let answer: object = {};
  await FINDINGS_PORT.list(request, async ({ pages, ...list }) => {
    for await (const page of pages) {
      rows.push(...page);
      if (rows.length > HANDED_ROWS_MAX)
        throw toError(HAND_OVER_PROBLEMS, "HAND_OVER_LARGE", { most: HANDED_ROWS_MAX });
    }
    answer = list;
  });
  return { ...answer, rows };
}
