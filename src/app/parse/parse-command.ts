import type { ParsedCell, ParsePort, ParseRequest } from "../../cli/parse.ts";
import { type Event, GaitError, type JsonObject, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import { createEnricher, openBundledGeo } from "../../enrich/index.ts";
import { PRESET_S4_FEATURES } from "../../profile/index.ts";
import {
  type FlatRecord,
  FORMAT_IDS,
  listInputs,
  loadMapping,
  type ReadOptions,
  readItems,
  toFlatRecord,
} from "../../source/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { DrillHistory } from "../train/preset/s4-features.ts";

/** Events whose features are computed at once: they must all be known before they are in order of time. */
export const FEATURE_EVENTS_MAX = 1_000_000;
const PAGE_ROWS = 5000;

const COLUMNS: readonly (keyof FlatRecord)[] = [
  "eventID",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "userType",
  "userName",
  "userArn",
  "userAccountId",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
];

/** The parse command: read, flatten, compute features where they are wanted. */
export const PARSE_PORT: ParsePort = {
  async parse(request) {
    const counts = { events: 0, rejects: 0, skipped: 0 };
    const rows = readRows(await toInputs(request), counts);
    if (!request.withFeatures) return { columns: COLUMNS, pages: toPages(rows), counts };
    return {
      columns: [...COLUMNS, ...PRESET_S4_FEATURES],
      pages: toPages(addFeatures(rows, FEATURE_EVENTS_MAX)),
      counts,
    };
  },
};

interface Row {
  readonly event: Event;
  readonly cells: readonly ParsedCell[];
}

interface Inputs {
  readonly inputs: ReturnType<typeof listInputs>["inputs"];
  readonly options: ReadOptions;
}

async function toInputs({ paths, as: named, mapping }: ParseRequest): Promise<Inputs> {
  const as = FORMAT_IDS.find((id) => id === named);
  if (named !== null && as === undefined)
    throw toError(APP_PROBLEMS, "RUN_FORMAT_UNKNOWN", { format: named, known: FORMAT_IDS.join(", ") });
  const { inputs, problems } = listInputs(paths);
  // A path that is not there would only be missed in the rows.
  if (problems[0] !== undefined) throw new GaitError(problems[0]);
  if (inputs.length === 0) throw toError(APP_PROBLEMS, "RUN_NO_INPUT", { paths: paths.join(", ") });
  return {
    inputs,
    options: {
      enricher: createEnricher({ geo: openBundledGeo() }),
      clock: SYSTEM_CLOCK,
      ...(as === undefined ? {} : { as }),
      ...(mapping === null ? {} : { mapping: await loadMapping(mapping) }),
    },
  };
}

async function* readRows(
  { inputs, options }: Inputs,
  counts: { events: number; rejects: number; skipped: number },
): AsyncGenerator<Row> {
  for (const input of inputs)
    for await (const items of readItems(input, options))
      for (const item of items) {
        if (item.kind === "event") {
          counts.events++;
          yield { event: item.event, cells: toCells(item.event, item.record) };
        } else if (item.kind === "reject") counts.rejects++;
        else counts.skipped++;
      }
}

/** Logs of another kind have the same columns, by what they mean. */
function toCells(event: Event, record: JsonObject): readonly ParsedCell[] {
  const flat = event.logType === "aws-cloudtrail" ? toFlatRecord(record) : toFlatEvent(event);
  return COLUMNS.map((column) => flat[column]);
}

const toFlatEvent = (event: Event): FlatRecord => ({
  eventID: event.id,
  eventTime: new Date(event.at).toISOString(),
  eventSource: event.action.service,
  eventName: event.action.name,
  awsRegion: event.region,
  userType: event.actor.type,
  userName: event.actor.name,
  userArn: event.actor.id,
  userAccountId: event.actor.account,
  sourceIPAddress: event.address.text,
  userAgent: event.tool.name === "" ? null : event.tool.name,
  errorCode: event.errorCode,
  errorMessage: null,
});

/** Throws RUN_PARSE_MANY. */
export async function* addFeatures(rows: AsyncIterable<Row>, most: number): AsyncGenerator<Row> {
  const all: Row[] = [];
  for await (const row of rows) {
    if (all.length === most) throw toError(APP_PROBLEMS, "RUN_PARSE_MANY", { most });
    all.push(row);
  }
  all.sort((a, b) => a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1));
  const history = new DrillHistory();
  for (const { event, cells } of all) {
    const features = history.observe(event);
    yield { event, cells: [...cells, ...PRESET_S4_FEATURES.map((name) => features[name] ?? null)] };
  }
}

async function* toPages(rows: AsyncIterable<Row>): AsyncGenerator<readonly (readonly ParsedCell[])[]> {
  let page: (readonly ParsedCell[])[] = [];
  for await (const { cells } of rows) {
    page.push(cells);
    if (page.length < PAGE_ROWS) continue;
    yield page;
    page = [];
  }
  yield page;
}
