import { expect, it } from "vitest";
import { TAGS_MAX, TRIAGE_TARGETS_MAX, toEpochMs } from "../../domain/index.ts";
import { RULES_SCOPE } from "../findings/finding-store.suite.ts";
import type { StandingFilter } from "../ports/standing-filter.ts";
import type { TriageChange, TriageTarget } from "../ports/triage-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import {
  sampleFinding,
  sampleFindingId,
  sampleIncident,
  sampleIncidentId,
  sampleNew,
} from "../sample-finding.ts";

const ofFinding = (number: number): TriageTarget => ({ type: "finding", id: sampleFindingId(number) });
const OF_INCIDENT: TriageTarget = { type: "incident", id: sampleIncidentId(1) };
const NEW = { state: "new", assignee: null, tags: [] } as const;

export function describeTriage(test: PortsUnderTest): void {
  const { store } = test;
  const fill = async (): Promise<void> => {
    await store().findings.replace(
      RULES_SCOPE,
      [1, 2, 3, 4].map((number) => sampleNew(number)),
    );
    await store().incidents.replace(
      { from: null },
      { incidents: [sampleIncident(1, [sampleFinding(1)])], scores: new Map() },
    );
  };
  const change = (targets: readonly TriageTarget[], what: TriageChange, version: number | null = null) =>
    store().triage.change({ targets, change: what, by: "eve", version });
  describeChanging(test, { fill, change });
  describeAsking(test, { fill, change });
  describeTogether(test, { change });
}

interface Acts {
  readonly fill: () => Promise<void>;
  readonly change: (
    targets: readonly TriageTarget[],
    what: TriageChange,
    version?: number | null,
  ) => ReturnType<ReturnType<PortsUnderTest["store"]>["triage"]["change"]>;
}

