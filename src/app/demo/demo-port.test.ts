import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DemoRequest, DemoResult, DemoServed, DemoWatch } from "../../cli/demo.ts";
import { DEMO_PORT } from "./demo-port.ts";

const SMALL: DemoRequest = { seed: 5, people: 4, days: 3, data: null, port: null };

const watchDemo = (watch: Partial<DemoWatch>): DemoWatch => ({
  stop: new AbortController().signal,
  onProgress: () => undefined,
  onMade: () => undefined,
  onServed: () => undefined,
  ...watch,
});

test("a demo is made, served to whoever is on this machine without a key, and leaves nothing behind", async () => {
  const stop = new AbortController();
  let made: DemoResult | null = null;
  const { promise: served, resolve } = Promise.withResolvers<DemoServed>();
  const demo = DEMO_PORT.demo(
    { ...SMALL, port: 0 },
    watchDemo({ stop: stop.signal, onMade: (result) => (made = result), onServed: resolve }),
  );
  const { address, isElsewhere } = await Promise.race([
    served,
    demo.then(() => Promise.reject(new Error("ended"))),
  ]);
  expect(isElsewhere).toBe(false);
  const incidents = await fetch(`${address}/api/v1/incidents`);
  expect(incidents.status).toBe(200);
  const session = await fetch(`${address}/api/v1/session`);
  expect(await session.json()).toMatchObject({ is_open: true });
  stop.abort();
  await demo;
  const { folder, record, stories } = made ?? { folder: "", record: { events: 0 }, stories: [] };
  expect(record.events).toBeGreaterThan(1000);
  expect(stories.length).toBeGreaterThan(10);
  expect(existsSync(dirname(folder))).toBe(false);
}, 120_000);

test("a demo that is stopped while it is made leaves nothing behind, and says that it was stopped", async () => {
  const stop = new AbortController();
  const before = new Error("stopped");
  const demo = DEMO_PORT.demo(SMALL, watchDemo({ stop: stop.signal, onProgress: () => stop.abort(before) }));
  await expect(demo).rejects.toBe(before);
}, 60_000);

test("a folder that holds something else is left alone: its server would ask for no key", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gait-not-demo-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "gait.duckdb"), "");
  await expect(DEMO_PORT.demo({ ...SMALL, data: folder }, watchDemo({}))).rejects.toMatchObject({
    report: { code: "RUN_DEMO_FOLDER" },
  });
});
