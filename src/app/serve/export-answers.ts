import { stringify } from "csv-stringify/sync";
import type { ExportPort } from "../../api/index.ts";
import { EVENT_COLUMNS, toCsvCells } from "../../cli/event-json.ts";
import type { Clock } from "../../domain/index.ts";
import { FINDING_CELLS, toFindingCells, toIsoTime } from "../../report/index.ts";
import type { Store, StoredFinding, StoredIncident } from "../../store/index.ts";
import { readWhere } from "../analytics/asked-query.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";
import { toFindingFilter } from "../findings/findings-command.ts";
import { toIncidentFilter } from "../findings/incidents-command.ts";
import { toStorePeriod } from "../findings/listed.ts";

/** Rows that are read and sent at once: what an export holds in memory, however many there are. */
export const EXPORT_ROWS_AT_ONCE = 1000;

/** Lists as files: the same questions as those of the lists, one page after the other. */
export const createExportAnswers = (store: Store, clock: Clock): ExportPort => ({
  async findings({ order, all, q, ...asked }) {
    await refuseUnlooked(store);
    const filter = {
      ...(await toFindingFilter(store, { ...asked, event: null })),
      ...(await readWhere(store, { subject: "findings", q, clock })),
      ...(all ? {} : { openOnly: true }),
    };
    return toLines(FINDING_HEAD, async (place: Awaited<ReturnType<typeof store.findings.read>>["next"]) => {
      const after = place === null ? {} : { after: place };
      const page = await store.findings.read({ ...filter, ...after, limit: EXPORT_ROWS_AT_ONCE, order });
      return { rows: page.findings.map(toFindingLine), next: page.next };
    });
  },
  async incidents({ order, all, q, ...asked }) {
    await refuseUnlooked(store);
    const filter = {
      ...toIncidentFilter(asked),
      ...(await readWhere(store, { subject: "incidents", q, clock })),
      ...(all ? {} : { openOnly: true }),
    };
    return toLines(INCIDENT_HEAD, async (place: Awaited<ReturnType<typeof store.incidents.read>>["next"]) => {
      const after = place === null ? {} : { after: place };
      const page = await store.incidents.read({ ...filter, ...after, limit: EXPORT_ROWS_AT_ONCE, order });
      return { rows: page.incidents.map(toIncidentLine), next: page.next };
    });
  },
  async events({ order, actor, action, q, ...asked }) {
    const filter = {
      ...toStorePeriod(asked),
      ...(actor === null ? {} : { actor }),
      ...(action === null ? {} : { action }),
      ...(await readWhere(store, { subject: "events", q, clock })),
    };
    return toLines(EVENT_HEAD, async (place: Awaited<ReturnType<typeof store.events.readEvents>>["next"]) => {
      const after = place === null ? {} : { after: place };
      const page = await store.events.readEvents({ ...filter, ...after, limit: EXPORT_ROWS_AT_ONCE, order });
      return { rows: page.events.map(toCsvCells), next: page.next };
    });
  },
});

type Line = readonly (string | number | null)[];

const FINDING_HEAD = ["id", ...FINDING_CELLS, "verdict", "exception"];
const INCIDENT_HEAD = [
  "id",
  "time",
  "until",
  "severity",
  "score",
  "actors",
  "tactics",
  "finding_count",
  "event_count",
  "summary",
  "verdict",
];
const EVENT_HEAD = EVENT_COLUMNS.map(([name]) => name);

const toFindingLine = ({ finding, verdict, exception }: StoredFinding): Line => [
  finding.id,
  ...toFindingCells(finding),
  verdict,
  exception,
];

const toIncidentLine = ({ incident, verdict }: StoredIncident): Line => [
  incident.id,
  toIsoTime(incident.at),
  toIsoTime(incident.until),
  incident.severity,
  incident.score.toFixed(4),
  incident.actors.join(" "),
  incident.tactics.join(" "),
  incident.findings.length,
  incident.events.length,
  incident.summary,
  verdict,
];

interface Page<Place> {
  readonly rows: readonly Line[];
  /** Null: this is the last page. */
  readonly next: Place | null;
}

/** The first page is read before anything is promised, so that what cannot be answered is refused. */
async function toLines<Place>(
  head: Line,
  read: (place: Place | null) => Promise<Page<Place>>,
): Promise<AsyncIterable<string>> {
  const first = await read(null);
  return (async function* write() {
    yield toCsv([head]);
    for (let page = first; ; page = await read(page.next)) {
      if (page.rows.length > 0) yield toCsv(page.rows);
      if (page.next === null) return;
    }
  })();
}

const toCsv = (rows: readonly Line[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: "windows" },
  );