function describeChanging({ store, setNow, reopen }: PortsUnderTest, { fill, change }: Acts): void {
  it("goes from new to acknowledged to closed by a verdict, and back to what it was", async () => {
    await fill();
    const one = [ofFinding(1)];
    const stands = async () => (await store().findings.find(one[0]!.id))!.standing;
    expect(await stands()).toEqual(NEW);
    const [first] = await change(one, { isAcknowledged: true, assignee: "ann", addTags: ["b", "a"] });
    expect(first).toMatchObject({ before: { ...NEW, version: 0, latest: null }, after: { version: 4 } });
    expect(await stands()).toEqual({ state: "acknowledged", assignee: "ann", tags: ["a", "b"] });
    await change(one, { verdict: "duplicate", note: "as the one before" });
    expect(await stands()).toMatchObject({ state: "closed", assignee: "ann" });
    expect(await store().verdicts.list(one[0]!)).toMatchObject([
      { verdict: "duplicate", note: "as the one before", by: "eve" },
    ]);
    expect((await store().findings.count({ openOnly: true })).total).toBe(3);
    await reopen();
    const [back] = await change(one, { verdict: "open", removeTags: ["b"] });
    expect(back!.after).toMatchObject({ state: "acknowledged", tags: ["a"], verdict: null, version: 7 });
    expect(await stands()).toEqual({ state: "acknowledged", assignee: "ann", tags: ["a"] });
    await store().verdicts.add({ target: one[0]!, verdict: "benign", by: "bob", note: null });
    expect(await stands()).toMatchObject({ state: "closed" });
    expect(await store().triage.read(one[0]!)).toMatchObject({ version: 8, latest: { by: "bob" } });
  });

  it("keeps every step with who took it and when, and none that changes nothing", async () => {
    const one = [ofFinding(9)];
    await change(one, { isAcknowledged: true, note: "I look" });
    setNow(SAMPLE_START + 5);
    const [again] = await change(one, {
      isAcknowledged: true,
      assignee: null,
      removeTags: ["x"],
      verdict: "open",
    });
    expect(again!.after).toEqual(again!.before);
    await change(one, { note: "still looking" });
    expect(await store().triage.listSteps(one[0]!)).toEqual([
      { target: one[0], deed: "acknowledge", text: null, at: SAMPLE_START, by: "eve" },
      { target: one[0], deed: "note", text: "I look", at: SAMPLE_START, by: "eve" },
      { target: one[0], deed: "note", text: "still looking", at: SAMPLE_START + 5, by: "eve" },
    ]);
    const noted = await store().audit.list({ ...WHOLE_AUDIT, target: one[0]!.id });
    expect(noted.map(({ action }) => action)).toEqual(["triage.change", "triage.change"]);
    expect(noted[1]!.after).toEqual({ state: "acknowledged", assignee: null, tags: [], note: "I look" });
  });

  it("stays with a finding that a pass drops and finds again", async () => {
    await fill();
    await change([ofFinding(2)], { isAcknowledged: true, addTags: ["mine"] });
    await change([ofFinding(3)], { verdict: "benign" });
    await store().findings.replace(RULES_SCOPE, []);
    await fill();
    expect((await store().findings.find(ofFinding(2).id))!.standing).toMatchObject({ tags: ["mine"] });
    expect((await store().findings.count({ state: "open" })).total).toBe(3);
    expect((await store().findings.count({ state: "acknowledged" })).total).toBe(1);
  });

  it("changes nothing over the head of somebody else, and all of many or none", async () => {
    const [done] = await change([ofFinding(1)], { assignee: "ann" });
    await expect(change([ofFinding(1)], { assignee: "bob" }, 0)).rejects.toMatchObject({
      report: { code: "STORE_TRIAGE_CHANGED" },
    });
    await change([ofFinding(1)], { assignee: "bob" }, done!.after.version);
    const tags = Array.from({ length: TAGS_MAX }, (_, index) => `t${index}`);
    await change([ofFinding(1)], { addTags: tags });
    await expect(
      change([ofFinding(2), ofFinding(1)], { isAcknowledged: true, addTags: ["one-more"] }),
    ).rejects.toMatchObject({ report: { code: "STORE_TRIAGE_TAGS" } });
    expect(await store().triage.read(ofFinding(2))).toMatchObject({ ...NEW, version: 0 });
    expect((await store().triage.read(ofFinding(1))).tags).toHaveLength(TAGS_MAX);
  });
}

const WHOLE_AUDIT = { limit: 99, before: null, from: null, to: null, author: null, action: null };

const ASKED: readonly (readonly [StandingFilter, readonly number[]])[] = [
  [{ state: "new" }, [4]],
  [{ state: "acknowledged" }, [2]],
  [{ state: "open" }, [2, 4]],
  [{ state: "closed" }, [1, 3]],
  [{ assignee: "ann" }, [2, 3]],
  [{ assignee: null }, [1, 4]],
  [{ tag: "a" }, [2]],
  [{ tag: "nobody's" }, []],
  [{ state: "closed", assignee: "ann" }, [3]],
];

