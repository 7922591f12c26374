import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { GENERATE_PORT } from "./generate-command.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gait-test-generate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const generate = (out: string, rest: { readonly days?: number; readonly size?: number }) =>
  GENERATE_PORT.generateCloudTrail(
    {
      seed: 1,
      people: 7,
      days: rest.days ?? null,
      size: rest.size ?? null,
      startAt: toEpochMs(Date.UTC(2026, 0, 5)),
      out,
      minutesPerFile: 60,
      stories: null,
    },
    () => {},
  );

test.each([1, 5000, 12_345])("as many days are made as %i records need", async (size) => {
  expect((await generate(makeFolder(), { size })).records).toBe(size);
});

test("logs are not mixed with those that are there: the labels would be of one part only", async () => {
  const folder = makeFolder();
  await generate(folder, { days: 1 });
  await expect(generate(folder, { days: 1 })).rejects.toMatchObject({
    report: { code: "GENERATE_FOLDER_IN_USE" },
  });
});
