import { expect, it } from "vitest";
import { toEntityId, toEpochMs } from "../../domain/index.ts";
import { RULES_SCOPE } from "../findings/finding-store.suite.ts";
import type {
  IncidentCursor,
  IncidentFilter,
  IncidentQuery,
  StoredIncident,
} from "../ports/incident-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START, sampleBatches, sampleEvent, sampleInput, sampleUuid } from "../sample-event.ts";
import { sampleFinding, sampleIncident, sampleIncidentId, sampleNew } from "../sample-finding.ts";

const NO_SCORES = new Map<never, number>();
const FINDINGS = [1, 2, 3, 4].map((number) => sampleFinding(number));
const [ONE, TWO, THREE, FOUR] = FINDINGS as [
  (typeof FINDINGS)[0],
  (typeof FINDINGS)[0],
  (typeof FINDINGS)[0],
  (typeof FINDINGS)[0],
];

const numbersOf = (incidents: readonly StoredIncident[]): readonly number[] =>
  incidents.map(({ incident }) => Number.parseInt(incident.id.replace(/^f+/, ""), 16));

export function describeIncidents({ store, reopen }: PortsUnderTest): void {
  it("gives back an incident with every field and in every order it was given", async () => {
    const incident = sampleIncident(1, [TWO, ONE], {
      actors: [toEntityId("z"), toEntityId("a")],
      tactics: [],
      summary: "“\0”\n\\",
    });
    await store().incidents.replace({ from: null }, { incidents: [incident], scores: NO_SCORES });
    await reopen();
    const stored = {
      incident: { ...incident, summary: "“\ufffd”\n\\" },
      verdict: null,
      standing: { state: "new", assignee: null, tags: [] },
    };
    expect(await store().incidents.find(incident.id)).toEqual(stored);
    expect(await store().incidents.find(incident.id.slice(0, 8))).toEqual(stored);
    expect(await store().incidents.find("ffff")).toBeNull();
  });

  it("replaces incidents from a time on and leaves earlier ones", async () => {
    const replace = (from: number | null, incidents: Parameters<typeof toGrouping>[0]) =>
      store().incidents.replace({ from: from === null ? null : toEpochMs(from) }, toGrouping(incidents));
    await replace(null, [sampleIncident(1, [ONE]), sampleIncident(2, [TWO]), sampleIncident(3, [THREE])]);
    const counts = await replace(SAMPLE_START + 2, [
      sampleIncident(3, [THREE], { summary: "It went on." }),
      sampleIncident(4, [FOUR]),
    ]);
    expect(counts).toEqual({ added: 1, changed: 1, removed: 1, unchanged: 0 });
    const page = await store().incidents.read({ limit: 9, order: "oldest-first" });
    expect(numbersOf(page.incidents)).toEqual([1, 3, 4]);
    expect(
      await replace(
        SAMPLE_START + 2,
        page.incidents.slice(1).map(({ incident }) => incident),
      ),
    ).toEqual({
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 2,
    });
    await expect(replace(SAMPLE_START + 2, [sampleIncident(1, [ONE])])).rejects.toThrow("before its scope");
    await expect(replace(null, [sampleIncident(1, [ONE]), sampleIncident(1, [TWO])])).rejects.toThrow(
      "given twice",
    );
    await expect(replace(null, [sampleIncident(1, [ONE]), sampleIncident(2, [ONE])])).rejects.toThrow(
      "in two incidents",
    );
    expect(numbersOf((await store().incidents.read({ limit: 9, order: "oldest-first" })).incidents)).toEqual([
      1, 3, 4,
    ]);
  });

  it("gives findings their scores, and takes back those that are not given any more", async () => {
    await store().findings.replace(RULES_SCOPE, [sampleNew(1), sampleNew(2), sampleNew(3)]);
    const scores = async () =>
      (await store().findings.read({ limit: 9, order: "oldest-first" })).findings.map(
        ({ finding }) => finding.score,
      );
    await store().incidents.replace(
      { from: null },
      {
        incidents: [],
        scores: new Map([
          [ONE.id, 0.1],
          [TWO.id, 0.2],
          [FOUR.id, 0.4],
        ]),
      },
    );
    expect(await scores()).toEqual([0.1, 0.2, 0.75]);
    await store().incidents.replace(
      { from: toEpochMs(SAMPLE_START + 2) },
      { incidents: [], scores: new Map([[THREE.id, 0.3]]) },
    );
    expect(await scores()).toEqual([0.1, 0.75, 0.3]);
    // A pass that gives the same again leaves what grouping made of it.
    await store().findings.replace(RULES_SCOPE, [sampleNew(1), sampleNew(2), sampleNew(3)]);
    expect(await scores()).toEqual([0.1, 0.75, 0.3]);
  });

  describeReading({ store });
}