function describeAsking({ store }: PortsUnderTest, { fill, change }: Acts): void {
  it("answers lists and counts by state, assignee and tag, of findings and of incidents apart", async () => {
    await fill();
    await change([ofFinding(2), ofFinding(3)], { assignee: "ann", isAcknowledged: true });
    await change([ofFinding(1), ofFinding(3)], { verdict: "true-positive" });
    await change([ofFinding(2), OF_INCIDENT], { addTags: ["a"] });
    for (const [filter, expected] of ASKED) {
      const page = await store().findings.read({ ...filter, limit: 9, order: "oldest-first" });
      const ids = page.findings.map(({ finding }) => Number.parseInt(finding.id, 16));
      expect([filter, ids]).toEqual([filter, expected]);
    }
    const incidents = async (filter: StandingFilter) => (await store().incidents.count(filter)).total;
    expect(await incidents({ state: "new", tag: "a", assignee: null })).toBe(1);
    expect(await incidents({ state: "acknowledged" })).toBe(0);
    await change([OF_INCIDENT], { isAcknowledged: true });
    expect((await store().incidents.find(OF_INCIDENT.id))!.standing).toMatchObject({
      state: "acknowledged",
      tags: ["a"],
    });
    const counted = await store().triage.count({ subject: "findings" });
    expect(counted.map(({ state, assignee, count }) => `${state} ${assignee} ${count}`).toSorted()).toEqual([
      "acknowledged ann 1",
      "closed ann 1",
      "closed null 1",
      "new null 1",
    ]);
    expect(await store().triage.count({ subject: "incidents", tag: "a" })).toEqual([
      { state: "acknowledged", isCovered: false, assignee: null, count: 1 },
    ]);
    expect(await store().triage.listAssignees()).toEqual(["ann"]);
    const named = await store().triage.findTargets([OF_INCIDENT.id, ofFinding(4).id, "nothing"]);
    expect(named.map(({ target }) => target)).toEqual([ofFinding(4), OF_INCIDENT]);
    await expectCounts(store());
  });

  it("changes as many as may be at once in one go", async () => {
    const many = Array.from({ length: TRIAGE_TARGETS_MAX }, (_, index) => ofFinding(index));
    const done = await change(many, { isAcknowledged: true, verdict: "false-positive", addTags: ["bulk"] });
    expect(done).toHaveLength(TRIAGE_TARGETS_MAX);
    expect(done.at(-1)).toMatchObject({ target: many.at(-1), after: { state: "closed", tags: ["bulk"] } });
    expect(await store().verdicts.listAll()).toHaveLength(TRIAGE_TARGETS_MAX);
  });
}

async function expectCounts(store: ReturnType<PortsUnderTest["store"]>): Promise<void> {
  const count = async (subject: "findings" | "incidents", field: string) => {
    const request = { filter: { subject }, field, limit: 9, containing: null } as const;
    const { values } = await store.statistics.readTopValues(request);
    return Object.fromEntries(values.map((one) => [String(one.value), one.count]));
  };
  expect(await count("findings", "state")).toEqual({ closed: 2, acknowledged: 1, new: 1 });
  expect(await count("findings", "assignee")).toMatchObject({ ann: 2 });
  expect(await count("findings", "tag")).toMatchObject({ a: 1 });
  expect(await count("incidents", "state")).toEqual({ acknowledged: 1 });
  expect(await count("incidents", "tag")).toMatchObject({ a: 1 });
  expect(await count("incidents", "verdict")).toEqual({ none: 1 });
}

function describeTogether(
  { store, another, setNow }: PortsUnderTest,
  { change }: Pick<Acts, "change">,
): void {
  it("takes what another store holds, once, and adds it to its own", async () => {
    await change([ofFinding(1)], { isAcknowledged: true, addTags: ["own"] });
    const theirs = [
      {
        target: ofFinding(1),
        deed: "assign" as const,
        text: "bob",
        at: toEpochMs(SAMPLE_START + 1),
        by: "bob",
      },
      { target: ofFinding(5), deed: "note" as const, text: "n", at: toEpochMs(SAMPLE_START), by: "bob" },
    ];
    await store().triage.restore(theirs);
    await store().triage.restore(theirs);
    expect(await store().triage.listAll()).toHaveLength(4);
    expect(await store().triage.read(ofFinding(1))).toMatchObject({
      state: "acknowledged",
      assignee: "bob",
      tags: ["own"],
    });
  });

  it("lets two who change the same at once do so one after the other", async () => {
    const other = await another();
    setNow(SAMPLE_START + 1);
    const targets = [ofFinding(1), ofFinding(2)];
    const outcomes = await Promise.allSettled(
      [store(), other].map((one, index) =>
        one.triage.change({
          targets: index === 0 ? targets : targets.toReversed(),
          change: { assignee: `user ${index}` },
          by: "eve",
          version: 0,
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { report: { code: "STORE_TRIAGE_CHANGED" } },
    });
    expect(await store().triage.listAll()).toHaveLength(2);
  });
}
