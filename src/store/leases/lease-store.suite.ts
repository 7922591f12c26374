import { expect, it } from "vitest";
import { RULES_SCOPE } from "../findings/finding-store.suite.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import { sampleFindingId, sampleNew } from "../sample-finding.ts";

const MINUTE = 60_000;

export function describeLeases({ store, another, setNow }: PortsUnderTest): void {
  const ask = (holder: string, names: readonly string[] = ["work"]) => ({
    names,
    holder,
    durationMs: MINUTE,
  });

  it("gives a name to one holder at a time, and the next free one to another", async () => {
    const other = await another();
    const one = await store().leases.acquire(ask("one", ["a", "b"]));
    expect(one).toMatchObject({ name: "a", holder: "one", until: SAMPLE_START + MINUTE });
    const two = await other.leases.acquire(ask("two", ["a", "b"]));
    expect(two).toMatchObject({ name: "b", holder: "two" });
    expect(two!.token).toBeGreaterThan(one!.token);
    expect(await store().leases.acquire(ask("three", ["a", "b"]))).toBeNull();
    expect(await other.leases.list()).toEqual([one, two]);
    await other.leases.release(two!);
    expect(await store().leases.acquire(ask("three", ["a", "b"]))).toMatchObject({ name: "b" });
  });

  it("lets every name be taken once when many ask at once", async () => {
    const other = await another();
    const names = Array.from({ length: 16 }, (_, number) => `partition ${number}`);
    const asked = Array.from({ length: 24 }, (_, number) =>
      (number % 2 === 0 ? store() : other).leases.acquire(ask(`worker ${number}`, names)),
    );
    const given = (await Promise.all(asked)).filter((lease) => lease !== null);
    expect(new Set(given.map(({ name }) => name)).size).toBe(given.length);
    // Whoever looked at a row while another was taking it went on; who asks again gets what is left.
    for (let number = 0; given.length < 16; number++) {
      const lease = await store().leases.acquire(ask(`late ${number}`, names));
      expect(lease).not.toBeNull();
      given.push(lease!);
    }
    expect(await store().leases.acquire(ask("too late", names))).toBeNull();
  });

  it("can be renewed, also after its time, until another takes it", async () => {
    const lease = (await store().leases.acquire(ask("one")))!;
    setNow(SAMPLE_START + MINUTE - 1);
    expect(await store().leases.acquire(ask("two"))).toBeNull();
    const renewed = await store().leases.renew(lease, MINUTE);
    expect(renewed).toEqual({ ...lease, until: SAMPLE_START + 2 * MINUTE - 1 });
    setNow(SAMPLE_START + 2 * MINUTE - 1);
    expect(await store().leases.list()).toEqual([]);
    expect(await store().leases.renew(lease, MINUTE)).not.toBeNull();
    expect(await store().leases.acquire(ask("one"))).toMatchObject({ token: lease.token });
    setNow(SAMPLE_START + 10 * MINUTE);
    const taken = await store().leases.acquire(ask("two"));
    expect(taken!.token).toBeGreaterThan(lease.token);
    expect(await store().leases.renew(lease, MINUTE)).toBeNull();
    await store().leases.release(lease);
    expect(await store().leases.list()).toEqual([taken]);
    // What its holder gets back later is another lease.
    await store().leases.release(taken!);
    const regained = await store().leases.acquire(ask("one"));
    expect(await store().leases.renew(lease, MINUTE)).toBeNull();
    await store().leases.release(lease);
    expect(await store().leases.list()).toEqual([regained]);
  });

  it("keeps a worker that lost its lease from writing, and changes nothing then", async () => {
    const other = await another();
    const lost = (await store().leases.acquire(ask("one")))!;
    await store().findings.replace(RULES_SCOPE, [sampleNew(1)], { fence: lost });
    setNow(SAMPLE_START + MINUTE);
    // Its time is over and nobody took it: the work is still its own.
    await store().findings.replace(RULES_SCOPE, [sampleNew(2)], { fence: lost });
    const taken = (await other.leases.acquire(ask("two")))!;
    const refused = { report: { code: "STORE_LEASE_LOST" } };
    await expect(
      store().findings.replace(RULES_SCOPE, [sampleNew(3)], { fence: lost }),
    ).rejects.toMatchObject(refused);
    await expect(
      store().passes.completeDay({ lens: "actor", day: 1, partition: 0, parts: {}, answers: null }, [], {
        fence: lost,
      }),
    ).rejects.toMatchObject(refused);
    expect(await store().passes.listDone("actor")).toEqual([]);
    expect(await store().findings.find(sampleFindingId(3))).toBeNull();
    await other.findings.replace(RULES_SCOPE, [sampleNew(4)], { fence: taken });
    expect(await store().findings.find(sampleFindingId(4))).not.toBeNull();
    await other.leases.release(taken);
    await expect(other.findings.replace(RULES_SCOPE, [sampleNew(5)], { fence: taken })).rejects.toMatchObject(
      refused,
    );
  });

  it("holds nothing of a write that failed", async () => {
    const fence = (await store().leases.acquire(ask("one")))!;
    const twice = [sampleNew(1), sampleNew(1)];
    await expect(store().findings.replace(RULES_SCOPE, twice, { fence })).rejects.toThrow("given twice");
    await store().findings.replace(RULES_SCOPE, [sampleNew(1)], { fence });
    expect((await store().findings.count({})).total).toBe(1);
  });
}
