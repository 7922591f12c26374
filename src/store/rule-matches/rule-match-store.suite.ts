import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { InputMatches, RuleMatchRows } from "../ports/rule-match-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import {
  SAMPLE_FULL_EVENT,
  SAMPLE_START,
  sampleBatches,
  sampleEvent,
  sampleHash,
  sampleInput,
  sampleUuid,
} from "../sample-event.ts";

type Match = readonly [
  position: number,
  kind: number,
  detector: number,
  rule: number,
  group: string,
  value: number | string | null,
  detail: string | null,
];

const toRows = (matches: readonly Match[]): RuleMatchRows => ({
  length: matches.length,
  // Longer than what is in use, as reused buffers are.
  positions: Int32Array.from([...matches.map((match) => match[0]), 99]),
  kinds: Uint8Array.from(matches.map((match) => match[1])),
  detectors: matches.map((match) => match[2]),
  rules: matches.map((match) => match[3]),
  groups: matches.map((match) => match[4]),
  values: matches.map((match) => match[5]),
  details: matches.map((match) => match[6]),
});

const matchesOf = (name: string, ...matches: readonly Match[]): InputMatches => ({
  input: sampleHash(name),
  rows: toRows(matches),
});

export function describeRuleMatches({ store }: PortsUnderTest): void {
  const fill = async () => {
    await store().events.commitInput(
      sampleInput("a"),
      sampleBatches([
        sampleEvent({ id: sampleUuid(3), at: SAMPLE_START + 3 }),
        SAMPLE_FULL_EVENT,
        sampleEvent({ id: sampleUuid(2), at: SAMPLE_START + 2 }),
      ]),
    );
    await store().events.commitInput(sampleInput("none"), sampleBatches());
    await store().events.commitInput(
      sampleInput("b"),
      sampleBatches([
        sampleEvent({ id: sampleUuid(2), at: SAMPLE_START + 2 }),
        sampleEvent({ id: "z", at: SAMPLE_START + 2 }),
      ]),
    );
  };
  const read = async (ruleSet: string, range = {}) => {
    const rows: (readonly unknown[])[] = [];
    for await (const batch of store().ruleMatches.stream(ruleSet, range))
      for (let row = 0; row < batch.length; row++)
        rows.push([
          batch.eventIdAt(row),
          batch.at[row]! - SAMPLE_START,
          batch.kinds[row],
          batch.detectors[row],
          batch.rules[row],
          batch.groupAt(row),
          batch.valueAt(row),
          batch.detailAt(row),
        ]);
    return rows;
  };

  it("streams what inputs gave in the order of events, each event once", async () => {
    await fill();
    await store().ruleMatches.write("set", [
      matchesOf(
        "a",
        [0, 0, 1, 1, "g", null, "{}"],
        [2, 1, 7, 1, "\0g", 0.5, null],
        [2, 0, 1, 1, "g", null, null],
      ),
      // Of an event that input a brought already: passed over.
      matchesOf("b", [0, 0, 1, 1, "g", null, null], [1, 1, 7, 2, "h", "text", null]),
    ]);
    expect(await read("set")).toEqual([
      [sampleUuid(2), 2, 0, 1, 1, "g", null, null],
      [sampleUuid(2), 2, 1, 7, 1, "\ufffdg", 0.5, null],
      ["z", 2, 1, 7, 2, "h", "text", null],
      [sampleUuid(3), 3, 0, 1, 1, "g", null, "{}"],
    ]);
    expect(await read("set", { from: toEpochMs(SAMPLE_START + 3) })).toHaveLength(1);
    expect(await read("set", { to: toEpochMs(SAMPLE_START + 2) })).toEqual([]);
    expect(await read("another")).toEqual([]);
  });

  it("gives with each match what its event says", async () => {
    await fill();
    await store().ruleMatches.write("set", [matchesOf("a", [1, 0, 0, 0, "", "", null])]);
    for await (const batch of store().ruleMatches.stream("set", {})) {
      const { actor, action, address, tool, outcome, region, errorCode } = SAMPLE_FULL_EVENT;
      expect([batch.actors[0], batch.actions[0], batch.addresses[0], batch.tools[0]]).toEqual([
        actor,
        action,
        address,
        tool,
      ]);
      expect(batch.contexts[0]).toMatchObject({ outcome, region, errorCode });
      expect(batch.accessKeyIds).toEqual([SAMPLE_FULL_EVENT.accessKeyId]);
      expect(batch.resourceAt(0)).toBe(SAMPLE_FULL_EVENT.resource);
      expect(batch.valueAt(0)).toBe("");
    }
  });

  it("says which inputs were not matched yet, and keeps rule sets apart", async () => {
    await fill();
    const missing = async (ruleSet: string) =>
      (await store().ruleMatches.listMissing(ruleSet)).map(({ name }) => name);
    expect(await missing("one")).toEqual(["a", "b"]);
    await store().ruleMatches.write("one", [matchesOf("a")]);
    await store().ruleMatches.write("two", [matchesOf("a", [0, 0, 0, 0, "g", null, null])]);
    expect(await missing("one")).toEqual(["b"]);
    await store().ruleMatches.write("two", [matchesOf("b", [1, 1, 2, 3, "h", "v", "{}"])]);
    const streamed: InputMatches[] = [];
    for await (const one of store().ruleMatches.streamInputs("two")) streamed.push(one);
    expect(streamed).toEqual([
      {
        input: sampleHash("a"),
        rows: {
          length: 1,
          positions: [0],
          kinds: [0],
          detectors: [0],
          rules: [0],
          groups: ["g"],
          values: [null],
          details: [null],
        },
      },
      {
        input: sampleHash("b"),
        rows: {
          length: 1,
          positions: [1],
          kinds: [1],
          detectors: [2],
          rules: [3],
          groups: ["h"],
          values: ["v"],
          details: ["{}"],
        },
      },
    ]);
    for await (const one of store().ruleMatches.streamInputs("one")) expect(one.rows.length).toBe(0);
    expect(await store().ruleMatches.listRuleSets()).toEqual(["two", "one"]);
    expect(await read("one")).toEqual([]);
    await store().ruleMatches.forget("two");
    await store().ruleMatches.forget("nothing");
    expect(await read("two")).toEqual([]);
    expect(await store().ruleMatches.listRuleSets()).toEqual(["one"]);
  });

  it("replaces what an input gave before, and knows no input that the ledger does not", async () => {
    await fill();
    await store().ruleMatches.write("set", [
      matchesOf("a", [0, 0, 1, 1, "old", null, null]),
      matchesOf("b", [1, 0, 1, 1, "stays", null, null]),
    ]);
    await store().ruleMatches.write("set", [matchesOf("a", [0, 0, 1, 1, "new", null, null])]);
    expect((await read("set")).map((row) => row[5])).toEqual(["stays", "new"]);
    await expect(
      store().ruleMatches.write("set", [matchesOf("a"), matchesOf("unknown")]),
    ).rejects.toMatchObject({ report: { code: "STORE_INPUT_UNKNOWN" } });
    expect(await read("set")).toHaveLength(2);
  });
}
