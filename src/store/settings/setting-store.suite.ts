import { expect, it } from "vitest";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";

const by = (version: number | null = null) => ({ author: "ann", version });

export function describeSettings({ store, another, reopen }: PortsUnderTest): void {
  it("keeps what was set, until it is set no more", async () => {
    const hostile = "'; drop table settings; --\u0000";
    expect(await store().settings.readVersion()).toBe(0);
    const changes = [
      { key: "alerts.per_day", value: 5 },
      { key: "watch.folders", value: ["a", hostile] },
    ];
    expect(await store().settings.change(changes, by())).toBe(1);
    await reopen();
    expect([...(await store().settings.readAll())]).toEqual([
      ["alerts.per_day", 5],
      ["watch.folders", ["a", hostile]],
    ]);
    expect(await store().settings.change([{ key: "alerts.per_day", value: null }], by())).toBe(2);
    expect([...(await store().settings.readAll()).keys()]).toEqual(["watch.folders"]);
  });

  it("changes nothing for somebody who did not see the last change", async () => {
    const other = await another();
    expect(await store().settings.change([{ key: "a", value: 1 }], by(0))).toBe(1);
    const late = [
      { key: "a", value: 2 },
      { key: "b", value: 2 },
    ];
    expect(await other.settings.change(late, by(0))).toBeNull();
    expect([...(await store().settings.readAll())]).toEqual([["a", 1]]);
    expect(await other.settings.change(late, by(1))).toBe(2);
  });

  it("lets one of several that change at once be first", async () => {
    const other = await another();
    const changed = await Promise.all(
      [store(), other, store(), other].map((one, index) =>
        one.settings.change([{ key: "a", value: index }], by(0)),
      ),
    );
    expect(changed.filter((version) => version !== null)).toEqual([1]);
  });
}
