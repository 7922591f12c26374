import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { z } from "zod";
import { openPage } from "./harness.ts";

const DIST = new URL("../../web/dist/", import.meta.url);
/** Packed bytes that a browser takes for the overview, all of its panels. */
const FIRST_LOAD_MAX = 250 * 1024;

const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
  }),
);

const packedBytes = (file: string): number =>
  gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length;

test("what loads first, the overview with its map included, stays under 250 KB packed", () => {
  const chunks = manifest.parse(JSON.parse(readFileSync(new URL("manifest.json", DIST), "utf8")));
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const sheet of chunk.css ?? []) files.add(sheet);
    for (const other of chunk.imports ?? []) add(other);
  };
  add("index.html");
  const shell = [...files].reduce((sum, file) => sum + packedBytes(file), 0);
  add("src/page/overview/overview-page.tsx");
  // By itself, once the rest stands.
  add("src/page/overview/small-map.tsx");
  const whole = [...files].reduce((sum, file) => sum + packedBytes(file), 0);
  expect(chunks).toHaveProperty(["src/page/overview/small-map.tsx"]);
  expect(shell).toBeLessThan(FIRST_LOAD_MAX);
  expect(whole).toBeLessThan(FIRST_LOAD_MAX);
});

test("nothing is loaded from elsewhere, and every file is packed beforehand", async () => {
  const { page, goTo, problems } = await openPage("/");
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await goTo("/findings");
  const own = new URL(page.url()).origin;
  expect(
    addresses.filter((address) => new URL(address).origin !== own && !address.startsWith("data:")),
  ).toEqual([]);
  const scripts = addresses.filter((address) => address.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(2);
  for (const script of scripts) {
    const file = new URL(script).pathname.slice(1);
    if (readFileSync(new URL(file, DIST)).length > 1024)
      expect(existsSync(new URL(`${file}.br`, DIST))).toBe(true);
  }
  expect(problems).toEqual([]);
});
