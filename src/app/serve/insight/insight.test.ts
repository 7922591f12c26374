import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject } from "../../../domain/index.ts";
import { ServedPlace, toTrailRecord } from "../fixtures/served-place.ts";

let place: ServedPlace;

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);

/** Twenty days of reading by day, and one evening from elsewhere with another tool. */
function toRecords(): readonly object[] {
  const records: object[] = [];
  for (let day = 0; day < 20; day++)
    for (let hour = 0; hour < 4; hour++)
      records.push({
        ...toTrailRecord(
          `00000000-0000-4000-8000-${(day * 10 + hour).toString().padStart(12, "0")}`,
          "DescribeTrails",
        ),
        eventTime: new Date(START + day * DAY_MS + hour * 3_600_000).toISOString(),
        userAgent: "aws-cli/2.15.0",
      });
  records.push({
    ...toTrailRecord("00000000-0000-4000-8000-999999999999"),
    eventTime: new Date(START + 19 * DAY_MS + 14 * 3_600_000).toISOString(),
    sourceIPAddress: "175.45.176.9",
    userAgent: "Boto3/1.0",
  });
  return records;
}

beforeAll(async () => {
  place = await ServedPlace.open();
  const body = JSON.stringify({ Records: toRecords() });
  await place.ask("/api/v1/events?name=trail.json", {
    method: "POST",
    body,
    headers: { "content-type": "application/octet-stream" },
  });
  for (let tries = 0; tries < 200; tries++) {
    const { json } = await place.ask("/api/v1/detection");
    if (json["state"] === "idle" && json["finished_at"] !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 60_000);
afterAll(() => place.close());

const ANN = encodeURIComponent("arn:aws:iam::111122223333:user/path/ann");
const objects = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

describe("insight into an actor", () => {
  it("says what is usual and how far it is learnt", async () => {
    const { status, json } = await place.ask(`/api/v1/actors/${ANN}/habits`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      active_days: 20,
      learnt: {
        maturity: { days: 7, days_wanted: 7, events: 50, events_wanted: 50, learning: false },
        usual: { tool: [{ value: "aws-cli", others: 0 }, { value: "Boto3" }] },
        new_lately: { told: true, values: { tool: [{ value: "Boto3" }], country: [{ value: "KP" }] } },
        terms: {
          own: { level: "high" },
          peers: { level: expect.any(String) },
          blast_radius: { level: expect.any(String) },
        },
      },
    });
    const week = json["week"];
    const counted = isJsonObject(week ?? null) ? (week as JsonObject)["counted"] : [];
    expect((counted as number[]).reduce((sum, count) => sum + count, 0)).toBe(81);
  });

  it("tells a risk day by day, whose parts sum to it and whose last is the one of the list", async () => {
    const { json } = await place.ask(`/api/v1/actors/${ANN}/risk`);
    const days = objects(json["days"]);
    expect(days.length).toBe(20);
    for (const { score, parts } of days) {
      const sum = objects(parts).reduce((total, { points }) => total + Number(points), 0);
      expect(sum).toBeCloseTo(Number(score), 9);
    }
    const listed = objects((await place.ask("/api/v1/actors")).json["items"])[0];
    expect(listed).toMatchObject({ risk: { score: days.at(-1)!["score"] } });
    expect(Number(days.at(-1)!["score"])).toBeGreaterThan(0);
  });

  it("compares a finding with what was before it", async () => {
    const findings = objects((await place.ask("/api/v1/findings?order=newest-first")).json["items"]);
    const { json } = await place.ask(
      `/api/v1/findings/${JSON.stringify(findings[0]!["id"]).slice(1, -1)}/comparison`,
    );
    expect(json).toMatchObject({ before: { events: 80 }, hour: { hour: expect.any(Number), total: 80 } });
    const tool = objects(json["values"]).find(({ kind }) => kind === "tool");
    expect(tool).toMatchObject({
      value: "Boto3",
      own: { events: 0, first_time: null },
      others: { actors: 0 },
    });
    expect(objects(json["numbers"])[0]).toMatchObject({ number: "events", own: { days: 19, median: 4 } });
  });

  it("lists sessions and keys", async () => {
    const { json } = await place.ask(`/api/v1/actors/${ANN}/identities`);
    expect(json).toMatchObject({
      identities: [],
      keys: { total: 1, most_used: [{ temporary: false, events: 81 }] },
    });
    expect(objects(json["sessions"])[0]).toMatchObject({ events: 1, country: "KP" });
  });

  it("counts activity by part of a period, and orders and narrows the list", async () => {
    const { json } = await place.ask("/api/v1/activity?parts=20");
    const events = objects(json["actors"])[0]!["events"] as number[];
    expect(events.reduce((sum, count) => sum + count, 0)).toBe(81);
    const ask = async (query: string) =>
      objects((await place.ask(`/api/v1/actors?${query}`)).json["items"]).length;
    expect([
      await ask("order=name"),
      await ask("order=events&min_level=critical"),
      await ask("min_level=low"),
    ]).toEqual([1, 0, 1]);
    expect((await place.ask("/api/v1/actors?order=luck")).status).toBe(400);
  });

  it("refuses whom nobody knows", async () => {
    for (const path of ["habits", "risk", "identities"])
      expect((await place.ask(`/api/v1/actors/nobody/${path}`)).status).toBe(404);
    expect((await place.ask("/api/v1/findings/00000000000/comparison")).status).toBe(404);
  });
});
