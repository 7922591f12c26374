import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLabelled } from "./read-labelled.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-labels-"));
});
afterAll(() => rm(folder, { recursive: true }));

const CSV = `user_id,timestamp,action_type
ada,2026-01-05T10:00:00Z,view
ada,broken,view
bob,2026-01-05T11:00:00Z,login
`;

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe("a labelled log", () => {
  it("has its labels beside it, by the row's number in the file", async () => {
    const file = await write("a.csv", CSV);
    expect((await readLabelled({ file, labels: null, logType: null })).isLabelled).toBe(false);
    await write("a.labels.csv", "row,story\n3,account-takeover\n");
    const log = await readLabelled({ file, labels: null, logType: "activity" });
    expect(log.rows.map(({ story }) => story)).toEqual([null, "account-takeover"]);
    expect(log).toMatchObject({ rejected: 1, isLabelled: true });
  });

  it("is refused when its labels cannot be read, when it is of another kind, and when it is empty", async () => {
    const file = await write("b.csv", CSV);
    const bad = await write("b-labels.csv", "row,story\nzero,x\n");
    await expect(readLabelled({ file, labels: bad, logType: null })).rejects.toThrow(
      /labels .* cannot be read/,
    );
    await expect(readLabelled({ file, labels: "/nowhere.csv", logType: null })).rejects.toThrow(
      /cannot be read/,
    );
    await expect(readLabelled({ file, labels: null, logType: "account-snapshot" })).rejects.toThrow(
      /kind activity/,
    );
    const empty = await write("c.csv", "");
    await expect(readLabelled({ file: empty, labels: null, logType: null })).rejects.toThrow(
      /no rows to learn from/,
    );
  });
});
