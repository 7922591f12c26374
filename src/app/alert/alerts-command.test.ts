import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Email } from "postal-mime";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startMailReceiver } from "../../alert/channel/email/mail-receiver.suite.ts";
import { addAlertsCommand } from "../../cli/alerts.ts";
import { createProgram, runProgram } from "../../cli/program.ts";
import { openStore } from "../../store/index.ts";
import { copyStore } from "../db/copy-store.ts";
import { fillFindings, ingestStory } from "../findings/fixtures/told-story.ts";
import { ALERTS_PORT } from "./alerts-command.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-alerts-"));
  file = join(folder, "logs", "alerts.jsonl");
  vi.stubEnv("GAIT_ALERTS_FILE", file);
  const store = await open(folder);
  await ingestStory(store);
  await fillFindings(store);
  await store.close();
}, 60_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  process.exitCode = 0;
  await rm(folder, { recursive: true, force: true });
});

const open = (at: string) => openStore({ folder: at, databaseUrl: null, purpose: "test" });

async function say(...args: readonly string[]) {
  let out = "";
  let errors = "";
  const written = [
    vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest: unknown[]) => {
      out += String(text);
      for (const one of rest) if (typeof one === "function") one();
      return true;
    }),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      errors += String(text);
      return true;
    }),
  ];
  try {
    process.exitCode = 0;
    const program = createProgram("0");
    addAlertsCommand(program, ALERTS_PORT);
    const code = await runProgram(program, args);
    return { code, out, errors };
  } finally {
    for (const spy of written) spy.mockRestore();
  }
}
const ask = (...args: readonly string[]) => say(...args, "--data", folder);

it("sends what is to be told, once, and lists it, with nothing of a log that a terminal obeys", async () => {
  expect((await ask("alerts")).out).toContain("Nobody was told anything yet");
  expect((await ask("alerts", "send")).out).toContain("1 new");
  expect((await ask("alerts", "send")).out).toBe("Nothing new to tell.\n");
  expect((await readFile(file, "utf8")).trimEnd().split("\n")).toHaveLength(1);
  const { out } = await ask("alerts");
  expect(out).toContain("incident-0");
  expect(out).toContain("delivered");
  expect(out.replaceAll(/\u001b\[\d+m/g, "")).not.toMatch(/[\u001b\u202e]/);
  const json = JSON.parse((await ask("alerts", "--json")).out) as { alerts: { incidents: string[] }[] };
  expect(json.alerts.map(({ incidents }) => incidents)).toEqual([["incident-0"]]);
});

it("mutes and allows with a reason, shows who did, and ends it", async () => {
  const muted = await ask(
    "alerts",
    "mute",
    "entity",
    "ann",
    "--until",
    "8h",
    "--reason",
    "a drill",
    "--by",
    "eve",
  );
  expect(muted.out).toContain("muted entity ann until");
  expect((await ask("alerts", "send")).out).toContain("1 incident muted");
  const [id] = muted.out.split(" ");
  expect((await ask("alerts", "unmute", id!, "--by", "bob")).out).toContain("by bob: a drill (eve)");
  expect((await ask("alerts", "mutes")).out).toContain("a drill");
  expect((await ask("alerts", "send")).out).toContain("1 new");
  expect((await ask("alerts", "allow", "value", "10.0.0.1", "--reason", "the scanner")).out).toContain(
    "until it is ended",
  );
});

it("asks for an end in time to come and a reason", async () => {
  expect((await ask("alerts", "mute", "entity", "ann", "--until", "8h")).code).toBe(2);
  expect((await ask("alerts", "mute", "entity", "ann", "--reason", "x")).code).toBe(2);
  const past = await ask("alerts", "mute", "entity", "ann", "--reason", "x", "--until", "2020-01-01");
  expect(past.code).toBe(2);
  expect((await ask("alerts", "unmute", "nothing")).errors).toContain("STORE_MUTE_UNKNOWN");
});

it("tries a channel out, and says which ones there are", async () => {
  expect((await say("alerts", "test", "file")).out).toContain("delivered");
  expect(await readFile(file, "utf8")).toContain('"reason":"test"');
  expect((await say("alerts", "test", "pager")).errors).toContain("these are: file");
  vi.stubEnv("GAIT_ALERTS_WEBHOOK_URL", "http://127.0.0.1:9/");
  const refused = await say("alerts", "test", "webhook");
  expect(refused.code).toBe(1);
  expect(refused.out).toContain("not a public address");
});

it("S1-07 mails a severe incident to everybody who is named, by the settings that are known", async () => {
  const mails: Email[] = [];
  const receiver = await startMailReceiver((mail, answer) => {
    mails.push(mail);
    answer();
  });
  try {
    vi.stubEnv("GAIT_ALERTS_FILE", "");
    for (const [name, value] of Object.entries(receiver.env)) vi.stubEnv(name, value);
    vi.stubEnv("RECIPIENT_EMAILS", "ann@example.org,bob@example.org");
    vi.stubEnv("ALERT_THRESHOLD", "0.7");
    expect((await ask("alerts", "send")).out).toContain("2 messages delivered");
    expect(mails.map(({ to }) => to?.[0]?.address ?? "").toSorted(byText)).toEqual([
      "ann@example.org",
      "bob@example.org",
    ]);
    expect(mails[0]!.subject).toContain("[Gait] critical: ann: Strange hour");
    expect(mails[0]!.text).toContain("incident-0");
  } finally {
    await receiver.close();
  }
});

it("says that nothing is configured", async () => {
  vi.stubEnv("GAIT_ALERTS_FILE", "");
  expect((await ask("alerts", "send")).errors).toContain("ALERT_NO_CHANNEL");
  expect((await ask("alerts")).out).toContain("No channel is configured");
});

it("a copy of the store tells nobody again", async () => {
  await ask("alerts", "send");
  await ask("alerts", "mute", "value", "x", "--until", "8h", "--reason", "y");
  const target = join(folder, "copy");
  const from = await open(folder);
  const to = await open(target);
  await copyStore(from, to);
  expect(await to.alerts.readAll()).toEqual(await from.alerts.readAll());
  await from.close();
  await to.close();
  expect((await say("alerts", "send", "--data", target)).out).toBe("Nothing new to tell.\n");
});

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
