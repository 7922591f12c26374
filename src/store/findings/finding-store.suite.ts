import { expect, it } from "vitest";
import { type Finding, toEntityId, toEpochMs, toEventId, toFindingId } from "../../domain/index.ts";
import type {
  FindingCursor,
  FindingFilter,
  FindingQuery,
  FindingScope,
  StoredFinding,
} from "../ports/finding-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import {
  SAMPLE_DAY,
  sampleFinding,
  sampleFindingId,
  sampleIncident,
  sampleIncidentId,
  sampleNew,
} from "../sample-finding.ts";

export const RULES_SCOPE: FindingScope = { lens: "rules", partition: null, fromDay: SAMPLE_DAY, toDay: null };

const idsOf = (findings: readonly StoredFinding[]): readonly number[] =>
  findings.map(({ finding }) => Number.parseInt(finding.id, 16));

export function describeFindings({ store, reopen }: PortsUnderTest): void {
  describeReplacing({ store, reopen });
  describeReading({ store });
}

function describeReplacing({ store, reopen }: Pick<PortsUnderTest, "store" | "reopen">): void {
  it("gives back a finding with every field, in any text, after it was opened again", async () => {
    const odd = sampleFinding(7, {
      until: toEpochMs(SAMPLE_START + 90_000_001),
      detector: { id: "d", kind: "first_seen", title: "Neu: \u202e'; drop table finding_rows --" },
      severity: "critical",
      score: 0.1 + 0.2,
      actor: { id: toEntityId("user:__proto__"), type: "unknown", name: "" },
      entity: { type: "ip", id: toEntityId("2001:db8::1") },
      attack: [{ tactic: "TA0001", technique: null }],
      events: [toEventId("z"), toEventId("a"), toEventId("z2")],
      summary: "He said \\N\t\n“so”.",
    });
    const given = { ...sampleNew(7, odd), accessKeyId: null };
    await store().findings.replace(RULES_SCOPE, [given]);
    await reopen();
    expect(await store().findings.find(odd.id)).toEqual({
      ...given,
      lens: "rules",
      partition: null,
      rawScore: odd.score,
      verdict: null,
      exception: null,
      standing: { state: "new", assignee: null, tags: [] },
    });
    expect(await store().findings.find("nothing like it")).toBeNull();
  });

  it("keeps what a repeated pass gives again, writes what is new or other, and drops the rest", async () => {
    const first = [sampleNew(1), sampleNew(2), sampleNew(3)];
    expect(await store().findings.replace(RULES_SCOPE, first)).toEqual({
      added: 3,
      changed: 0,
      removed: 0,
      unchanged: 0,
    });
    const grown = sampleNew(2, { events: [toEventId("one more")] });
    expect(await store().findings.replace(RULES_SCOPE, [grown, sampleNew(3), sampleNew(4)])).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
      unchanged: 1,
    });
    const page = await store().findings.read({ limit: 10, order: "oldest-first" });
    expect(idsOf(page.findings)).toEqual([2, 3, 4]);
    expect(page.findings[0]!.finding.events).toEqual(["one more"]);
    expect(await store().findings.replace(RULES_SCOPE, [])).toMatchObject({ removed: 3 });
    expect((await store().findings.count({})).total).toBe(0);
    expect(await store().findings.count({ event: toEventId("one more") })).toMatchObject({ total: 0 });
  });

  it("touches no other lens, partition or day", async () => {
    const scopeOf = (lens: string, partition: number | null, day: number): FindingScope => ({
      lens,
      partition,
      fromDay: day,
      toDay: day + 1,
    });
    const scopes = [
      scopeOf("rules", null, SAMPLE_DAY),
      scopeOf("actor", 0, SAMPLE_DAY),
      scopeOf("actor", 1, SAMPLE_DAY),
      scopeOf("actor", 1, SAMPLE_DAY + 1),
      scopeOf("address", 1, SAMPLE_DAY),
    ];
    for (const [number, scope] of scopes.entries())
      await store().findings.replace(scope, [sampleNew(number, {}, { day: scope.fromDay })]);
    await store().findings.replace(scopes[2]!, []);
    const page = await store().findings.read({ limit: 10, order: "oldest-first" });
    expect(idsOf(page.findings)).toEqual([0, 1, 3, 4]);
    expect(page.findings.map(({ lens, partition }) => [lens, partition])).toEqual([
      ["rules", null],
      ["actor", 0],
      ["actor", 1],
      ["address", 1],
    ]);
    await expect(
      store().findings.replace(scopes[2]!, [sampleNew(9, {}, { day: SAMPLE_DAY + 1 })]),
    ).rejects.toThrow("outside its scope");
    await expect(store().findings.replace(scopes[2]!, [sampleNew(9), sampleNew(9)])).rejects.toThrow(
      "given twice",
    );
  });

  it("shows a finding that grew as it was before, when the day on which it grew is repeated without it", async () => {
    const scope = (day: number): FindingScope => ({
      lens: "actor",
      partition: 2,
      fromDay: day,
      toDay: day + 1,
    });
    const small = sampleNew(1, { summary: "two files" });
    const grown = sampleNew(1, { summary: "two hundred files" }, { day: SAMPLE_DAY + 1 });
    await store().findings.replace(scope(SAMPLE_DAY), [small]);
    await store().findings.replace(scope(SAMPLE_DAY + 1), [grown]);
    const summaries = async () =>
      (await store().findings.read({ limit: 9, order: "oldest-first" })).findings.map(
        ({ finding }) => finding.summary,
      );
    expect(await summaries()).toEqual(["two hundred files"]);
    await store().findings.replace(scope(SAMPLE_DAY + 1), []);
    expect(await summaries()).toEqual(["two files"]);
    const versions: unknown[] = [];
    for await (const some of store().findings.streamVersions()) versions.push(...some);
    expect(versions).toEqual([{ ...small, lens: "actor", partition: 2 }]);
  });

  it("adds versions of another store, once", async () => {
    const versions = [1, 2].map((day) => ({
      ...sampleNew(1, { summary: `day ${day}` }, { day }),
      lens: "actor",
      partition: 0,
    }));
    await store().findings.restore(versions);
    await store().findings.restore(versions);
    const read: unknown[] = [];
    for await (const some of store().findings.streamVersions()) read.push(...some);
    expect(read).toEqual(versions);
    expect((await store().findings.find(sampleFindingId(1)))?.finding.summary).toBe("day 2");
    await store().findings.clear();
    expect(await store().findings.find(sampleFindingId(1))).toBeNull();
  });
}

