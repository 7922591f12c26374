import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { NewRuleVersion } from "../ports/rule-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const RULE: NewRuleVersion = {
  id: "r-1",
  title: "Trail stopped'; drop table rule_rows; --",
  text: "title: Trail stopped\nid: r-1\n",
  isEnabled: false,
  isRemoved: false,
  note: null,
  after: 0,
  action: "import",
};

export function describeRules({ store, another, reopen, setNow }: PortsUnderTest): void {
  it("keeps every version of a rule, with who made it and when", async () => {
    expect(await store().rules.readRevision()).toBe(0);
    const [first] = await store().rules.save([RULE], "ann");
    setNow(SAMPLE_START + 5);
    const [second] = await store().rules.save(
      [{ ...RULE, text: null, isEnabled: true, note: "quiet enough", after: 1, action: "enable" }],
      "bob",
    );
    await reopen();
    expect(first).toMatchObject({ version: 1, by: "ann", at: SAMPLE_START, text: RULE.text });
    expect(await store().rules.listVersions("r-1")).toEqual([second, first]);
    expect(await store().rules.list()).toEqual([second]);
    expect(await store().rules.listVersions("r-2")).toEqual([]);
    expect(await store().rules.readRevision()).toBeGreaterThan(0);
  });

  it("notes each change in the audit, without the text", async () => {
    await store().rules.save([RULE], "ann");
    const query = { limit: 9, before: null, from: null, to: null, author: null, target: null };
    const [noted] = await store().audit.list({ ...query, action: "rule" });
    expect(noted).toMatchObject({ action: "rule.import", target: { id: "r-1", name: RULE.title } });
    expect(JSON.stringify(noted)).not.toContain("id: r-1");
  });

  it("changes nothing for somebody who did not see the last change, nor for those beside it", async () => {
    const other = await another();
    await store().rules.save([RULE], "ann");
    const late = [
      { ...RULE, id: "r-2" },
      { ...RULE, text: "title: mine", after: 0 },
    ];
    await expect(other.rules.save(late, "bob")).rejects.toMatchObject({
      report: { code: "STORE_RULE_CHANGED" },
    });
    expect((await store().rules.list()).map(({ id, by }) => [id, by])).toEqual([["r-1", "ann"]]);
  });

  it("lets one of several that change a rule at once be first", async () => {
    const other = await another();
    await store().rules.save([RULE], "ann");
    const outcomes = await Promise.allSettled(
      [store(), other, store()].map((one) => one.rules.save([{ ...RULE, after: 1 }], "bob")),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await store().rules.listVersions("r-1")).map(({ version }) => version)).toEqual([2, 1]);
  });

  it("takes what another store holds, once", async () => {
    const versions = [2, 1].map((version) => {
      const { after: _, action: __, ...state } = RULE;
      return { ...state, version, by: "ann", at: toEpochMs(SAMPLE_START + version), text: `v${version}` };
    });
    await store().rules.restore(versions);
    await store().rules.restore(versions);
    expect(await store().rules.listVersions("r-1")).toEqual(versions);
    expect(await store().rules.list()).toEqual([versions[0]]);
    expect(await store().rules.listAll()).toHaveLength(2);
  });
}
