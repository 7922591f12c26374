import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject } from "../../../domain/index.ts";
import { type AskInit, ServedPlace, toTrailRecord } from "../fixtures/served-place.ts";

let place: ServedPlace;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 5, 3);

/** Calls of `ann` on seven days, one more each day, and of `bob` on the first. */
const toRecords = (): readonly object[] =>
  Array.from({ length: 7 }, (_, day) =>
    Array.from({ length: day + 1 }, (__, n) => ({
      ...toTrailRecord(`00000000-0000-4000-8000-0000000${day}${n}000`, "GetObject"),
      eventTime: new Date(START + day * DAY_MS + n * 60_000).toISOString(),
      eventSource: "s3.amazonaws.com",
      ...(day === 0
        ? { userIdentity: { type: "IAMUser", userName: "bob", arn: "arn:aws:iam::1:user/bob" } }
        : {}),
    })),
  ).flat();

beforeAll(async () => {
  place = await ServedPlace.open();
  const body = toRecords()
    .map((record) => JSON.stringify(record))
    .join("\n");
  const sent = await ask("/api/v1/events", { body, headers: { "content-type": "application/x-ndjson" } });
  expect(sent.status, sent.text).toBeLessThan(300);
  await untilLooked();
}, 60_000);
afterAll(() => place.close());

const ask = (path: string, init?: AskInit) => place.ask(path, init);
const itemsOf = (json: JsonObject, name = "items"): readonly JsonObject[] =>
  Array.isArray(json[name]) ? json[name].filter(isJsonObject) : [];

/** An id of an answer. */
const idOf = (json: JsonObject | undefined): string => {
  const id = json?.["id"];
  if (typeof id !== "string") throw new Error(`no id in ${JSON.stringify(json)}`);
  return id;
};

/** Until a pass has looked at everything with the rules as they are. */
async function untilLooked(): Promise<void> {
  await ask("/api/v1/detection", { method: "POST" });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { json } = await ask("/api/v1/detection");
    if (json["state"] === "idle" && json["finished_at"] !== null && json["inputs_waiting"] === 0) return;
  }
}

const RULE_ID = "5f1b0a3e-0000-4000-8000-000000000001";
const RULE = `title: Object read
id: ${RULE_ID}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: GetObject }, condition: selection }
level: medium
gait:
  examples:
    fires: [{ name: read, records: [{ eventName: GetObject }] }]
    quiet: [{ name: listed, records: [{ eventName: ListObjects }] }]
`;
const CORRELATION_ID = "5f1b0a3e-0000-4000-8000-000000000002";
const CORRELATION = `title: One object read
name: one_read
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: GetObject }, condition: selection }
---
title: Many objects read
id: ${CORRELATION_ID}
correlation:
  type: event_count
  rules: [one_read]
  group-by: [userIdentity.userName]
  timespan: 1h
  condition: { gte: 5 }
level: high
`;

