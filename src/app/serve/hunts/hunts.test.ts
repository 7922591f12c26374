import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  DAY_MS,
  isJsonObject,
  type JsonObject,
  parseQuery,
  SYSTEM_CLOCK,
  toEpochMs,
} from "../../../domain/index.ts";
import { runIngest } from "../../ingest/run-ingest.ts";
import { ServedPlace, toTrailRecord } from "../fixtures/served-place.ts";
import { PLACES_FILE, readRows } from "../kept-rows.ts";
import { readProgress } from "./hunt-progress.ts";
import { runHunt } from "./run-hunt.ts";

const DAYS = 300;

let place: ServedPlace;
let lateMs = 0;
beforeAll(async () => {
  place = await ServedPlace.open({ clock: { now: () => toEpochMs(SYSTEM_CLOCK.now() + lateMs) } });
  const records = Array.from({ length: DAYS * 3 }, (_, n) => ({
    ...toTrailRecord(`e-${n}`, n % 3 === 0 ? "DeleteTrail" : "ListTrails"),
    eventTime: new Date(Date.UTC(2026, 0, 5) + (n * DAY_MS) / 3).toISOString(),
  }));
  const body = Buffer.from(records.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const input = { name: "days", path: "days", sizeBytes: body.length, open: () => Readable.from([body]) };
  await runIngest({ paths: [], as: null, mapping: null }, { store: place.store, inputs: [input] });
}, 60_000);
afterAll(() => place.close());

const idOf = ({ id }: JsonObject): string => (typeof id === "string" ? id : "");
const items = (json: JsonObject): readonly JsonObject[] =>
  Array.isArray(json["items"]) ? json["items"].filter(isJsonObject) : [];

async function hunt(asked: object): Promise<JsonObject> {
  const { status, json } = await place.ask("/api/v1/hunts", { json: asked });
  expect([status, json]).toMatchObject([202, { state: expect.any(String) }]);
  return json;
}

async function until(id: string, holds: (json: JsonObject) => boolean): Promise<JsonObject> {
  for (;;) {
    const { json } = await place.ask(`/api/v1/hunts/${id}`);
    if (holds(json)) return json;
    await wait(10);
  }
}

const untilOver = (id: string) => until(id, (json) => json["finished_at"] !== null);

async function readEvents(id: string, limit = 90): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor = ""; ; ) {
    const { json } = await place.ask(`/api/v1/hunts/${id}/events?limit=${limit}${cursor}`);
    ids.push(...items(json).map(idOf));
    const { next_cursor: next } = json;
    if (typeof next !== "string") return ids;
    cursor = `&cursor=${next}`;
  }
}

it("finds in everything what the filter asks for, the newest first, and is listed", async () => {
  const id = idOf(await hunt({ q: "action:DeleteTrail" }));
  const over = await untilOver(id);
  expect(over).toMatchObject({
    state: "done",
    ended_by: "end",
    found: DAYS,
    events_looked: DAYS * 3,
    events_total: DAYS * 3,
    looked_from: "2026-01-05T00:00:00.000Z",
    by: "API_KEY",
  });
  const ids = await readEvents(id);
  expect(ids).toEqual(Array.from({ length: DAYS }, (_, n) => `e-${(DAYS - 1 - n) * 3}`));
  expect(items((await place.ask("/api/v1/hunts")).json)[0]).toEqual(over);
});

it("looks at a period alone, and ends with as many events as are wanted", async () => {
  const period = { from: "2026-02-01T00:00:00Z", to: "2026-02-03T08:00:00Z" };
  const whole = await untilOver(idOf(await hunt({ q: "action:*Trail*", ...period })));
  expect(whole).toMatchObject({ ended_by: "end", found: 7 });
  const enough = await untilOver(idOf(await hunt({ q: "action:*Trail*", ...period, rows_max: 7 })));
  expect(enough).toMatchObject({ found: 7 });
  const cut = await untilOver(idOf(await hunt({ q: "action:*Trail*", ...period, rows_max: 6 })));
  expect(cut).toMatchObject({ ended_by: "rows", found: 6 });
  expect(await readEvents(idOf(cut))).toEqual((await readEvents(idOf(whole))).slice(0, 6));
});

it("is read while it goes on, and what was found stays when it is cancelled", async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const folder = join(place.folder, "a-hunt");
  const hunting = runHunt(
    place.store,
    {
      where: parseQuery("user:ann", { subject: "events", now: toEpochMs(0) }),
      from: null,
      to: null,
      rowsMax: 1000,
      minutesMax: 1,
      pace: { sliceEvents: 40, pageRows: 10 },
    },
    {
      id: "a-hunt",
      stop: stop.signal,
      report({ done }) {
        told.push(done);
        if (done >= 200) stop.abort();
      },
      async makeFolder() {
        await mkdir(folder);
        return folder;
      },
    },
  );
  await expect(hunting).rejects.toThrow("aborted");
  expect(told.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 39, 39]);
  expect(await readProgress(folder)).toMatchObject({ looked: 234, total: DAYS * 3, found: 234 });
  const { rows, isMore } = await readRows(folder, { places: PLACES_FILE, from: 200, limit: 30 });
  expect(rows.map(idOf)).toEqual(Array.from({ length: 30 }, (_, n) => `e-${DAYS * 3 - 1 - 200 - n}`));
  expect(isMore).toBe(true);
});

it("ends when its time is over, and says how far it came", async () => {
  const job = {
    id: "late",
    stop: new AbortController().signal,
    report: () => {},
    makeFolder: async () => place.folder,
  };
  const where = parseQuery("user:nobody", { subject: "events", now: toEpochMs(0) });
  expect(await runHunt(place.store, { where, from: null, to: null, rowsMax: 1, minutesMax: 0 }, job)).toBe(
    "time",
  );
});

it("is cancelled by its id, which changes nothing where it is over", async () => {
  const over = await untilOver(idOf(await hunt({ q: "user:ann", rows_max: 1 })));
  const path = `/api/v1/hunts/${idOf(over)}`;
  expect((await place.ask(path, { method: "DELETE" })).json).toEqual(over);
  expect((await place.ask("/api/v1/hunts/none", { method: "DELETE" })).json["code"]).toBe(
    "STORE_JOB_UNKNOWN",
  );
});

it.each([
  [{}, "API_INPUT"],
  [{ q: "  " }, "HUNT_EMPTY"],
  [{ q: "user:(" }, /^QUERY_/],
  [{ q: "user:ann", rows_max: 10_001 }, "API_INPUT"],
  [{ q: "user:ann", minutes_max: 61 }, "API_INPUT"],
])("%j is refused", async (asked, code) => {
  const { status, json } = await place.ask("/api/v1/hunts", { json: asked });
  expect([status, json["code"]]).toEqual([
    400,
    typeof code === "string" ? code : expect.stringMatching(code),
  ]);
});

it("keeps what it found for a day", async () => {
  const id = idOf(await hunt({ q: "user:ann", rows_max: 1 }));
  const over = await untilOver(id);
  const rows = join(place.folder, "jobs", id, "results.ndjson");
  lateMs = DAY_MS - 60_000;
  expect(await readEvents(id)).toHaveLength(1);
  lateMs = DAY_MS + 60_000;
  expect((await place.ask(`/api/v1/hunts/${id}/events`)).json).toMatchObject({
    code: "HUNT_EXPIRED",
    status: 410,
  });
  await access(rows);
  expect(items((await place.ask("/api/v1/hunts")).json)).toContainEqual(over);
  await expect(access(rows)).rejects.toThrow("ENOENT");
});
