import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import type { NewAlertVersion, NewMute } from "../ports/alert-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const sampleAlert = (number: number, changes: Partial<NewAlertVersion> = {}): NewAlertVersion => ({
  alertId: `alert-${number}`,
  version: 1,
  kind: "incident",
  reason: "new",
  severity: "high",
  at: toEpochMs(SAMPLE_START + number),
  subjects: [{ incident: `incident ${number}`, findings: ["a", "b"] }],
  body: { title: `A story ${number}\u001b[2J`, nested: { list: [1, null, "é"] } },
  channels: ["file", "webhook"],
  dueAt: toEpochMs(SAMPLE_START),
  ...changes,
});

const MUTE: NewMute = {
  purpose: "mute",
  kind: "entity",
  target: "arn:aws:iam::123456789012:user/ann'; drop table alert_mutes; --",
  reason: "planned work",
  until: toEpochMs(SAMPLE_START + 1000),
  by: "eve",
};

const ALL = { channels: ["file", "webhook"], limit: 100, durationMs: 1000 };

export function describeAlerts({ store, another, reopen, setNow }: PortsUnderTest): void {
  it("keeps each version once, and gives the latest back with its deliveries", async () => {
    expect(await store().alerts.add([sampleAlert(1), sampleAlert(2)])).toBe(2);
    expect(await store().alerts.add([sampleAlert(1, { body: { title: "another" } })])).toBe(0);
    const later = sampleAlert(1, { version: 2, reason: "update", at: toEpochMs(SAMPLE_START + 9) });
    expect(await store().alerts.add([later])).toBe(1);
    await reopen();
    const heads = await store().alerts.listHeads();
    expect(heads.map(({ alertId, version, firstAt }) => [alertId, version, firstAt - SAMPLE_START])).toEqual([
      ["alert-1", 2, 1],
      ["alert-2", 1, 2],
    ]);
    expect(heads[0]!.subjects).toEqual(later.subjects);
    const [first, second] = await store().alerts.list({ limit: 10 });
    expect(first).toMatchObject({ alertId: "alert-1", version: 2, reason: "update", body: later.body });
    expect(first!.deliveries.map(({ id, state }) => [id, state])).toEqual([
      ["alert-1.2/file", "waiting"],
      ["alert-1.2/webhook", "waiting"],
      ["alert-1.1/file", "superseded"],
      ["alert-1.1/webhook", "superseded"],
    ]);
    expect(second!.alertId).toBe("alert-2");
    expect(await store().alerts.list({ limit: 1 })).toHaveLength(1);
    expect(await store().alerts.count()).toEqual({
      alerts: 2,
      deliveries: { waiting: 4, delivered: 0, dead: 0, superseded: 2 },
    });
  });

  it("writes nothing of a batch of which one part fails", async () => {
    // No integer column takes it.
    const broken = sampleAlert(2, { version: 2 ** 40 });
    await expect(store().alerts.add([sampleAlert(1), broken])).rejects.toThrow();
    expect(await store().alerts.listHeads()).toEqual([]);
  });

  it("hands out what is due, to one at a time", async () => {
    await store().alerts.add([sampleAlert(1), sampleAlert(2, { dueAt: toEpochMs(SAMPLE_START + 50) })]);
    const other = await another();
    expect(await store().alerts.claim({ ...ALL, channels: [] })).toEqual([]);
    const first = await store().alerts.claim({ ...ALL, limit: 1 });
    expect(first.map(({ id, attempts, body }) => [id, attempts, body["title"]])).toEqual([
      ["alert-1.1/file", 1, "A story 1\u001b[2J"],
    ]);
    expect((await other.alerts.claim(ALL)).map(({ id }) => id)).toEqual(["alert-1.1/webhook"]);
    expect(await other.alerts.claim(ALL)).toEqual([]);
    setNow(SAMPLE_START + 50);
    expect((await other.alerts.claim({ ...ALL, channels: ["file"] })).map(({ id }) => id)).toEqual([
      "alert-2.1/file",
    ]);
  });

  it("gives each delivery to one of many who ask at once", async () => {
    await store().alerts.add(Array.from({ length: 10 }, (_, number) => sampleAlert(number)));
    const stores = [store(), await another(), await another(), await another()];
    const claimed = await Promise.all(
      stores.flatMap((one) => [
        one.alerts.claim({ ...ALL, limit: 5 }),
        one.alerts.claim({ ...ALL, limit: 5 }),
      ]),
    );
    const rest = await store().alerts.claim(ALL);
    const ids = [...claimed.flat(), ...rest].map(({ id }) => id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it("gives a claim that ran out to the next, and the first one's end counts no more", async () => {
    await store().alerts.add([sampleAlert(1, { channels: ["file"] })]);
    const [lost] = await store().alerts.claim(ALL);
    setNow(SAMPLE_START + 999);
    expect(await store().alerts.claim(ALL)).toEqual([]);
    setNow(SAMPLE_START + 1000);
    const [taken] = await store().alerts.claim(ALL);
    expect(taken).toMatchObject({ id: lost!.id, attempts: 2 });
    expect(await store().alerts.settle(lost!, { kind: "delivered" })).toBe(false);
    expect(await store().alerts.settle(taken!, { kind: "delivered" })).toBe(true);
    expect(await store().alerts.settle(taken!, { kind: "dead", problem: "late" })).toBe(false);
    const [alert] = await store().alerts.list({ limit: 1, state: "delivered" });
    expect(alert!.deliveries).toMatchObject([
      { state: "delivered", doneAt: SAMPLE_START + 1000, problem: null },
    ]);
  });

  it("waits for another try, keeps what is dead, and lets it live again", async () => {
    await store().alerts.add([sampleAlert(1)]);
    const [file, webhook] = await store().alerts.claim(ALL);
    await store().alerts.settle(file!, {
      kind: "waiting",
      problem: "down",
      dueAt: toEpochMs(SAMPLE_START + 9),
    });
    await store().alerts.settle(webhook!, { kind: "dead", problem: "refused\0" });
    expect(await store().alerts.claim(ALL)).toEqual([]);
    setNow(SAMPLE_START + 9);
    const [again] = await store().alerts.claim(ALL);
    expect(again).toMatchObject({ id: file!.id, attempts: 2, problem: "down" });
    const [dead] = await store().alerts.list({ limit: 5, state: "dead" });
    expect(dead!.deliveries[1]).toMatchObject({ state: "dead", problem: "refused\ufffd", attempts: 1 });
    expect(await store().alerts.reviveDead()).toBe(1);
    expect(await store().alerts.claim(ALL)).toMatchObject([{ id: webhook!.id, attempts: 1 }]);
    expect(await store().alerts.reviveDead()).toBe(0);
  });

  it("does not overtake a version that is being delivered", async () => {
    await store().alerts.add([sampleAlert(1, { channels: ["file"] })]);
    const [first] = await store().alerts.claim(ALL);
    await store().alerts.add([sampleAlert(1, { channels: ["file"], version: 2 })]);
    expect(await store().alerts.claim(ALL)).toEqual([]);
    expect(await store().alerts.settle(first!, { kind: "delivered" })).toBe(true);
    expect(await store().alerts.claim(ALL)).toMatchObject([{ id: "alert-1.2/file" }]);
  });

  it("refuses to write for whoever lost the lease", async () => {
    const asked = { names: ["alerts"], durationMs: 10 };
    const fence = (await store().leases.acquire({ ...asked, holder: "a" }))!;
    setNow(SAMPLE_START + 10);
    await store().leases.acquire({ ...asked, holder: "b" });
    await expect(store().alerts.add([sampleAlert(1)], { fence })).rejects.toMatchObject({
      report: { code: "STORE_LEASE_LOST" },
    });
    expect(await store().alerts.listHeads()).toEqual([]);
  });

  it("keeps what is muted, and who ended it", async () => {
    const muted = await store().alerts.addMute(MUTE);
    const allowed = await store().alerts.addMute({ ...MUTE, purpose: "allow", until: null });
    expect(muted).toMatchObject({ ...MUTE, at: SAMPLE_START, endedAt: null, endedBy: null });
    setNow(SAMPLE_START + 5);
    const ended = await store().alerts.endMute(muted.id, "bob");
    expect(ended).toEqual({ ...muted, endedAt: SAMPLE_START + 5, endedBy: "bob" });
    setNow(SAMPLE_START + 6);
    expect(await store().alerts.endMute(muted.id, "ann")).toEqual(ended);
    expect(await store().alerts.listMutes()).toEqual([ended, allowed]);
    await expect(store().alerts.endMute("nothing", "bob")).rejects.toMatchObject({
      report: { code: "STORE_MUTE_UNKNOWN" },
    });
  });

  it("takes what another store holds, once", async () => {
    await store().alerts.add([sampleAlert(1), sampleAlert(1, { version: 2 })]);
    await store().alerts.addMute(MUTE);
    const records = await store().alerts.readAll();
    await store().alerts.restore(records);
    expect(await store().alerts.readAll()).toEqual(records);
    const moved = {
      versions: records.versions.map((one) => ({ ...one, alertId: "moved" })),
      deliveries: records.deliveries.map((one) => ({ ...one, id: `m${one.id}`, alertId: "moved" })),
      mutes: records.mutes.map((one) => ({ ...one, id: "moved" })),
    };
    await store().alerts.restore(moved);
    expect(await store().alerts.readAll()).toEqual({
      versions: [...records.versions, ...moved.versions],
      deliveries: [...records.deliveries, ...moved.deliveries],
      mutes: [...records.mutes, ...moved.mutes],
    });
  });

  it("gives pages of alerts and of deliveries, each going on where the last one ended", async () => {
    const numbers = [3, 1, 2, 4, 5];
    // Two at the same time: the id decides.
    const at = (number: number) => ({ at: toEpochMs(SAMPLE_START + (number === 4 ? 3 : number)) });
    await store().alerts.add(numbers.map((number) => sampleAlert(number, at(number))));
    const seen: string[] = [];
    for (let last = (await store().alerts.list({ limit: 2 })).at(-1); last !== undefined; ) {
      seen.push(last.alertId);
      const after = { at: last.at, id: last.alertId };
      last = (await store().alerts.list({ limit: 1, after })).at(-1);
    }
    expect(seen).toEqual(["alert-3", "alert-4", "alert-2", "alert-1"]);
    const first = await store().alerts.listDeliveries({ limit: 3, state: "waiting" });
    const after = { at: first[2]!.at, id: first[2]!.id };
    const rest = await store().alerts.listDeliveries({ limit: 100, state: "waiting", after });
    const ids = [...first, ...rest].map(({ id }) => id);
    expect([ids.length, new Set(ids).size, ids[0]]).toEqual([10, 10, "alert-5.1/file"]);
    expect(await store().alerts.listDeliveries({ limit: 1, state: "dead" })).toEqual([]);
  });

  it("finds one alert, and lets one dead delivery wait again", async () => {
    await store().alerts.add([sampleAlert(1), sampleAlert(2)]);
    expect(await store().alerts.find("alert-2")).toMatchObject({ alertId: "alert-2", version: 1 });
    expect(await store().alerts.find("alert-3")).toBeNull();
    for (const claimed of await store().alerts.claim(ALL))
      await store().alerts.settle(claimed, { kind: "dead", problem: "it is gone" });
    expect(await store().alerts.revive("alert-1.1/file")).toBe(true);
    expect(await store().alerts.revive("alert-1.1/file")).toBe(false);
    expect(await store().alerts.listDeliveries({ limit: 9, state: "waiting" })).toMatchObject([
      { id: "alert-1.1/file", attempts: 0 },
    ]);
    await expect(store().alerts.revive("nobody")).rejects.toMatchObject({
      report: { code: "STORE_DELIVERY_UNKNOWN", status: 404 },
    });
  });
}
