import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EpochMs, SYSTEM_CLOCK, toEpochMs, toError } from "../../domain/index.ts";
import { openStore, STORE_PROBLEMS, type Store } from "../../store/index.ts";
import { createJobs, JOBS_WAITING_MAX, type JobAtWork, type Jobs } from "./jobs.ts";

let folder: string;
let store: Store;
let failures: unknown[];
let later = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-jobs-"));
  later = 0;
  const clock = { now: (): EpochMs => toEpochMs(SYSTEM_CLOCK.now() + later) };
  store = await openStore({ folder, databaseUrl: null, purpose: "test", clock });
  failures = [];
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (): Jobs =>
  createJobs({
    store,
    clock: { now: () => toEpochMs(SYSTEM_CLOCK.now() + later) },
    onFailure: (error) => failures.push(error),
  });
const ask = (run: (job: JobAtWork) => Promise<object>) => ({
  kind: "batch" as const,
  title: "counting",
  by: "ann",
  parameters: {},
  run: async (job: JobAtWork) => ({ ...(await run(job)) }),
});
const untilOver = async (jobs: Jobs, id: string) => {
  const told = [];
  for await (const job of jobs.watch(id, new AbortController().signal)) told.push(job);
  return told;
};
const waitForEnd = async ({ stop }: JobAtWork): Promise<object> => {
  await once(stop, "abort");
  stop.throwIfAborted();
  return {};
};

it("tells how far a job is, and what came of it, also after the server is gone", async () => {
  const jobs = open();
  const { id, state } = await jobs.start(
    ask(async (job) => {
      job.report({ step: "half", done: 1, total: 2 });
      await writeFile(join(await job.makeFolder(), "result"), "1");
      await pause(400);
      return { answer: 42 };
    }),
  );
  expect(["waiting", "running"]).toContain(state);
  const told = await untilOver(jobs, id);
  expect(told).toContainEqual(expect.objectContaining({ state: "running", step: "half", done: 1, total: 2 }));
  expect(told.at(-1)).toMatchObject({ state: "done", result: { answer: 42 }, problem: null });
  expect((await stat(join(jobs.folderOf(id), "result"))).size).toBe(1);
  await jobs.close();
  expect(await open().find(id)).toMatchObject({ state: "done", result: { answer: 42 } });
});

it("ends what is cancelled, whether it runs or waits, and remembers failures with their remedy", async () => {
  const jobs = open();
  const running = await jobs.start(ask(waitForEnd));
  const other = await jobs.start(ask(waitForEnd));
  const waiting = await jobs.start(ask(async () => ({})));
  expect((await jobs.find(waiting.id)).state).toBe("waiting");
  expect(await jobs.cancel(waiting.id)).toMatchObject({ state: "cancelled" });
  await jobs.cancel(running.id);
  expect((await untilOver(jobs, running.id)).at(-1)).toMatchObject({ state: "cancelled", problem: null });
  await jobs.cancel(other.id);
  const refused = await jobs.start(
    ask(async () => {
      throw toError(STORE_PROBLEMS, "STORE_JOB_UNKNOWN", { id: "x" });
    }),
  );
  expect((await untilOver(jobs, refused.id)).at(-1)).toMatchObject({
    state: "failed",
    problem: { code: "STORE_JOB_UNKNOWN" },
  });
  const broken = await jobs.start(
    ask(async () => {
      throw new TypeError("secret");
    }),
  );
  const [last] = (await untilOver(jobs, broken.id)).slice(-1);
  expect(last).toMatchObject({ state: "failed", problem: { code: "SERVE_JOB_BROKE" } });
  expect(JSON.stringify(last)).not.toContain("secret");
  expect(failures).toHaveLength(1);
  expect(await jobs.cancel(refused.id)).toMatchObject({ state: "failed" });
  await jobs.close();
});

it("ends its jobs with the server, and gives up those of a server that is gone", async () => {
  const jobs = open();
  const { id } = await jobs.start(ask(waitForEnd));
  const orphan = await store.background.add({
    id: "orphan",
    kind: "batch",
    title: "t",
    parameters: {},
    by: "ann",
    holder: "gone",
  });
  expect((await jobs.find(orphan.id)).state).toBe("waiting");
  later = 60_000;
  expect(await jobs.find(orphan.id)).toMatchObject({
    state: "failed",
    problem: { code: "SERVE_JOB_STOPPED" },
  });
  await jobs.close();
  expect(await open().find(id)).toMatchObject({ state: "failed", problem: { code: "SERVE_JOB_STOPPED" } });
});

it("takes as many jobs into the line as it may, and not one more", async () => {
  const jobs = open();
  for (let at = 0; at < 2 + JOBS_WAITING_MAX; at++) await jobs.start(ask(waitForEnd));
  await expect(jobs.start(ask(waitForEnd))).rejects.toMatchObject({ report: { code: "SERVE_JOBS_MANY" } });
  const page = await jobs.read({ limit: 50, after: null, kind: "batch" });
  expect(page.rows).toHaveLength(50);
  expect((await jobs.read({ limit: 50, after: page.next, kind: "batch" })).rows).toHaveLength(2);
  await jobs.close();
}, 20_000);
