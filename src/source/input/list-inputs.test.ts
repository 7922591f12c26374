import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomesOf, readAll } from "../fixtures/memory-input.ts";
import { openPath } from "./file-input.ts";
import { listInputs } from "./list-inputs.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gait-inputs-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "x");
  }
}
const list = (...paths: readonly string[]) => {
  const { inputs, problems } = listInputs(paths.map((path) => (path === "-" ? path : join(root, path))));
  const names = inputs.map(({ path }) => (path === "-" ? path : relative(root, path)));
  return { names, codes: problems.map(({ code }) => code), inputs, problems };
};

test("a folder gives all files in it by path, whatever order the disk has them in", () => {
  write("b.json", "a/z.json", "a/b/c.json", "B.json", "a.json", ".hidden", ".git/config");
  expect(list("").names).toEqual(["B.json", "a.json", "a/b/c.json", "a/z.json", "b.json"]);
});

test("CloudTrail's files come in order of time across regions and days, before the others", () => {
  const delivered = (region: string, time: string) =>
    `AWSLogs/111122223333/CloudTrail/${region}/111122223333_CloudTrail_${region}_${time}_AbC123.json.gz`;
  const first = delivered("us-east-1", "20251103T0905Z");
  const second = delivered("eu-west-1", "20251103T0910Z");
  const third = delivered("ap-south-1", "20251104T0000Z");
  write(third, second, first, "AWSLogs/a-note.txt");
  expect(list("").names).toEqual([first, second, third, "AWSLogs/a-note.txt"]);
});

test("paths keep the order in which they are named, and nothing is read twice", () => {
  write("one.json", "two.json", "folder/three.json");
  symlinkSync(join(root, "two.json"), join(root, "folder", "link.json"));
  expect(list("two.json", "folder", "one.json", "two.json", "").names).toEqual([
    "two.json",
    "folder/three.json",
    "one.json",
  ]);
});

test("links that go round end, and what they lead to is read once", () => {
  write("a/one.json", "b/two.json");
  symlinkSync(root, join(root, "a", "up"));
  symlinkSync(join(root, "b"), join(root, "a", "b-again"));
  symlinkSync(join(root, "a", "self"), join(root, "a", "self"));
  const { names, codes } = list("");
  expect(names).toHaveLength(2);
  expect(codes).toEqual(["SOURCE_UNREADABLE"]);
});

test("patterns give files and folders", () => {
  write("logs/2025/a.json", "logs/2025/b.csv", "logs/2026/c.json");
  expect(list("logs/*/*.json").names).toEqual(["logs/2025/a.json", "logs/2026/c.json"]);
  expect(list("logs/202?").names).toEqual(["logs/2025/a.json", "logs/2025/b.csv", "logs/2026/c.json"]);
  expect(list("logs/*.nothing").codes).toEqual(["SOURCE_PATTERN_EMPTY"]);
});

test("a file whose name looks like a pattern is a file", () => {
  write("logs[1].json", "logs1.json");
  expect(list("logs[1].json").names).toEqual(["logs[1].json"]);
});

test("what is missing or empty is a problem, and the rest is listed", () => {
  write("one.json");
  mkdirSync(join(root, "empty"));
  symlinkSync(join(root, "gone"), join(root, "dangling"));
  const { names, codes, problems } = list("none.json", "empty", "one.json");
  expect(names).toEqual(["one.json"]);
  expect(codes).toEqual(["SOURCE_PATH_MISSING", "SOURCE_FOLDER_EMPTY"]);
  expect(problems[0]?.text).toContain("none.json");
  expect(list("").codes).toEqual(["SOURCE_UNREADABLE"]);
});

test.skipIf(process.getuid?.() === 0)(
  "a folder without permission is a problem, a file without is a reject",
  async () => {
    write("closed/one.json", "two.json", "three.json");
    chmodSync(join(root, "closed"), 0);
    chmodSync(join(root, "two.json"), 0);
    const { names, codes, inputs } = list("");
    expect([names, codes]).toEqual([["three.json", "two.json"], ["SOURCE_UNREADABLE"]]);
    expect(outcomesOf(await readAll(inputs[1]!))).toEqual(["SOURCE_UNREADABLE"]);
    chmodSync(join(root, "closed"), 0o700);
  },
);

test("a file that goes away, or is a folder, is a reject that says so", async () => {
  const gone = await readAll(openPath(join(root, "gone.json")));
  expect(gone).toMatchObject([{ kind: "reject", reject: { code: "SOURCE_UNREADABLE", excerpt: null } }]);
  expect(outcomesOf(await readAll(openPath(root)))).toEqual(["SOURCE_UNREADABLE"]);
});

test("standard input is an input", () => {
  expect(list("-", "-").names).toEqual(["-"]);
});

test("a file's bytes come as they are, whatever its size against the chunk", async () => {
  for (const size of [0, 1, 1024 * 1024 - 1, 1024 * 1024, 2 * 1024 * 1024 + 1]) {
    const bytes = Buffer.alloc(size, "ab");
    writeFileSync(join(root, "sized"), bytes);
    const chunks: Uint8Array[] = [];
    for await (const chunk of openPath(join(root, "sized")).open()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  }
});
