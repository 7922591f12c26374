import { expect, it } from "vitest";
import type { NewBackgroundJob } from "../ports/background-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const JOB: NewBackgroundJob = {
  id: "job-1",
  kind: "batch",
  title: "Judging '; drop table jobs; --",
  parameters: { rows: 3 },
  by: "ann",
  holder: "server-1",
};
const RUNNING = { state: "running", step: "reading", done: 1, total: 3 } as const;
const DONE = { state: "done", result: { judged: 3 }, problem: null } as const;

export function describeBackground({ store, setNow, reopen }: PortsUnderTest): void {
  it("keeps a job with what is noted of it and how it ended", async () => {
    const added = await store().background.add(JOB);
    expect(added).toMatchObject({ ...JOB, state: "waiting", createdAt: SAMPLE_START, finishedAt: null });
    setNow(SAMPLE_START + 5);
    expect(await store().background.note("job-1", RUNNING)).toEqual({ isCancelAsked: false });
    expect(await store().background.find("job-1")).toMatchObject({ ...RUNNING, seenAt: SAMPLE_START + 5 });
    const finished = await store().background.finish("job-1", DONE);
    expect(finished).toMatchObject({ ...DONE, step: "reading", finishedAt: SAMPLE_START + 5 });
    await reopen();
    expect(await store().background.find("job-1")).toEqual(finished);
    expect(await store().background.find("job-2")).toBeNull();
  });

  it("lets what is over be: no later note, end or wish changes it", async () => {
    await store().background.add(JOB);
    const problem = { code: "A", status: 409, text: "b", remedy: "c" };
    const failed = await store().background.finish("job-1", { state: "failed", result: null, problem });
    expect(failed.problem).toEqual(problem);
    setNow(SAMPLE_START + 5);
    await store().background.note("job-1", RUNNING);
    await store().background.askCancel("job-1");
    expect(await store().background.finish("job-1", DONE)).toEqual(failed);
  });

  it("tells the one who does it that it shall end", async () => {
    await store().background.add(JOB);
    expect((await store().background.askCancel("job-1")).isCancelAsked).toBe(true);
    expect(await store().background.note("job-1", RUNNING)).toEqual({ isCancelAsked: true });
    for (const asked of [store().background.askCancel("job-2"), store().background.finish("job-2", DONE)])
      await expect(asked).rejects.toMatchObject({ report: { code: "STORE_JOB_UNKNOWN", status: 404 } });
  });

  it("lists the newest first, by pages and by kind, and forgets the oldest of what is over", async () => {
    for (const [at, id] of ["job-a", "job-b", "job-c", "job-d"].entries()) {
      setNow(SAMPLE_START + Math.min(at, 2));
      await store().background.add({ ...JOB, id, kind: at === 0 ? "upload" : "batch" });
    }
    const ids = async (after?: { at: number; id: string }, kind?: string) => {
      const place = after === undefined ? {} : { after: { ...after, at: (await only(after.id)).createdAt } };
      const page = await store().background.list({
        limit: 2,
        ...place,
        ...(kind === undefined ? {} : { kind }),
      });
      return page.map(({ id }) => id);
    };
    const only = async (id: string) => (await store().background.find(id))!;
    expect(await ids()).toEqual(["job-d", "job-c"]);
    expect(await ids({ at: 0, id: "job-c" })).toEqual(["job-b", "job-a"]);
    expect(await ids(undefined, "upload")).toEqual(["job-a"]);
    for (const id of ["job-a", "job-b", "job-d"]) await store().background.finish(id, DONE);
    expect(await store().background.prune(2)).toEqual(["job-a"]);
    expect(await store().background.prune(2)).toEqual([]);
    expect(await ids()).toEqual(["job-d", "job-c"]);
  });
}