const ACTOR = toEntityId("arn:aws:iam::123456789012:user/ann");
const BOB: Finding["actor"] = { id: toEntityId("arn:aws:iam::1:user/bob"), type: "user", name: "Bob" };

/** Six findings that differ in what can be asked. */
const VARIED = [
  sampleNew(1, { severity: "low", score: 0.3 }),
  sampleNew(2, { severity: "critical", score: 0.9 }),
  sampleNew(3, { severity: "high", score: 0.7, actor: BOB }),
  sampleNew(4, { severity: "high", score: 0.8, entity: { type: "ip", id: toEntityId("198.51.100.7") } }),
  sampleNew(5, { severity: "high", score: 0.8, detector: { id: "t", kind: "travel", title: "Too far" } }),
  sampleNew(6, {
    severity: "info",
    score: 0,
    summary: "MASSIVE upload of 100%",
    at: toEpochMs(SAMPLE_START),
  }),
];

const FILTERS: readonly (readonly [string, FindingFilter, readonly number[]])[] = [
  ["from a time on", { from: toEpochMs(SAMPLE_START + 5) }, [5]],
  ["before a time", { to: toEpochMs(SAMPLE_START + 1) }, [6]],
  ["that went on at a time or later", { lastFrom: toEpochMs(SAMPLE_START + 1005) }, [5]],
  ["by their ids", { ids: [sampleFindingId(4), sampleFindingId(2), sampleFindingId(99)] }, [2, 4]],
  ["by no ids", { ids: [] }, []],
  ["of a severity or more", { minSeverity: "high" }, [2, 3, 4, 5]],
  ["of an actor by id", { actor: BOB.id }, [3]],
  ["of an actor by name", { actor: "Bob" }, [3]],
  ["about an entity", { entity: "198.51.100.7" }, [4]],
  ["of a detector by id", { detector: "t" }, [5]],
  ["of a detector by title", { detector: "Too far" }, [5]],
  ["of a kind", { kind: "travel" }, [5]],
  ["of a lens", { lens: "actor" }, []],
  ["of an event", { event: toEventId("no uuid 2") }, [2]],
  ["with a text, whatever its letters", { text: "massive UPLOAD of 100%" }, [6]],
  ["with a text that looks like a pattern", { text: "_assive" }, []],
  ["for which all of several hold", { minSeverity: "high", kind: "rule", actor: ACTOR }, [2, 4]],
];

/** What a list shows of a whole one. */
function toListedHead({ finding, verdict, exception, standing }: StoredFinding): unknown {
  const { events, explanation: _, ...head } = finding;
  return { ...head, eventCount: events.length, verdict, exception, standing };
}

