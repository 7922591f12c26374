import type { JsonObject } from "../../domain/index.ts";
import { createDice, type Dice } from "../random.ts";
import { type GeneratedTable, type LabelledRow, roundTo } from "../table/labelled-row.ts";

export interface AccountOptions {
  readonly seed: number;
  readonly accounts: number;
}

export const ACCOUNT_COLUMNS = [
  "user_id",
  "login_frequency",
  "avg_session_duration",
  "failed_login_attempts",
  "successful_login_attempts",
  "ip_address",
  "device_type",
  "account_age_days",
  "total_storage_usage_GB",
  "storage_increase_rate_GB_per_day",
  "number_of_accounts_accessed",
  "login_location",
  "login_time_of_day",
  "security_alerts",
  "is_account_compromised",
];

const ADDRESSES = ["192.168.1.1", "192.168.1.2", "192.168.2.1"];
const LOCATIONS = ["USA", "Canada", "Germany", "India"];
const TIMES = ["morning", "afternoon", "evening"];
const COMPROMISED_SHARE = 0.05;
const BATCH_ROWS = 1000;

/** What of an account's behaviour differs from the usual: mean and deviation, or mean alone for counts. */
interface Behaviour {
  readonly logins: readonly [mean: number, deviation: number];
  readonly minutes: readonly [mean: number, deviation: number];
  readonly storage: readonly [mean: number, deviation: number];
  readonly growth: readonly [mean: number, deviation: number];
  readonly failed: number;
  readonly successful: number;
  readonly accounts: number;
  readonly alerts: number;
}

const USUAL: Behaviour = {
  logins: [3, 1],
  minutes: [30, 10],
  storage: [20, 5],
  growth: [0.1, 0.05],
  failed: 0.5,
  successful: 3,
  accounts: 1,
  alerts: 0.2,
};

/** What being compromised does to an account, by the way in which it is. */
const COMPROMISED: readonly { readonly story: string; readonly behaviour: Behaviour }[] = [
  {
    story: "password-guessing",
    behaviour: { ...USUAL, failed: 7, successful: 4, logins: [4.5, 1.2], alerts: 1.5 },
  },
  {
    story: "many-accounts",
    behaviour: { ...USUAL, accounts: 6, logins: [6, 1.5], minutes: [18, 8], failed: 1.5 },
  },
  {
    story: "storage-abuse",
    behaviour: { ...USUAL, storage: [38, 8], growth: [0.6, 0.2], minutes: [50, 14], alerts: 0.6 },
  },
];

/**
 * Snapshots of accounts, one row each: usual ones as independent draws from the stated distributions; compromised ones,
 * about one in twenty, from distributions that their compromise has shifted. So the label can be learnt from behaviour,
 * and from nothing else: addresses, devices, places, ages and ids are drawn alike for all. Rates and times end at zero.
 */
export function generateAccounts({ seed, accounts }: AccountOptions): GeneratedTable {
  return { columns: ACCOUNT_COLUMNS, batches: generateBatches(createDice(seed), accounts) };
}

function* generateBatches(dice: Dice, accounts: number): Generator<readonly LabelledRow[]> {
  for (let done = 0; done < accounts; done += BATCH_ROWS)
    yield Array.from({ length: Math.min(BATCH_ROWS, accounts - done) }, () => drawAccount(dice));
}

function drawAccount(dice: Dice): LabelledRow {
  const way = dice.chance(COMPROMISED_SHARE) ? dice.pick(COMPROMISED) : null;
  const { logins, minutes, storage, growth, ...counts } = way?.behaviour ?? USUAL;
  const normal = ([mean, deviation]: readonly [number, number]): number =>
    roundTo(mean + deviation * dice.nextNormal(), 6);
  const user = dice.between(1, 99);
  const fields: JsonObject = {
    user_id: user,
    login_frequency: Math.max(0, normal(logins)),
    avg_session_duration: Math.max(0, normal(minutes)),
    failed_login_attempts: dice.poisson(counts.failed),
    successful_login_attempts: dice.poisson(counts.successful),
    ip_address: dice.pick(ADDRESSES),
    device_type: dice.pick(["mobile", "desktop"]),
    account_age_days: Math.max(0, normal([200, 50])),
    total_storage_usage_GB: Math.max(0, normal(storage)),
    storage_increase_rate_GB_per_day: normal(growth),
    number_of_accounts_accessed: dice.poisson(counts.accounts),
    login_location: dice.pick(LOCATIONS),
    login_time_of_day: dice.pick(TIMES),
    security_alerts: dice.poisson(counts.alerts),
    is_account_compromised: way === null ? 0 : 1,
  };
  return { at: null, user: String(user), fields, story: way?.story ?? null };
}
