import { expect, it } from "vitest";
import { toEntityId, toEpochMs } from "../../domain/index.ts";
import { RULES_SCOPE } from "../findings/finding-store.suite.ts";
import type { NewException } from "../ports/verdict-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import { sampleFinding, sampleFindingId, sampleNew } from "../sample-finding.ts";

const TARGET = { type: "finding" as const, id: sampleFindingId(1) };

const NEW_EXCEPTION: NewException = {
  detector: sampleFinding(1).detector.id,
  entity: null,
  actor: null,
  reason: "planned work",
  until: null,
  finding: sampleFindingId(1),
  by: "eve",
};

const COVERS: readonly (readonly [string, Partial<NewException>, boolean])[] = [
  ["of its detector, whatever it is about", {}, true],
  ["of another detector", { detector: "another" }, false],
  ["about its entity", { entity: sampleFinding(1).entity }, true],
  ["about another entity", { entity: { type: "ip", id: sampleFinding(1).entity.id } }, false],
  ["of its actor", { actor: sampleFinding(1).actor.id }, true],
  ["of another actor", { actor: "ann" }, false],
  ["from just before its end", { until: toEpochMs(SAMPLE_START + 2) }, true],
  ["from its end on", { until: toEpochMs(SAMPLE_START + 1) }, false],
];

export function describeVerdicts({ store, setNow }: PortsUnderTest): void {
  it("keeps every verdict, the latest first", async () => {
    const judge = (verdict: "benign" | "true-positive", note: string | null) =>
      store().verdicts.add({ target: TARGET, verdict, by: "eve", note });
    setNow(SAMPLE_START + 1);
    const first = await judge("benign", "she is allowed to");
    const second = await judge("true-positive", null);
    setNow(SAMPLE_START + 2);
    const third = await judge("benign", null);
    expect(first.at).toBe(SAMPLE_START + 1);
    expect(await store().verdicts.list(TARGET)).toEqual([third, second, first]);
    expect(await store().verdicts.listAll()).toEqual([first, second, third]);
    expect(await store().verdicts.list({ type: "incident", id: TARGET.id })).toEqual([]);
  });

  it("makes another version of an exception with each change, and keeps those before", async () => {
    const other = await store().verdicts.addException({ ...NEW_EXCEPTION, reason: "another" });
    const made = await store().verdicts.addException({
      ...NEW_EXCEPTION,
      entity: { type: "ip", id: toEntityId("198.51.100.7") },
      actor: "ann",
      until: toEpochMs(SAMPLE_START + 5),
    });
    expect(made).toMatchObject({ version: 1, isEnded: false, at: SAMPLE_START });
    setNow(SAMPLE_START + 3);
    const changed = await store().verdicts.changeException(made.id, { by: "bob", until: null });
    const ended = await store().verdicts.changeException(other.id, { by: "bob", isEnded: true });
    expect(changed).toEqual({ ...made, until: null, by: "bob", version: 2, at: SAMPLE_START + 3 });
    expect(await store().verdicts.listExceptions()).toEqual([ended, changed]);
    expect(await store().verdicts.listVersions(made.id)).toEqual([changed, made]);
    await expect(store().verdicts.changeException("nothing", { by: "bob" })).rejects.toMatchObject({
      report: { code: "STORE_EXCEPTION_UNKNOWN" },
    });
  });

  it("covers with an exception what it is about and nothing else, until it ends", async () => {
    await store().findings.replace(RULES_SCOPE, [sampleNew(1)]);
    for (const [name, changes, covers] of COVERS) {
      const made = await store().verdicts.addException({ ...NEW_EXCEPTION, ...changes });
      const found = await store().findings.find(TARGET.id);
      expect(found?.exception, name).toBe(covers ? made.id : null);
      expect((await store().findings.count({ openOnly: true })).total, name).toBe(covers ? 0 : 1);
      expect((await store().findings.count({ exception: made.id })).total, name).toBe(covers ? 1 : 0);
      await store().verdicts.changeException(made.id, { by: "eve", isEnded: true });
      expect((await store().findings.find(TARGET.id))?.exception, name).toBeNull();
    }
  });

  it("takes what another store holds, once", async () => {
    const verdicts = [
      { target: TARGET, verdict: "benign" as const, at: toEpochMs(SAMPLE_START), by: "a", note: null },
      { target: TARGET, verdict: "benign" as const, at: toEpochMs(SAMPLE_START + 1), by: "a", note: "n" },
    ];
    const versions = [1, 2].map((version) => ({
      ...NEW_EXCEPTION,
      id: "x",
      version,
      at: toEpochMs(SAMPLE_START + version),
      isEnded: version === 2,
    }));
    await store().verdicts.restore({ verdicts, exceptions: versions });
    await store().verdicts.restore({ verdicts, exceptions: versions });
    expect(await store().verdicts.listAll()).toEqual(verdicts);
    expect(await store().verdicts.listVersions("x")).toEqual(versions.toReversed());
    expect(await store().verdicts.listExceptions()).toEqual([versions[1]]);
  });
}