const toGrouping = (incidents: readonly ReturnType<typeof sampleIncident>[]) => ({
  incidents,
  scores: NO_SCORES,
});

const FILTERS: readonly (readonly [string, IncidentFilter, readonly number[]])[] = [
  ["from a time on", { from: toEpochMs(SAMPLE_START + 3) }, [3]],
  ["before a time", { to: toEpochMs(SAMPLE_START + 2) }, [1]],
  ["of a severity or more", { minSeverity: "medium" }, [2, 3]],
  ["of an actor", { actor: "bob" }, [3]],
  ["of an actor by name", { actor: "ann" }, [1, 2]],
  ["with a tactic", { tactic: "TA0040" }, [2]],
  ["with a text", { text: "bob'S story" }, [3]],
];

function describeReading({ store }: Pick<PortsUnderTest, "store">): void {
  const fill = () =>
    store().incidents.replace(
      { from: null },
      toGrouping([
        sampleIncident(1, [ONE], { severity: "low", score: 0.9 }),
        sampleIncident(2, [TWO], { score: 0.7, tactics: ["TA0040"] }),
        sampleIncident(3, [THREE], { score: 0.8, actors: [toEntityId("bob")], summary: "Bob's Story" }),
      ]),
    );

  it.each<[IncidentQuery["order"], readonly number[]]>([
    ["worst-first", [3, 2, 1]],
    ["newest-first", [3, 2, 1]],
    ["oldest-first", [1, 2, 3]],
  ])("gives pages %s", async (order, expected) => {
    await fill();
    for (const limit of [1, 2, 3]) {
      const seen: number[] = [];
      let after: IncidentCursor | null = null;
      do {
        const page = await store().incidents.read({ limit, order, ...(after === null ? {} : { after }) });
        seen.push(...numbersOf(page.incidents));
        after = page.next;
      } while (after !== null);
      expect(seen).toEqual(expected);
    }
  });

  it("finds what is asked for, counts and streams as much", async () => {
    await store().events.commitInput(
      sampleInput("a"),
      sampleBatches([sampleEvent({ id: sampleUuid(1), at: SAMPLE_START })]),
    );
    await fill();
    for (const [name, filter, expected] of FILTERS) {
      const page = await store().incidents.read({ ...filter, limit: 10, order: "oldest-first" });
      expect(numbersOf(page.incidents), name).toEqual(expected);
      expect((await store().incidents.count(filter)).total, name).toBe(expected.length);
      const streamed: StoredIncident[] = [];
      for await (const some of store().incidents.stream(filter)) streamed.push(...some);
      expect(streamed, name).toEqual(page.incidents);
    }
  });

  it("knows the latest verdict", async () => {
    await fill();
    const target = { type: "incident" as const, id: sampleIncidentId(2) };
    await store().verdicts.add({ target, verdict: "false-positive", by: "eve", note: "a drill" });
    expect((await store().incidents.find(target.id))?.verdict).toBe("false-positive");
    expect(await store().incidents.count({ openOnly: true })).toEqual({
      total: 2,
      bySeverity: { info: 0, low: 1, medium: 0, high: 1, critical: 0 },
    });
    expect((await store().incidents.count({ verdict: null })).total).toBe(2);
  });
}
