import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const IMPORT = /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)";/gms;

/** The files of the program that a file loads, itself included. */
function loadedBy(file: URL, seen: Map<string, URL> = new Map()): Map<string, URL> {
  if (seen.has(file.href)) return seen;
  seen.set(file.href, file);
  const text = readFileSync(file, "utf8");
  const lazy = /await import\("(\.[^"]+)"\)|= import\("(\.[^"]+)"\)/g;
  for (const [, name] of text.matchAll(IMPORT)) loadedBy(new URL(name!, file), seen);
  for (const [, one, other] of text.matchAll(lazy)) loadedBy(new URL((one ?? other)!, file), seen);
  return seen;
}

test("a thread that reads logs loads no settings, alerts or models: each thread pays for what it loads", () => {
  const worker = new URL("./scan-worker.ts", import.meta.url);
  const loaded = [...loadedBy(worker).values()];
  expect(loaded.every((file) => existsSync(file))).toBe(true);
  const names = loaded.map(({ pathname }) => pathname.replace(/^.*\/src\//, ""));
  expect(names).toEqual(expect.arrayContaining(["app/scan/task-scanner.ts", "enrich/enricher.ts"]));
  expect(names.filter((name) => /^(app\/settings|alert|learn|api|store)\//.test(name))).toEqual([]);
});
