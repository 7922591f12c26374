import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLogFile } from "./log-file.ts";

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gait-log-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("S1-36: lines of a log stand in their order, also after another start", async () => {
  const path = join(await makeFolder(), "logs", "gait.log");
  for (const start of [0, 500]) {
    const log = openLogFile(path);
    for (let line = start; line < start + 500; line++) log.write(`{"line":${line}}\n`);
    await log.close();
  }
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: 1000 }, (_, line) => line));
});

test("a log that is full is begun anew, and the last ones are kept", async () => {
  const folder = await makeFolder();
  const path = join(folder, "gait.log");
  for (let number = 0; number < 5; number++) {
    const log = openLogFile(path, { bytesMax: 10, olderMax: 2 });
    log.write(`${number}12345678\n`);
    await log.close();
  }
  expect((await readdir(folder)).sort()).toEqual(["gait.log", "gait.log.1", "gait.log.2"]);
  const first = async (name: string) => (await readFile(join(folder, name), "utf8"))[0];
  expect([await first("gait.log"), await first("gait.log.1"), await first("gait.log.2")]).toEqual([
    "4",
    "3",
    "2",
  ]);
});

test("a log that cannot be written stops nobody", async () => {
  const log = openLogFile(join(await makeFolder(), "\0", "gait.log"));
  log.write("x\n");
  await log.close();
});
