import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toTrailRecord } from "../serve/fixtures/served-place.ts";

const MAIN = join(import.meta.dirname, "../main.ts");
const run = promisify(execFile);

let folder: string;
let data: string;
let server: ReturnType<typeof spawn>;
let address: string;

const gait = async (...args: readonly string[]) =>
  run(process.execPath, [MAIN, ...args, "--data", data], { cwd: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-hand-over-"));
  data = join(folder, "data");
  server = spawn(process.execPath, [MAIN, "serve", "--port", "0", "--quiet", "--data", data], {
    cwd: folder,
  });
  let said = "";
  for await (const chunk of server.stdout!) {
    said += String(chunk);
    const found = /listens at (\S+)/.exec(said)?.[1];
    if (found === undefined) continue;
    address = found;
    break;
  }
}, 60_000);
afterAll(async () => {
  server.kill("SIGTERM");
  if (server.exitCode === null) await once(server, "exit");
  await rm(folder, { recursive: true, force: true });
});

test("commands are done by the server that holds the data folder", { timeout: 120_000 }, async () => {
  const id = "00000000-0000-4000-8000-000000000001";
  await writeFile(join(folder, "trail.json"), JSON.stringify({ Records: [toTrailRecord(id)] }));
  const taken = JSON.parse((await gait("ingest", "trail.json", "--json", "--quiet")).stdout);
  expect(taken).toMatchObject({ events: 1 });
  await gait("detect", "--quiet");
  expect((await gait("events", "--count")).stdout.trim()).toBe("1");
  expect(JSON.stringify(JSON.parse((await gait("findings", "--json")).stdout))).toContain("ann");
  expect((await gait("incidents")).stdout).toContain("ann");
  expect(JSON.parse((await gait("events", "--id", id, "--raw")).stdout)).toEqual(toTrailRecord(id));
  await expect(gait("ingest", "nothing-here.json")).rejects.toMatchObject({ code: 1 });
});

test("rules are kept by the server that holds the data folder", { timeout: 60_000 }, async () => {
  const id = "5f1b0a3e-0000-4000-8000-000000000031";
  const rule = `title: Anything\nid: ${id}\nlogsource: { product: aws, service: cloudtrail }\ndetection: { selection: { eventName: "*" }, condition: selection }\nlevel: low\n`;
  await writeFile(join(folder, "rule.yml"), rule);
  const { stdout } = await gait("rules", "import", "rule.yml", "--json");
  expect(JSON.parse(stdout)).toEqual([{ id, title: "Anything", becomes: "new", is_enabled: false }]);
  expect((await gait("rules", "enable", id)).stdout).toBe(`changed  on   Anything  ${id}\n`);
});

test("what the server cannot do for a command says so", { timeout: 30_000 }, async () => {
  await expect(gait("actors")).rejects.toMatchObject({
    stderr: expect.stringContaining("stop it with Ctrl-C"),
  });
});

test("only the owner of the data folder can read with what commands ask", async () => {
  const lock = join(data, "gait.lock");
  expect((await stat(lock)).mode & 0o777).toBe(0o600);
  const { token } = JSON.parse(await readFile(lock, "utf8"));
  const ask = (key: string, name = "events-count") =>
    fetch(`${address}/api/v1/commands`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ name, request: { q: null, from: null, to: null, actor: null, action: null } }),
    });
  expect((await ask("wrong")).status).toBe(401);
  expect(await (await ask(token)).json()).toEqual({ result: 1 });
  expect(await (await ask(token, "nothing")).json()).toMatchObject({ code: "HAND_OVER_UNKNOWN" });
  const made = await fetch(`${address}/api/v1/keys`, {
    method: "POST",
    headers: { "x-api-key": token, "content-type": "application/json" },
    body: JSON.stringify({ name: "terminal", scopes: ["admin"] }),
  });
  const { key } = (await made.json()) as { key: string };
  expect(await (await ask(key)).json()).toMatchObject({ code: "HAND_OVER_TERMINAL" });
});
