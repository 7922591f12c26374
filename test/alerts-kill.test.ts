import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MailReceiver, startMailReceiver } from "../src/alert/channel/email/mail-receiver.suite.ts";
import { askAt, toTrailRecord } from "../src/app/serve/fixtures/served-place.ts";

const MAIN = join(import.meta.dirname, "../src/app/main.ts");
const KEY = "a key of sixteen characters or more";

let folder: string;
let running: ChildProcess | null = null;
/** Message ids of mails whose every byte arrived, whatever was answered. */
const arrived: string[] = [];
/** Mails that were taken: the sender was told so. */
const taken: string[] = [];
let answers: "never" | "yes" = "never";

let smtp: MailReceiver;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-alerts-kill-"));
  smtp = await startMailReceiver(({ messageId }, answer) => {
    arrived.push(messageId ?? "");
    // Whoever gets no answer cannot know that the mail arrived.
    if (answers === "never") return;
    taken.push(messageId ?? "");
    answer();
  });
});
afterAll(async () => {
  running?.kill("SIGKILL");
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<string> {
  running = spawn(
    process.execPath,
    [MAIN, "serve", "--port", "0", "--quiet", "--data", join(folder, "data")],
    {
      cwd: folder,
      env: {
        ...process.env,
        API_KEY: KEY,
        GAIT_ALERTS_MIN_SEVERITY: "low",
        ...smtp.env,
      },
    },
  );
  let said = "";
  for await (const chunk of running.stdout!) {
    said += String(chunk);
    const found = /listens at (\S+)/.exec(said)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`it did not start: ${said}`);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 40_000) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("S1-07: a mail that was under way when the server was killed arrives after its next start, as the same mail", {
  timeout: 120_000,
}, async () => {
  const first = await serve();
  const record = toTrailRecord("00000000-0000-4000-8000-000000000001");
  await askAt(first, "/api/v1/events", { key: KEY, json: { Records: [record] } });
  await until(() => arrived.length > 0);
  running!.kill("SIGKILL");
  await once(running!, "exit");
  expect(taken).toEqual([]);
  answers = "yes";
  const second = await serve();
  await until(() => taken.length > 0);
  expect(new Set(arrived).size).toBe(1);
  await until(async () => {
    const { json } = await askAt(second, "/api/v1/alerting", { key: KEY });
    return (json["deliveries"] as { waiting: number }).waiting === 0;
  });
  running!.kill("SIGTERM");
  await once(running!, "exit");
  expect(taken).toHaveLength(1);
});
