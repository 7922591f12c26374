import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { fillFindings, ingestStory } from "../findings/fixtures/told-story.ts";
import { ServedPlace } from "./fixtures/served-place.ts";

let place: ServedPlace;
beforeAll(async () => {
  place = await ServedPlace.open();
}, 60_000);
afterAll(() => place.close());

const ask = async (path: string): Promise<JsonObject> => {
  const { status, json } = await place.ask(`/api/v1/${path}`);
  expect(status, path).toBe(200);
  return json;
};
const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

test("before anything was looked at findings are not counted, and nobody is told that there are none", async () => {
  expect(await ask("overview")).toMatchObject({
    from: null,
    events: { count: 0, before: null },
    findings: null,
  });
  await ingestStory(place.store);
  expect(await ask("overview")).toMatchObject({
    events: { count: 4 },
    actors: { count: 2 },
    incidents: null,
  });
  expect((await place.ask("/api/v1/histogram?for=findings")).status).toBe(409);
  expect(await ask("statistics/hours")).toMatchObject({ findings: null });
  await fillFindings(place.store);
});

test("S3-01 S3-04 the map's places, transfers, tools, devices, habits and correlations are counted over everything", async () => {
  const places = await ask("places");
  expect(listOf(places["countries"])).toMatchObject([
    { country: "DE", events: 4, level: "critical", latitude: 51.1, by_severity: { critical: 1 } },
  ]);
  expect(places["without_region"]).toMatchObject({ events: 4 });
  const days = await ask("statistics/measures?by=day&order=value");
  expect(listOf(days["items"])).toMatchObject([
    { value: "2026-01-04", events: 1, bytes_out: 10 },
    { value: "2026-01-05", events: 3, bytes_out: 30 },
  ]);
  expect(listOf((await ask("statistics/measures?by=tool"))["items"])).toMatchObject([
    { events: 4, actors: 2 },
  ]);
  expect(await ask("statistics/measures?by=device")).toMatchObject({ distinct: 0, items: [] });
  expect(await ask("statistics/correlations")).toMatchObject({ days: 2 });
  expect(listOf((await ask("statistics/profiles"))["items"])[0]).toMatchObject({ name: "ann", days: 1 });
});

test("S3-02 scores with their threshold, hours of the week, suspicious users and actions with findings", async () => {
  const scores = await ask("statistics/scores?bins=10");
  expect(scores).toMatchObject({ bins: 10, threshold: expect.any(Number) });
  const { findings, events } = await ask("statistics/hours");
  const sum = (of: JsonValue | undefined): number =>
    Array.isArray(of) ? of.reduce<number>((all, one) => all + Number(one), 0) : Number.NaN;
  expect([sum(events), sum(findings) > 0]).toEqual([4, true]);
  expect(listOf((await ask("statistics/measures?by=user&order=findings"))["items"])[0]).toMatchObject({
    label: "ann",
    findings: expect.any(Number),
  });
  expect(listOf((await ask("statistics/measures?by=action"))["items"])).toMatchObject([
    { value: "GetObject", events: 4, findings: expect.any(Number) },
  ]);
});

test("S4r-12 the summary names the most frequent actions and users, errors, what is sensitive and suspicious addresses", async () => {
  expect(await ask("statistics/summary")).toMatchObject({
    events: 4,
    actions: [{ value: "GetObject", count: 4 }],
    users: [
      { value: "user:ann", label: "ann", count: 3 },
      { label: "anna", count: 1 },
    ],
    errors: [],
    sensitive: { events: 0 },
    suspicious_addresses: { events: 4, addresses: [{ value: "198.51.100.7" }] },
  });
});

test("S4r-16 the eight questions of analysts are answered, each as a table", async () => {
  const names = listOf((await ask("statistics/queries"))["items"]).map(({ name }) => z.string().parse(name));
  expect(names).toEqual([
    "total_events",
    "risk_distribution",
    "top_users",
    "high_risk_events",
    "hourly_pattern",
    "anomaly_summary",
    "suspicious_ips",
    "sensitive_actions",
  ]);
  for (const name of names) {
    const { columns, rows } = await ask(`statistics/queries/${name}`);
    const width = Array.isArray(columns) ? columns.length : 0;
    if (!Array.isArray(rows)) throw new Error(`${name} has no rows`);
    for (const row of rows) expect(row, name).toHaveLength(width);
    if (name !== "sensitive_actions") expect(rows.length, name).toBeGreaterThan(0);
  }
  expect(await ask("statistics/queries/total_events")).toMatchObject({ rows: [[4, 2, 0, 0, 40]] });
  expect((await place.ask("/api/v1/statistics/queries/nothing")).json).toMatchObject({
    code: "RUN_QUESTION_UNKNOWN",
  });
});

test("filters are asked by q everywhere, and a wrong one is answered with its place", async () => {
  expect(listOf((await ask("events?q=user:anna"))["items"])).toHaveLength(1);
  expect(listOf((await ask("findings?q=severity%3E%3Dcritical"))["items"]).length).toBeGreaterThan(0);
  expect(listOf((await ask("incidents?q=findings%3E99"))["items"])).toHaveLength(0);
  expect(await ask("values?field=user.name&prefix=NNA&q=country:DE")).toMatchObject({
    field: "user",
    items: [{ label: "anna", count: 1 }],
  });
  expect(await ask("histogram?by=user&buckets=2&q=user:ann")).toMatchObject({
    series: [{ label: "ann", count: 3, is_others: false }],
  });
  // Data of long ago: today is the day of the newest event.
  expect(listOf((await ask("events?q=time:today"))["items"])).toHaveLength(3);
  const { status, json } = await place.ask("/api/v1/events?q=user:a%20and%20usr:b");
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: "QUERY_FIELD", errors: [{ pointer: "/query/q", at: 11, length: 3 }] });
  expect((await place.ask("/api/v1/values?field=id")).status).toBe(400);
});

test("fields say their names, types and examples", async () => {
  const fields = listOf((await ask("fields?for=findings"))["items"]);
  expect(fields.find(({ name }) => name === "severity")).toMatchObject({ is_ordered: true, type: "choice" });
  expect(fields.find(({ name }) => name === "address")).toMatchObject({
    aliases: expect.arrayContaining(["source.ip"]),
  });
});
