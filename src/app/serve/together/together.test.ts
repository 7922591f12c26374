import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { News } from "../../../api/index.ts";
import { toEpochMs } from "../../../domain/index.ts";
import { openStore, type Store } from "../../../store/index.ts";
import { followSettings } from "../operations/follow-settings.ts";
import { createLiveSettings } from "../operations/live-settings.ts";
import { createNewsExchange } from "./news-exchange.ts";
import { createSharedTallies, TALLIES_MAX } from "./shared-tallies.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 21, 9);

let folder: string;
let store: Store;
/** The same database as several processes would have it. */
let shared: Pick<Store, "together">;
let now = START;
const clock = { now: () => toEpochMs(now) };
const failures: unknown[] = [];
const onFailure = (error: unknown) => void failures.push(error);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-shared-"));
  store = await openStore({ folder, databaseUrl: null, purpose: "test", clock });
  shared = { together: { ...store.together, isShared: true } };
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const open = () => createSharedTallies({ store: shared, clock, onFailure });

describe("what several processes count", () => {
  it("is the sum of all once they told each other, and begins anew with each window", async () => {
    const [one, two] = [open(), open()];
    for (let at = 0; at < 3; at++) one.count("ann", MINUTE);
    expect(two.count("ann", MINUTE)).toEqual({ count: 1, leftMs: MINUTE });
    await one.tell();
    await two.tell();
    expect(two.count("ann", MINUTE).count).toBe(5);
    expect(one.count("ann", MINUTE).count).toBe(4);
    await one.tell();
    expect(one.count("ann", MINUTE).count).toBe(6);
    expect(two.count("bob", MINUTE).count).toBe(1);
    now = START + MINUTE - 1;
    expect(one.count("ann", MINUTE).leftMs).toBe(1);
    now = START + MINUTE;
    expect(one.count("ann", MINUTE)).toEqual({ count: 1, leftMs: MINUTE });
    await Promise.all([one.stop(), two.stop()]);
    expect(open().count("ann", MINUTE).count).toBe(1);
  });

  it("goes on alone while the store cannot be asked, and forgets no name before there are too many", async () => {
    const broken = { together: { ...shared.together, tally: () => Promise.reject(new Error("away")) } };
    const alone = createSharedTallies({ store: broken, clock, onFailure });
    for (let at = 0; at < TALLIES_MAX; at++) alone.count(`user ${at}`, MINUTE);
    expect(alone.count("user 0", MINUTE).count).toBe(2);
    await alone.stop();
    expect(failures.splice(0)).toContainEqual(new Error("away"));
    alone.count("one more", MINUTE);
    expect(alone.count("user 0", MINUTE).count).toBe(1);
    expect(alone.count("user 2", MINUTE).count).toBe(2);
  });
});

describe("news of several processes", () => {
  const toAlert = (id: number): News => ({ event: "alert", data: { id } });
  const FIRST = JSON.stringify({ id: 0 });

  it("reach each listener once, in their order", async () => {
    const [one, two] = [0, 1].map(() => createNewsExchange({ store: shared, onFailure })) as [
      ReturnType<typeof createNewsExchange>,
      ReturnType<typeof createNewsExchange>,
    ];
    const heard: string[] = [];
    const own: string[] = [];
    const toHearer = (ids: string[]) => (news: News) => {
      const id = JSON.stringify(news.data);
      if (id !== FIRST) ids.push(id);
      else isHeard = true;
    };
    let isHeard = false;
    const leave = two.listen(toHearer(heard));
    // A process knows from its first look on what is new.
    await vi.waitFor(
      () => {
        if (!isHeard) one.tell(toAlert(0));
        expect(isHeard).toBe(true);
      },
      { timeout: 10_000, interval: 300 },
    );
    const before = await store.together.readLatest();
    one.listen(toHearer(own));
    const told = Array.from({ length: 1200 }, (_, id) => toAlert(id + 1));
    for (const news of told) one.tell(news);
    const ids = told.map(({ data }) => JSON.stringify(data));
    expect(own).toEqual(ids);
    await vi.waitFor(() => expect(heard).toEqual(ids), { timeout: 10_000 });
    leave();
    one.tell(toAlert(9999));
    await Promise.all([one.stop(), two.stop()]);
    expect(await store.together.readLatest()).toBe(before + 1201);
    expect([heard.length, own.length, failures]).toEqual([1200, 1201, []]);
  });
});

describe("settings that another process changed", () => {
  const live = () => createLiveSettings(store.settings, { env: {} });

  it("are taken over once", async () => {
    const taken: string[] = [];
    const settings = live();
    const follow = async (): Promise<void> => void taken.push((await settings.read())["schedule.drift"]);
    const parts = { store: shared, live: settings, follow: () => void follow(), onFailure };
    const follower = followSettings(parts)!;
    const look = async () => {
      follower.request();
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    await look();
    await look();
    expect(taken).toEqual([]);
    const changes = [{ key: "schedule.drift", value: "17 3 * * *" }];
    await store.settings.change(changes, { author: "ann", version: null });
    await vi.waitFor(
      async () => {
        await look();
        expect(taken).toHaveLength(1);
      },
      { timeout: 10_000 },
    );
    await look();
    expect(taken).toEqual(["17 3 * * *"]);
    await follower.stop();
    expect(followSettings({ ...parts, store })).toBeNull();
  });
});
