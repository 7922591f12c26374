import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ScanResult } from "../src/app/scan/run-scan.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../src/domain/index.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

/** What a table of accounts and a log of what their owners do say about accounts that are not their owners' any more. */
const SNAPSHOT_HEAD =
  "user_id,login_frequency,avg_session_duration,failed_login_attempts,successful_login_attempts,ip_address,device_type," +
  "account_age_days,total_storage_usage_GB,storage_increase_rate_GB_per_day,number_of_accounts_accessed,login_location," +
  "login_time_of_day,security_alerts";

/** An ordinary account, as the reference draws them, but for what is named. */
const toSnapshot = (user: string, odd: Readonly<Record<string, number>> = {}): string => {
  const row: Record<string, string | number> = {
    user_id: user,
    login_frequency: 3,
    avg_session_duration: 30,
    failed_login_attempts: 0,
    successful_login_attempts: 3,
    ip_address: "192.168.1.1",
    device_type: "desktop",
    account_age_days: 200,
    total_storage_usage_GB: 20,
    storage_increase_rate_GB_per_day: 0.1,
    number_of_accounts_accessed: 1,
    login_location: "Canada",
    login_time_of_day: "morning",
    security_alerts: 0,
    ...odd,
  };
  return SNAPSHOT_HEAD.split(",")
    .map((column) => row[column])
    .join(",");
};

const SNAPSHOTS = [
  ...Array.from({ length: 40 }, (_, n) => toSnapshot(`${n + 1}`)),
  toSnapshot("grower", { storage_increase_rate_GB_per_day: 2.2, total_storage_usage_GB: 48 }),
  toSnapshot("always-in", { login_frequency: 15 }),
  toSnapshot("stays-in", { avg_session_duration: 300 }),
  toSnapshot("guessed", { failed_login_attempts: 12 }),
  toSnapshot("taken", { failed_login_attempts: 6, number_of_accounts_accessed: 5, security_alerts: 2 }),
  toSnapshot("many", { number_of_accounts_accessed: 7 }),
];

const ACTIVITY_HEAD =
  "user_id,timestamp,action_type,resource_id,ip_address,data_volume_mb,location,device_type,failed_attempts,location_change";
/** A Monday. */
const START = Date.UTC(2026, 0, 5);
const WEEKS = 4;
const PEOPLE = ["ann", "bob", "cleo", "dora", "emil", "finn"];
/** People work from home: each has an address. */
const toHome = (user: string): string => `217.0.${PEOPLE.indexOf(user) + 1}.1`;

interface Deed {
  readonly user: string;
  readonly at: number;
  readonly action: string;
  readonly address?: string;
  readonly megabytes?: number;
  readonly location?: string;
  readonly failed?: number;
  readonly hasMoved?: boolean;
}

const toRow = ({ user, at, action, ...more }: Deed): string => {
  const { address = toHome(user), megabytes = "", location = "Berlin", failed = 0, hasMoved = false } = more;
  const resource = action === "upload" ? "backup.zip" : "";
  const time = new Date(at).toISOString();
  return [user, time, action, resource, address, megabytes, location, "desktop", failed, hasMoved].join(",");
};

/** Four weeks of six people in an office: they log in, look at things, and put a little into the store. */
function* listOrdinary(): Generator<Deed> {
  for (let day = 0; day < 7 * WEEKS; day++) {
    if (day % 7 >= 5) continue;
    for (const [n, user] of PEOPLE.entries()) {
      const morning = START + day * DAY_MS + 8 * HOUR_MS + n * 7 * MINUTE_MS;
      yield { user, at: morning, action: "login" };
      for (let step = 1; step <= 8; step++)
        yield { user, at: morning + step * 50 * MINUTE_MS, action: "view" };
      // Finn's work is heavy every day.
      const megabytes = user === "finn" ? 3000 + day * 10 : 40 + day;
      yield { user, at: morning + 3 * HOUR_MS, action: "upload", megabytes };
      yield { user, at: morning + 9 * HOUR_MS, action: "logout" };
    }
  }
}

