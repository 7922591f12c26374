import { appendFile, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { describeChannel, sampleMessage } from "../channel.suite.ts";
import { createFileChannel } from "./file-channel.ts";

const readLines = async (path: string): Promise<readonly string[]> => {
  const text = await readFile(path, "utf8").catch(() => "");
  return text === "" ? [] : text.trimEnd().split("\n");
};

describeChannel("file", {
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), "gait-alert-file-"));
    const path = join(folder, "logs", "alerts.jsonl");
    return {
      channel: createFileChannel({ path }),
      async behave(behaviour) {
        if (behaviour === "refusing") await mkdir(path, { recursive: true });
      },
      received: async () =>
        (await readLines(path)).map((line) => ({ id: (JSON.parse(line) as { id: string }).id, text: line })),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
  cannot: {
    down: "a disk is there",
    silent: "a disk answers",
    busy: "a disk asks nobody to wait",
    dropping: "a disk says what it took",
  },
});

test("a line that was cut off does not take the next one with it, and only the own user reads the file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gait-alert-file-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "alerts.jsonl");
  const channel = createFileChannel({ path });
  const send = () => channel.send(sampleMessage(), { signal: AbortSignal.timeout(5000) });
  await send();
  await appendFile(path, '{"id":"cut o');
  await send();
  const lines = await readLines(path);
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[2]!)).toEqual({ id: sampleMessage().id, ...sampleMessage().body });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
