import { expect, it } from "vitest";
import { DAY_MS, toEpochMs } from "../../domain/index.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import { SCHEDULED_DAYS_MAX } from "./schedule-store.ts";

export function describeSchedule({ store, another, setNow }: PortsUnderTest): void {
  const due = toEpochMs(SAMPLE_START);
  const at = (ms: number) => toEpochMs(due + ms);

  it("gives the work of a time to one process alone", async () => {
    const other = await another();
    const taken = await Promise.all([store(), other, store()].map((one) => one.schedule.take("detect", due)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await other.schedule.take("retention", due)).toBe(true);
    expect(await other.schedule.take("detect", at(1))).toBe(true);
  });

  it("says how the latest run ended", async () => {
    const latest = async () => (await store().schedule.listLatest()).get("detect");
    await store().schedule.take("detect", due);
    await store().schedule.finish("detect", due, { outcome: "failed", note: "the disk is full" });
    expect(await latest()).toEqual({
      name: "detect",
      dueAt: due,
      startedAt: SAMPLE_START,
      endedAt: SAMPLE_START,
      outcome: "failed",
      note: "the disk is full",
    });
    setNow(SAMPLE_START + 5);
    await store().schedule.take("detect", at(1));
    expect(await latest()).toMatchObject({ outcome: "running", endedAt: null });
  });

  it("forgets runs after their days", async () => {
    const isKnown = async () => (await store().schedule.listLatest()).has("detect");
    await store().schedule.take("detect", due);
    setNow(SAMPLE_START + SCHEDULED_DAYS_MAX * DAY_MS);
    await store().schedule.take("other", at(1));
    expect(await isKnown()).toBe(true);
    setNow(SAMPLE_START + SCHEDULED_DAYS_MAX * DAY_MS + 1);
    await store().schedule.take("other", at(2));
    expect(await isKnown()).toBe(false);
  });
}