async function tryRule(subject: { readonly id: string } | { readonly text: string }, days = 30) {
  const { status, json, text } = await ask("/api/v1/rules/trials", { json: { ...subject, days } });
  expect(status, text).toBe(202);
  for (;;) {
    const trial = (await ask(`/api/v1/rules/trials/${idOf(json)}`)).json;
    if (isJsonObject(trial["job"]) && trial["job"]["finished_at"] !== null) return trial;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const countFindings = async (detector: string): Promise<number> =>
  itemsOf((await ask(`/api/v1/findings?detector=${detector}&all=true`)).json).length;

describe("a rule that is only tried", () => {
  it("tells how often it would have fired, by day and for whom, and keeps nothing", async () => {
    const { result } = await tryRule({ text: RULE });
    expect(result).toMatchObject({
      text: "Would have fired 7 times in 30 days, 6 of them by ann.",
      findings: 7,
      matches: 28,
      events: 28,
      noise: { level: "rare" },
      actors: [
        { name: "ann", findings: 6 },
        { name: "bob", findings: 1 },
      ],
      not_looked: [{ why: "none", text: expect.stringContaining("begin on 2026-01-05") }],
    });
    const days = itemsOf(isJsonObject(result) ? result : {}, "by_day");
    expect(days).toHaveLength(30);
    expect(days.filter(({ findings }) => findings === 1)).toHaveLength(7);
    expect(days.at(-1)).toMatchObject({ day: "2026-01-11", findings: 1 });
    expect((await ask(`/api/v1/rules/${RULE_ID}`)).status).toBe(404);
    expect(await countFindings(RULE_ID)).toBe(0);
  }, 60_000);

  it("counts in windows, and over fewer days only what they hold", async () => {
    expect((await tryRule({ text: CORRELATION })).result).toMatchObject({ findings: 3, matches: 28 });
    expect((await tryRule({ text: CORRELATION }, 1)).result).toMatchObject({ findings: 1, days: 1 });
  }, 60_000);

  it("is refused where it says nothing that can be tried", async () => {
    const broken = { json: { text: "title: x\n", days: 3 } };
    expect((await ask("/api/v1/rules/trials", broken)).json).toMatchObject({ code: "RULES_BROKEN" });
    const two = RULE.replace(RULE_ID, CORRELATION_ID);
    expect((await ask("/api/v1/rules/trials", { json: { text: `${RULE}---\n${two}` } })).json).toMatchObject({
      code: "RULES_SEVERAL",
    });
    expect((await ask("/api/v1/rules/trials", { json: { id: "nobody" } })).status).toBe(404);
    expect((await ask("/api/v1/rules/trials", { json: { days: 3 } })).status).toBe(400);
  });

  it("of behaviour learns what is stored, and says what it could not look at", async () => {
    const behaviour = itemsOf((await ask("/api/v1/rules")).json).find(({ kind }) => kind === "deviation");
    const { job, result } = await tryRule({ id: idOf(behaviour) });
    expect(job).toMatchObject({ kind: "trial", state: "done" });
    expect(result).toMatchObject({ findings: 0, events: 28, not_looked: [{}, { why: "none" }] });
  }, 60_000);
});

describe("a rule of one's own", () => {
  it("is off when it comes, looks from when it is switched on, and is found to do what its trial said", async () => {
    const text = `${RULE}---\n${CORRELATION}`;
    const brought = await ask("/api/v1/rules", { json: { text, note: "from the wiki" } });
    expect(brought.status, brought.text).toBe(201);
    expect(itemsOf(brought.json, "rules")).toMatchObject([
      { id: RULE_ID, becomes: "new" },
      { id: CORRELATION_ID, becomes: "new", kind: "correlation" },
    ]);
    await untilLooked();
    expect(await countFindings(RULE_ID)).toBe(0);
    for (const id of [RULE_ID, CORRELATION_ID]) {
      const trial = (await tryRule({ id })).result;
      const on = await ask(`/api/v1/rules/${id}`, { method: "PATCH", json: { enabled: true } });
      expect(on.json).toMatchObject({ origin: "own", is_enabled: true, version: 2 });
      await untilLooked();
      expect(trial).toMatchObject({ findings: await countFindings(id) });
      expect(await countFindings(id)).toBeGreaterThan(0);
    }
    const outcome = (await ask(`/api/v1/rules/${RULE_ID}/outcome`)).json;
    expect(outcome).toMatchObject({ findings: 7, median_severity: "medium", verdicts: { none: 7 } });
  }, 60_000);

  it("leaves with what it found when it is switched off, as one of Gait's does", async () => {
    const off = { method: "PATCH", json: { enabled: false, note: "too loud" } };
    expect((await ask(`/api/v1/rules/${RULE_ID}`, off)).json).toMatchObject({ is_enabled: false });
    const gait = itemsOf((await ask("/api/v1/rules")).json).find(({ origin }) => origin === "gait");
    const id = idOf(gait);
    expect((await ask(`/api/v1/rules/${id}`, off)).json).toMatchObject({ origin: "gait", is_enabled: false });
    await untilLooked();
    expect(await countFindings(RULE_ID)).toBe(0);
    expect(await countFindings(CORRELATION_ID)).toBeGreaterThan(0);
    expect(itemsOf((await ask(`/api/v1/rules/${id}/versions`)).json)).toMatchObject([
      { version: 1, is_enabled: false, text: null, note: "too loud", by: "API_KEY" },
    ]);
  }, 60_000);

  it("keeps its versions, and any can be the latest again", async () => {
    const changed = RULE.replace("level: medium", "level: low");
    expect((await ask("/api/v1/rules", { json: { text: changed } })).status).toBe(201);
    expect((await ask(`/api/v1/rules/${RULE_ID}`)).json).toMatchObject({ severity: "low", version: 4 });
    const back = await ask(`/api/v1/rules/${RULE_ID}/rollback`, { json: { version: 1 } });
    expect(back.json).toMatchObject({ severity: "medium", version: 5, is_enabled: false });
    const versions = itemsOf((await ask(`/api/v1/rules/${RULE_ID}/versions`)).json);
    expect(versions.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(versions[0]).toMatchObject({ text: RULE, note: "As in version 1." });
    expect((await ask(`/api/v1/rules/${RULE_ID}/rollback`, { json: { version: 9 } })).json).toMatchObject({
      code: "RULES_VERSION_UNKNOWN",
    });
  });

  it("goes out as it came in, and can be taken away; Gait's cannot", async () => {
    const { json } = await ask("/api/v1/rules/export");
    expect(json).toMatchObject({ rules: 2, text: `${RULE}---\n${CORRELATION}` });
    const gait = itemsOf((await ask("/api/v1/rules")).json).find(({ origin }) => origin === "gait");
    const remove = (id: unknown) => ask(`/api/v1/rules/${String(id)}`, { method: "DELETE" });
    expect((await remove(gait?.["id"])).json).toMatchObject({ code: "RULES_NOT_OWN" });
    expect((await remove(CORRELATION_ID)).status).toBe(200);
    expect((await ask(`/api/v1/rules/${CORRELATION_ID}`)).status).toBe(404);
    expect(itemsOf((await ask(`/api/v1/rules/${CORRELATION_ID}/versions`)).json)[0]).toMatchObject({
      is_removed: true,
    });
    const again = await ask("/api/v1/rules", { json: { text: CORRELATION } });
    expect(itemsOf(again.json, "rules")).toMatchObject([{ becomes: "new" }]);
    expect((await ask(`/api/v1/rules/${CORRELATION_ID}`)).json).toMatchObject({
      is_enabled: false,
      version: 4,
    });
  });

  it("is told with line and column where it is broken, and then nothing of its text is kept", async () => {
    const text = `${RULE.replace(RULE_ID, "5f1b0a3e-0000-4000-8000-000000000009")}---\ntitle: x\n`;
    const { json } = await ask("/api/v1/rules/check", { json: { text } });
    expect(json).toMatchObject({ rules: [], problems: [{ level: "error", line: 11, column: 1 }, {}] });
    expect((await ask("/api/v1/rules", { json: { text } })).json).toMatchObject({ code: "RULES_BROKEN" });
    expect((await ask("/api/v1/rules/5f1b0a3e-0000-4000-8000-000000000009")).status).toBe(404);
  });
});

describe("events past a rule", () => {
  const test = async (body: object) =>
    itemsOf((await ask("/api/v1/rules/test", { json: body })).json, "cases");

  it("its own examples pass, those in its text and those beside Gait's", async () => {
    expect(await test({ id: RULE_ID })).toMatchObject([
      { name: "read", expected: "fires", passed: true, fired: true },
      { name: "listed", expected: "quiet", passed: true, fired: false },
    ]);
    const rules = itemsOf((await ask("/api/v1/rules")).json).filter(({ origin }) => origin === "gait");
    for (const kind of ["rule", "correlation", "first_seen"]) {
      const id = rules.find((one) => one["kind"] === kind)?.["id"];
      const cases = await test({ id });
      expect(cases.length).toBeGreaterThan(1);
      expect(cases.filter(({ passed }) => passed !== true)).toEqual([]);
    }
  }, 60_000);

  it("an event that does not match says which condition fails, and what it has there", async () => {
    const text = RULE.replace(
      "selection: { eventName: GetObject }",
      "selection: { eventName: GetObject, errorCode: AccessDenied }",
    );
    const [one] = await test({ text, records: [{ eventName: "GetObject", errorCode: "NoSuchKey" }] });
    expect(one).toMatchObject({ expected: null, fired: false, records: [{ matches: false }] });
    const [record] = itemsOf(one ?? {}, "records");
    const [condition] = itemsOf(record ?? {}, "conditions");
    expect(itemsOf(condition ?? {}, "lines")).toMatchObject([
      { kind: "all", holds: false },
      { field: "eventName", label: "call", holds: true },
      { field: "errorCode", holds: false, found: "NoSuchKey" },
    ]);
  });
});

describe("an exception of a rule", () => {
  it("is made on its page, counted by its trial, and ended", async () => {
    const { json: outcome } = await tryRule({ id: RULE_ID }).then(({ result }) => ({ json: result }));
    expect(outcome).toMatchObject({ covered: 0 });
    const actors = isJsonObject(outcome) ? itemsOf(outcome, "actors") : [];
    const path = `/api/v1/rules/${RULE_ID}/exceptions`;
    const made = await ask(path, { json: { actor: actors[0]?.["id"], reason: "the backup" } });
    expect(made.json).toMatchObject({
      detector: RULE_ID,
      reason: "the backup",
      until: null,
      is_ended: false,
    });
    expect((await tryRule({ id: RULE_ID })).result).toMatchObject({ findings: 7, covered: 6 });
    const ended = await ask(`/api/v1/exceptions/${idOf(made.json)}`, { method: "DELETE" });
    expect(ended.json).toMatchObject({ is_ended: true });
    expect((await ask("/api/v1/rules/nobody/exceptions", { json: { reason: "x" } })).status).toBe(404);
  }, 60_000);
});
