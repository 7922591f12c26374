import { parse as parseCsv } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { EXPORT_ROWS_AT_ONCE } from "./export-answers.ts";
import { ServedPlace, toTrailRecord } from "./fixtures/served-place.ts";

let place: ServedPlace;
const EVENTS = EXPORT_ROWS_AT_ONCE + 7;

beforeAll(async () => {
  place = await ServedPlace.open();
  expect((await place.ask("/api/v1/findings.csv")).json).toMatchObject({ code: "FINDINGS_NOT_LOOKED" });
  const start = Date.parse("2026-01-05T03:00:00Z");
  const records = Array.from({ length: EVENTS }, (_, n) => ({
    ...toTrailRecord(`e-${String(n).padStart(5, "0")}`, n === 0 ? "DeleteTrail" : "ListTrails"),
    eventTime: new Date(start + n * 1000).toISOString(),
    userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/=1+1`, userName: '=1+1, "x"' },
  }));
  await place.ask("/api/v1/events", { json: { Records: records } });
  await vi.waitFor(async () => {
    const { json } = await place.ask("/api/v1/detection");
    expect(json).toMatchObject({ state: "idle", inputs_waiting: 0, finished_at: expect.any(String) });
  }, 30_000);
}, 60_000);
afterAll(() => place.close());

const rowsOf = (csv: string) =>
  z.array(z.record(z.string(), z.string())).parse(parseCsv(csv, { columns: true }));

it("all events that match come as one file, page after page, in their order", async () => {
  const { status, headers, text } = await place.ask("/api/v1/events.csv?order=oldest-first");
  expect([status, headers.get("content-type"), headers.get("content-disposition")]).toEqual([
    200,
    "text/csv; charset=utf-8",
    'attachment; filename="events.csv"',
  ]);
  const rows = rowsOf(text);
  expect(rows.map((row) => row["id"])).toEqual(
    Array.from({ length: EVENTS }, (_, n) => `e-${String(n).padStart(5, "0")}`),
  );
  const some = rowsOf((await place.ask("/api/v1/events.csv?action=DeleteTrail")).text);
  expect(some.map((row) => row["id"])).toEqual(["e-00000"]);
  expect(rowsOf((await place.ask("/api/v1/events.csv?q=action:Nothing")).text)).toEqual([]);
});

it("no cell is a formula, and what strangers wrote stays in its cell", async () => {
  const [row] = rowsOf((await place.ask("/api/v1/events.csv?action=DeleteTrail")).text);
  expect(row).toMatchObject({ actor_name: '\'=1+1, "x"' });
  for (const path of ["findings", "incidents", "events"])
    expect((await place.ask(`/api/v1/${path}.csv`)).text).not.toMatch(/(?:^|,|\n)"?[=+@\t]/);
});

it("findings and incidents come with what was said of them, as the lists hold them", async () => {
  const listed = await place.ask("/api/v1/findings?limit=500");
  const items = z.array(z.looseObject({ id: z.string() })).parse(listed.json["items"]);
  const findings = rowsOf((await place.ask("/api/v1/findings.csv")).text);
  expect(findings.map((row) => row["id"])).toEqual(items.map(({ id }) => id));
  expect(findings.length).toBeGreaterThan(0);
  const [worst] = findings;
  await place.ask("/api/v1/verdicts", { json: { target: worst!["id"], verdict: "false-positive" } });
  const left = rowsOf((await place.ask("/api/v1/findings.csv")).text);
  expect(left.map((row) => row["id"])).not.toContain(worst!["id"]);
  const all = rowsOf((await place.ask("/api/v1/findings.csv?all=true")).text);
  expect(all.find((row) => row["id"] === worst!["id"])).toMatchObject({ verdict: "false-positive" });
  const incidents = rowsOf((await place.ask("/api/v1/incidents.csv")).text);
  expect(incidents[0]).toMatchObject({ id: expect.any(String), severity: expect.any(String) });
});

it("what cannot be answered is refused before a line is sent", async () => {
  for (const path of [
    "events.csv?q=nonsense:(",
    "findings.csv?min_severity=awful",
    "incidents.csv?from=then",
  ]) {
    const { status, headers } = await place.ask(`/api/v1/${path}`);
    expect([path, status, headers.get("content-type")]).toEqual([
      path,
      expect.toSatisfy((code: number) => code === 400 || code === 422),
      expect.stringContaining("application/problem+json"),
    ]);
  }
});