function describeReading({ store }: Pick<PortsUnderTest, "store">): void {
  const fill = () => store().findings.replace(RULES_SCOPE, VARIED);

  it.each<[FindingQuery["order"], readonly number[]]>([
    ["worst-first", [2, 4, 5, 3, 1, 6]],
    ["newest-first", [5, 4, 3, 2, 1, 6]],
    ["oldest-first", [6, 1, 2, 3, 4, 5]],
  ])("gives pages %s, each going on where the last one ended", async (order, expected) => {
    await fill();
    for (const limit of [1, 2, 6, 7]) {
      const seen: number[] = [];
      let after: FindingCursor | null = null;
      do {
        const page = await store().findings.read({ limit, order, ...(after === null ? {} : { after }) });
        expect(page.findings.length).toBeLessThanOrEqual(limit);
        const { heads, next } = await store().findings.readHeads({
          limit,
          order,
          ...(after === null ? {} : { after }),
        });
        expect({ heads, next }).toEqual({ heads: page.findings.map(toListedHead), next: page.next });
        seen.push(...idsOf(page.findings));
        after = page.next;
      } while (after !== null);
      expect(seen).toEqual(expected);
    }
  });

  it("finds what is asked for, and counts as much", async () => {
    await fill();
    for (const [name, filter, expected] of FILTERS) {
      const page = await store().findings.read({ ...filter, limit: 10, order: "oldest-first" });
      expect(idsOf(page.findings), name).toEqual(expected);
      expect((await store().findings.count(filter)).total, name).toBe(expected.length);
    }
  });

  it("counts by severity, and streams all in the order of time", async () => {
    await fill();
    expect(await store().findings.count({})).toEqual({
      total: 6,
      bySeverity: { info: 1, low: 1, medium: 0, high: 3, critical: 1 },
    });
    const streamed: StoredFinding[] = [];
    for await (const some of store().findings.stream({ minSeverity: "high" })) streamed.push(...some);
    expect(idsOf(streamed)).toEqual([2, 3, 4, 5]);
    const heads: unknown[] = [];
    for await (const some of store().findings.streamHeads({ minSeverity: "critical" })) heads.push(...some);
    const { events, explanation: _, ...head } = VARIED[1]!.finding;
    expect(heads).toEqual([{ ...head, eventCount: events.length, verdict: null, exception: null }]);
  });

  it("streams them as their passes gave them, whatever was made of them", async () => {
    await fill();
    const { finding } = VARIED[1]!;
    const incident = sampleIncident(1, [finding]);
    await store().incidents.replace(
      { from: null },
      { incidents: [incident], scores: new Map([[finding.id, 0.11]]) },
    );
    expect((await store().findings.find(finding.id))?.finding).toMatchObject({
      score: 0.11,
      incident: incident.id,
    });
    const given: unknown[] = [];
    for await (const some of store().findings.streamGiven({ minSeverity: "critical" })) given.push(...some);
    expect(given).toEqual([{ ...VARIED[1]!, lens: "rules", partition: null }]);
  });

  it("finds one by the beginning of its id, if only one begins so", async () => {
    await store().findings.replace(RULES_SCOPE, [
      sampleNew(1, { id: toFindingId("aaaaaaaa1") }),
      sampleNew(2, { id: toFindingId("aaaaaaaa2") }),
      sampleNew(3, { id: toFindingId("bbbbbbbb3") }),
      sampleNew(4, { id: toFindingId("bbbbbbb") }),
    ]);
    const find = async (id: string) => (await store().findings.find(id))?.finding.id ?? null;
    expect(await find("aaaaaaaa")).toBeNull();
    expect(await find("bbbbbbbb")).toBe("bbbbbbbb3");
    expect(await find("bbbbbbb")).toBe("bbbbbbb");
    expect(await find("bbbb")).toBeNull();
  });

  it("knows the incident, the score that grouping gave, the latest verdict and an exception", async () => {
    await fill();
    const [, second, third] = VARIED.map(({ finding }) => finding);
    await store().incidents.replace(
      { from: null },
      {
        incidents: [sampleIncident(1, [second!, third!])],
        scores: new Map([[second!.id, 0.5]]),
      },
    );
    const target = { type: "finding" as const, id: second!.id };
    await store().verdicts.add({ target, verdict: "false-positive", by: "eve", note: null });
    await store().verdicts.add({ target, verdict: "true-positive", by: "eve", note: null });
    await store().verdicts.addException({
      detector: third!.detector.id,
      entity: null,
      actor: BOB.id,
      reason: "Bob's work",
      until: null,
      finding: third!.id,
      by: "eve",
    });
    expect(await store().findings.find(second!.id)).toMatchObject({
      finding: { score: 0.5, incident: sampleIncidentId(1) },
      rawScore: 0.9,
      verdict: "true-positive",
      exception: null,
    });
    const covered = await store().findings.find(third!.id);
    expect(covered?.exception).toEqual((await store().verdicts.listExceptions())[0]!.id);
    expect(covered?.finding.incident).toBe(sampleIncidentId(1));
    expect((await store().findings.count({ incident: sampleIncidentId(1) })).total).toBe(2);
    expect((await store().findings.count({ verdict: "true-positive" })).total).toBe(1);
    expect((await store().findings.count({ verdict: null })).total).toBe(5);
    expect((await store().findings.count({ openOnly: true })).total).toBe(5);
    await store().verdicts.add({ target, verdict: "open", by: "eve", note: null });
    expect(await store().findings.find(second!.id)).toMatchObject({ verdict: null });
    expect((await store().findings.count({ verdict: null })).total).toBe(6);
  });
}
