import { expect, test } from "vitest";
import { followFresh } from "./rules-ahead.ts";

/** Gives out what is fresh when the test says so; until then, and when there is no more, it waits to be stopped. */
function openFresh() {
  let give = (_isFresh: boolean): void => {};
  let asked = (): void => {};
  const isAsked = (): Promise<void> => new Promise((resolve) => (asked = resolve));
  return {
    isAsked,
    give: () => give(true),
    untilFresh: (stop: AbortSignal): Promise<boolean> =>
      new Promise((resolve) => {
        if (stop.aborted) resolve(false);
        give = resolve;
        stop.addEventListener("abort", () => resolve(false), { once: true });
        asked();
      }),
  };
}

test("work is done once for each time that something is fresh, and none is left when it was stopped", async () => {
  const fresh = openFresh();
  let done = 0;
  const follower = followFresh(fresh.untilFresh, async () => {
    await Promise.resolve();
    done++;
  });
  for (let turn = 1; turn <= 2; turn++) {
    const next = fresh.isAsked();
    fresh.give();
    await next;
    expect(done).toBe(turn);
  }
  await follower.stop();
  expect(done).toBe(2);
});

test("stopping waits for work that goes on", async () => {
  const fresh = openFresh();
  let isDone = false;
  let goOn = (): void => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const follower = followFresh(fresh.untilFresh, async () => {
    await gate;
    isDone = true;
  });
  fresh.give();
  const stopped = follower.stop().then(() => isDone);
  goOn();
  expect(await stopped).toBe(true);
});

test("what goes wrong meanwhile is told when it is stopped, each time", async () => {
  const fresh = openFresh();
  const follower = followFresh(fresh.untilFresh, () => Promise.reject(new Error("no room left")));
  fresh.give();
  await expect(follower.stop()).rejects.toThrow("no room left");
  await expect(follower.stop()).rejects.toThrow("no room left");
});
