import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { NEWS_KEPT_MAX, NEWS_PAGE_MAX } from "../ports/together-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const MINUTE = 60_000;

export function describeTogether({ store, another, setNow }: PortsUnderTest): void {
  const from = toEpochMs(SAMPLE_START);
  const until = toEpochMs(SAMPLE_START + MINUTE);
  const of = (name: string, by: number) => ({ name, from, until, by });
  const toNews = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ event: "finding", data: { at } }));

  it("count in one window together, what is given back too", async () => {
    const other = await another();
    expect(await store().together.tally([of("ann", 2), of("bob\0' or 1=1", 1)])).toEqual([2, 1]);
    expect(await other.together.tally([of("bob\0' or 1=1", 3), of("ann", -1), of("ann", 0)])).toEqual([
      4, 1, 1,
    ]);
    expect(await store().together.tally([])).toEqual([]);
  });

  it("count anew in the next window, and forget those that are over", async () => {
    await store().together.tally([of("ann", 5)]);
    const next = { name: "ann", from: until, until: toEpochMs(until + MINUTE), by: 1 };
    expect(await store().together.tally([next])).toEqual([1]);
    setNow(until - 1);
    expect(await store().together.tally([of("ann", 0)])).toEqual([5]);
    setNow(until);
    expect(await store().together.tally([of("ann", 0), { ...next, by: 1 }])).toEqual([0, 2]);
  });

  it("lose no count when many count at once", async () => {
    const other = await another();
    const names = ["a", "b", "c"];
    const asked = Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? store() : other).together.tally(
        (at % 3 === 0 ? names : names.toReversed()).map((name) => of(name, 1)),
      ),
    );
    await Promise.all(asked);
    expect(await store().together.tally(names.map((name) => of(name, 0)))).toEqual([20, 20, 20]);
  });

  it("hear news in the order in which they were told, from where they listened on", async () => {
    const other = await another();
    expect(await store().together.readLatest()).toBe(0);
    await store().together.tell("one", [{ event: "alert", data: { text: "nul \0 and é" } }]);
    const latest = await other.together.readLatest();
    await Promise.all([store().together.tell("one", toNews(3)), other.together.tell("two", toNews(2))]);
    await store().together.tell("one", []);
    const heard = await other.together.hear(latest);
    expect(heard.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6]);
    expect(heard.filter(({ teller }) => teller === "two").map(({ data }) => data)).toEqual([
      { at: 0 },
      { at: 1 },
    ]);
    expect((await other.together.hear(0))[0]).toEqual({
      number: 1,
      teller: "one",
      event: "alert",
      data: { text: "nul \0 and é" },
    });
    expect(await other.together.hear(6)).toEqual([]);
  });

  it("hear a page at a time, and forget what is old", async () => {
    for (let told = 0; told < NEWS_KEPT_MAX + 500; told += 500)
      await store().together.tell("one", toNews(500));
    const first = await store().together.hear(0);
    expect(first).toHaveLength(NEWS_PAGE_MAX);
    expect(first[0]!.number).toBe(501);
    expect(await store().together.hear(NEWS_KEPT_MAX + 499)).toHaveLength(1);
  });
}
