import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { askAt, toTrailRecord } from "../src/app/serve/fixtures/served-place.ts";
import { runGait } from "./fixtures/gait-process.ts";
import { GaitServer } from "./fixtures/gait-server.ts";

/** What the reference's pages tell whoever sets it up to do, done here by the program itself, as people run it. */
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const GIGABYTE = 1024 ** 3;
const SOON = { timeout: 60_000, interval: 100 };
const TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";

/** SNS as far as publishing goes. */
const published: { readonly form: URLSearchParams; readonly signature: string }[] = [];
const sns = createServer((request, response) => {
  let text = "";
  request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  request.on("end", () => {
    published.push({ form: new URLSearchParams(text), signature: request.headers.authorization ?? "" });
    const result = "<PublishResult><MessageId>m-1</MessageId></PublishResult>";
    const space = "http://sns.amazonaws.com/doc/2010-03-31/";
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end(`<PublishResponse xmlns="${space}">${result}</PublishResponse>`);
  });
});

let folder: string;
let server: GaitServer;
let address: string;
let keys: Readonly<Record<string, string>>;

const toPairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-as-told-"));
  await new Promise<void>((resolve) => void sns.listen(0, "127.0.0.1", resolve));
  keys = toPairs((await runGait(["keys", "generate"])).out);
  const settings = {
    ...keys,
    DEBUG: "True",
    // Above every incident's score: it is of single actions.
    ALERT_THRESHOLD: "0.75",
    EMAIL_NOTIFICATIONS_ENABLED: "False",
    SMTP_SERVER: "smtp.example.com",
    SMTP_PORT: "587",
    SMTP_USERNAME: "your-email@example.com",
    SMTP_PASSWORD: "your-password",
    SENDER_EMAIL: "alerts@example.com",
    RECIPIENT_EMAILS: "admin@example.com,security@example.com",
    GAIT_WATCH_FOLDERS: "delivered",
    GAIT_WATCH_SECONDS: "1",
    GAIT_ALERTS_MIN_SEVERITY: "high",
    SNS_TOPIC_ARN: TOPIC,
    GAIT_ALERTS_SNS_ENDPOINT: `http://127.0.0.1:${(sns.address() as AddressInfo).port}`,
    GAIT_ALERTS_ALLOW_PRIVATE: "true",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, ".env"), lines.join(""));
  await mkdir(join(folder, "delivered"));
  // As `aws configure` writes them.
  const credentials = join(folder, "credentials");
  const profile =
    "[watcher]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = not a real one\n";
  await writeFile(credentials, profile);
  server = new GaitServer({
    args: ["serve", "--data", "data", "--host", "0.0.0.0", "--port", "0"],
    cwd: folder,
    env: { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_PROFILE: "watcher" },
  });
  const bound = await server.address();
  if (bound === null) throw new Error(`it did not start: ${server.errors}`);
  address = bound.replace("0.0.0.0", "127.0.0.1");
}, 60_000);
afterAll(async () => {
  await server.stop();
  sns.closeAllConnections();
  sns.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path: string, key: string | null = keys["API_KEY"]!) => askAt(address, path, { key });

describe("keys", () => {
  it("S1-16: are made by a command, of 32 and 16 bytes in hexadecimal, others each time", async () => {
    expect(keys).toEqual({
      SECRET_KEY: expect.stringMatching(/^[0-9a-f]{64}$/),
      API_KEY: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const { out } = await runGait(["keys", "generate", "--json"]);
    const others: unknown = JSON.parse(out);
    expect(others).not.toMatchObject({ api_key: keys["API_KEY"] });
    expect(others).not.toMatchObject({ secret_key: keys["SECRET_KEY"] });
  });

  it.each(["your-api-key-here", "0123456789abcde"])(
    "S1-16: %s, an example's or too short, opens nothing to others: the server does not start",
    async (key) => {
      const args = ["serve", "--host", "0.0.0.0", "--port", "0"];
      const weak = new GaitServer({ args: [...args, "--data", "weak"], cwd: folder, env: { API_KEY: key } });
      expect(await weak.ended()).toBe(2);
      expect(weak.errors).toContain("[SERVE_KEY_WEAK]");
      expect(weak.errors).toContain("gait keys generate");
    },
  );

  it("S1-16: stay out of version control, with all of .env", () => {
    const ignored = execFileSync("git", ["check-ignore", "--no-index", ".env", ".env.local"], { cwd: ROOT });
    expect(String(ignored).split("\n").filter(Boolean)).toEqual([".env", ".env.local"]);
  });
});

describe("settings of .env, in the reference's names", () => {
  it("S1-15: are what the server goes by: its key lets in, no other does, its threshold judges", async () => {
    expect((await ask("/api/model")).json).toMatchObject({ model: { threshold: 0.75 } });
    expect(server.out).toContain("ALERT_THRESHOLD 0.75 judges single actions");
    for (const key of [null, "your-api-key-here", keys["SECRET_KEY"]!])
      expect((await ask("/api/model", key)).status).toBe(401);
  });

  it("S1-15: are told with where they come from, passwords and keys as set alone", async () => {
    const shown = new GaitServer({ args: ["config", "show", "--json"], cwd: folder });
    expect(await shown.ended()).toBe(0);
    for (const secret of [...Object.values(keys), "your-password"]) expect(shown.out).not.toContain(secret);
    const settings: readonly { key: string; value: unknown; origin: { kind: string } }[] = JSON.parse(
      shown.out,
    ).settings;
    const find = (key: string) => settings.find((one) => one.key === key);
    for (const [key, value] of [
      ["alerts.threshold", 0.75],
      ["alerts.email_enabled", false],
      ["alerts.smtp_port", 587],
      ["alerts.smtp_password", "(set)"],
      ["server.api_key", "(set)"],
      ["server.secret_key", "(set)"],
      ["alerts.recipient_emails", ["admin@example.com", "security@example.com"]],
    ])
      expect([key, find(String(key))]).toMatchObject([key, { value, origin: { kind: "dotenv" } }]);
  });
});

describe("a server", () => {
  it("S1-37: is for this machine and port 5000 where nobody says otherwise", async () => {
    const plain = new GaitServer({ args: ["serve", "--data", "plain"], cwd: tmpdir() });
    const at = await plain.address();
    // Somebody may use that port: then it says so, and takes no other by itself.
    if (at === null) expect(plain.errors).toMatch(/127\.0\.0\.1 port 5000.*\[SERVE_PORT\]/s);
    else expect(at).toBe("http://127.0.0.1:5000");
    await plain.stop();
    await rm(join(tmpdir(), "plain"), { recursive: true, force: true });
  }, 120_000);

  it("S4-01 S4-07 S4-09: takes a delivered file in, finds, publishes to SNS and shows it, all by itself", async () => {
    expect((await ask("/api/statistics?days=30")).json).toMatchObject({ statistics: { events: 0 } });
    const day = join(folder, "delivered/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/05");
    await mkdir(day, { recursive: true });
    const records = ["DeleteTrail", "StopLogging"].map((name, n) => toTrailRecord(`e-${n}`, name));
    await writeFile(join(day, "trail.json.gz"), gzipSync(JSON.stringify({ Records: records })));
    await expect.poll(() => published.length, SOON).toBeGreaterThan(0);
    const [message] = published;
    expect(message?.form.get("TopicArn")).toBe(TOPIC);
    expect(message?.form.get("Message")).toMatch(/trail/i);
    expect(message?.signature).toContain("Credential=AKIAIOSFODNN7EXAMPLE/");
    await vi.waitFor(async () => {
      const { json } = await ask("/api/v1/overview");
      expect(json).toMatchObject({ events: { count: 2 }, stored: { events: 2 } });
      expect(Number((json["alerts"] as { count: number }).count)).toBeGreaterThan(0);
    }, SOON);
    const incidents = (await ask("/api/v1/incidents")).json["items"] as readonly object[];
    expect(incidents).toMatchObject([
      { severity: expect.stringMatching(/high|critical/), events: expect.arrayContaining(["e-0", "e-1"]) },
    ]);
  }, 120_000);

  it("S1-39: has room in a machine of 2 GB, models learned, a pass made", async () => {
    expect(await server.stop()).toBe(0);
    expect(server.readPeakBytes()).toBeLessThan(0.75 * GIGABYTE);
  });
});

describe("memory", () => {
  it("S1-39: a demo is generated, taken in, learned from and looked at in a machine of 2 GB", async () => {
    const demo = new GaitServer({
      args: ["demo", "--people", "6", "--days", "5", "--no-serve", "--quiet"],
      cwd: folder,
    });
    expect(await demo.ended()).toBe(0);
    expect(demo.out).toContain("incident");
    expect(demo.readPeakBytes()).toBeLessThan(1.25 * GIGABYTE);
  }, 120_000);
});

describe("platforms", () => {
  it("S1-39: every native part is in the lock file for Linux, macOS and Windows", async () => {
    const lock: { packages: Record<string, { os?: readonly string[]; cpu?: readonly string[] }> } =
      JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
    const duckdb = Object.keys(lock.packages).flatMap(
      (path) => /^node_modules\/@duckdb\/node-bindings-(\w+-\w+)$/.exec(path)?.[1] ?? [],
    );
    expect(duckdb.toSorted()).toEqual(
      expect.arrayContaining(["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64"]),
    );
  });
});