const LAST_DAY = START + (7 * WEEKS - 3) * DAY_MS;
const ODD: readonly Deed[] = [
  // Storage: Ann puts in a hundred times what she ever did; Finn does what he does every day.
  { user: "ann", at: LAST_DAY + 14 * HOUR_MS, action: "upload", megabytes: 6000 },
  // Logins: Bob comes at half past two at night from another country.
  {
    user: "bob",
    at: LAST_DAY + 2.5 * HOUR_MS,
    action: "login",
    address: "175.45.176.9",
    location: "Pyongyang",
    hasMoved: true,
  },
  // Unauthorised attempts: Cleo's password is guessed, and then it is used.
  {
    user: "cleo",
    at: LAST_DAY + 13 * HOUR_MS,
    action: "login",
    address: "79.0.0.1",
    location: "Rome",
    failed: 8,
    hasMoved: true,
  },
  { user: "cleo", at: LAST_DAY + 13.2 * HOUR_MS, action: "admin", address: "79.0.0.1", location: "Rome" },
  // One address, many accounts, within minutes.
  ...Array.from({ length: 12 }, (_, n) => ({
    user: `customer-${n}`,
    at: LAST_DAY + 15 * HOUR_MS + n * MINUTE_MS,
    action: "login",
    address: "2.32.0.1",
    location: "Milan",
  })),
];

let folder: string;
let accounts: ScanResult;
let activity: ScanResult;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-accounts-"));
  const rows = [...listOrdinary(), ...ODD].toSorted((a, b) => a.at - b.at).map(toRow);
  await writeFile(join(folder, "accounts.csv"), [SNAPSHOT_HEAD, ...SNAPSHOTS, ""].join("\n"));
  await writeFile(join(folder, "activity.csv"), [ACTIVITY_HEAD, ...rows, ""].join("\n"));
  accounts = await scanPaths([join(folder, "accounts.csv")]);
  activity = await scanPaths([join(folder, "activity.csv")]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Titles of what was found above `info` about somebody. */
const titlesOf = ({ findings }: ScanResult, user: string): readonly string[] =>
  findings
    .filter(({ actor, severity }) => actor.name === user && severity !== "info")
    .map(({ detector }) => detector.title);

test("both logs are recognised, and ordinary accounts and people are found nothing of", () => {
  expect(accounts.record).toMatchObject({ rejected: 0, logTypes: { "account-snapshot": SNAPSHOTS.length } });
  expect(activity.record.rejected).toBe(0);
  for (let n = 1; n <= 40; n++) expect([n, titlesOf(accounts, `${n}`)]).toEqual([n, []]);
  for (const user of ["dora", "emil"]) expect([user, titlesOf(activity, user)]).toEqual([user, []]);
});

test("S2-01: many accounts behind one address in a short time", () => {
  expect(titlesOf(accounts, "many")).toContain("One address or person uses many accounts");
  const many = activity.findings.filter(({ entity }) => entity.id.includes("2.32.0.1"));
  expect(many.map(({ detector }) => detector.title)).toContainEqual(
    expect.stringMatching(/accounts|identities/i),
  );
});

test("S2-02: storage that grows suddenly, by the account's own rate and against its own past", () => {
  expect(titlesOf(accounts, "grower")).toEqual(["Storage of an account grows by leaps"]);
  expect(titlesOf(activity, "ann")).toEqual(["Storage grows far faster than usual"]);
  // As much, but as much as ever.
  expect(titlesOf(activity, "finn")).toEqual([]);
});

test("S2-03: logins too often or for too long, and logins at an hour and from a place that are new", () => {
  for (const user of ["always-in", "stays-in"])
    expect([user, titlesOf(accounts, user)]).toEqual([user, ["Account logs in far too often"]]);
  const found = activity.findings.filter(({ actor }) => actor.name === "bob");
  expect(found.map(({ detector }) => detector.title)).toEqual(
    expect.arrayContaining([expect.stringMatching(/unusual place/i), expect.stringMatching(/hour/i)]),
  );
  expect(titlesOf(activity, "bob").length).toBeGreaterThan(0);
});

test("S2-04: unauthorised attempts, and what tells that they succeeded, as one incident", () => {
  const guessed = accounts.findings.filter(({ actor }) => actor.name === "guessed");
  expect(guessed.map(({ detector }) => detector.title)).toEqual([expect.stringMatching(/failed/i)]);
  expect(titlesOf(accounts, "taken")).toContain("Account shows marks of a takeover");
  const titles = titlesOf(activity, "cleo");
  expect(titles).toContain("Login after many failed attempts");
  const [cleo] = activity.findings.filter(({ actor }) => actor.name === "cleo");
  const stories = activity.incidents.filter(({ actors }) => actors.includes(cleo!.actor.id));
  expect(stories).toHaveLength(1);
  expect(stories[0]!.tactics).toEqual(expect.arrayContaining(["TA0001", "TA0006"]));
});
