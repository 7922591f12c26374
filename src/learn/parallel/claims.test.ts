import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { callOff, claimTask, createClaims, releaseTasks } from "./claims.ts";

describe("claims", () => {
  it("give out each released task once, in order, and then none", () => {
    const claims = createClaims();
    releaseTasks(claims, 3);
    expect(Array.from({ length: 5 }, () => claimTask(claims, 3))).toEqual([0, 1, 2, -1, -1]);
  });

  it("give out nothing more once the work is called off, released or not", () => {
    const claims = createClaims();
    releaseTasks(claims, 2);
    expect(claimTask(claims, 3)).toBe(0);
    callOff(claims);
    expect(claimTask(claims, 3)).toBe(-1);
    const waiting = createClaims();
    callOff(waiting);
    expect(claimTask(waiting, 3)).toBe(-1);
  });

  it("keep a thread waiting until its task is released, with all that was written before", async () => {
    const claims = createClaims();
    const written = new Int32Array(new SharedArrayBuffer(4));
    const program = `
      const { parentPort, workerData } = require("node:worker_threads");
      import(workerData.url).then(({ claimTask }) => {
        parentPort.postMessage("ready");
        const at = claimTask(workerData.claims, 2);
        parentPort.postMessage([at, workerData.written[0]]);
        parentPort.postMessage(claimTask(workerData.claims, 2));
      });`;
    const url = new URL("./claims.ts", import.meta.url).href;
    const worker = new Worker(program, { eval: true, execArgv: [], workerData: { url, claims, written } });
    await once(worker, "message");
    await wait(20);
    const first = once(worker, "message");
    written[0] = 7;
    releaseTasks(claims, 1);
    expect(await first).toEqual([[0, 7]]);
    const second = once(worker, "message");
    callOff(claims);
    expect(await second).toEqual([-1]);
  });
});
