import { branchSeed, createDice, type Dice } from "../random.ts";
import { DAY_MS } from "../routine/person-day.ts";
import { byTime, type GeneratedTable, isOfDay, type LabelledRow } from "../table/labelled-row.ts";
import { createSocUsers, SOC_COLUMNS, SOC_REGIONS, type SocUser, toSocRow } from "./soc-row.ts";
import { tellSocStories } from "./soc-stories.ts";

export interface SocOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** Midnight UTC of the first day, milliseconds since 1970. */
  readonly startAt: number;
  /** Rows, exactly. */
  readonly rows: number;
  /** Names of the attack stories; all when null. */
  readonly stories: readonly string[] | null;
}

/** Share of the rows that belong to attack stories. */
const ATTACK_SHARE = 0.04;
const WEEKEND_WEIGHT = 0.12;
const HOUR_MS = 3_600_000;
const BRANCH = { users: 61, days: 62 } as const;

/**
 * Cloud logs of users over a season, as many rows as are asked for: who, what, how much, from which region, address and
 * device, at which hour and day of the week. One row in twenty-five belongs to an attack; among the others are large
 * downloads, journeys, nights and weekends too, only fewer.
 */
export function generateSoc(options: SocOptions): GeneratedTable {
  return { columns: SOC_COLUMNS, batches: generateDays(options) };
}

function* generateDays(options: SocOptions): Generator<readonly LabelledRow[]> {
  const users = createSocUsers(createDice(branchSeed(options.seed, BRANCH.users)), options.people);
  const attackRows = options.stories?.length === 0 ? 0 : Math.round(options.rows * ATTACK_SHARE);
  const told = tellSocStories(users, options, attackRows);
  const quotas = spread(options.rows - told.length, options);
  for (const [day, quota] of quotas.entries()) {
    const dayAt = options.startAt + day * DAY_MS;
    const dice = createDice(branchSeed(options.seed, BRANCH.days, day));
    yield [
      ...Array.from({ length: quota }, () => drawRow(dice.pick(users), dayAt, dice)),
      ...told.filter((row) => isOfDay(row, dayAt)),
    ].sort(byTime);
  }
}

/** So many rows over the days, weekends with fewer, nothing lost by rounding. */
function spread(rows: number, { days, startAt }: SocOptions): readonly number[] {
  const weights = Array.from({ length: days }, (_, day) => {
    const weekday = new Date(startAt + day * DAY_MS).getUTCDay();
    return weekday === 0 || weekday === 6 ? WEEKEND_WEIGHT : 1;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  let given = 0;
  return weights.map((weight) => {
    sum += weight;
    const quota = Math.round((rows * sum) / total) - given;
    given += quota;
    return quota;
  });
}

function drawRow(user: SocUser, dayAt: number, dice: Dice): LabelledRow {
  const action = dice.pickWeighted(ACTIONS);
  const isAway = dice.chance(0.02);
  const hour = dice.chance(0.02) ? 24 * dice.next() : user.startHour + 9 * dice.next();
  return toSocRow(
    {
      at: dayAt + Math.floor(hour * HOUR_MS),
      user: user.name,
      action,
      megabytes: dice.lognormal(MEGABYTES[action] * user.volume, 1.1),
      region: isAway ? dice.pick(SOC_REGIONS) : user.region,
      address: isAway ? dice.pick(user.otherAddresses) : user.address,
      device: dice.chance(0.8) ? user.device : dice.pick(["mobile", "tablet"]),
    },
    null,
  );
}

const ACTIONS = [
  ["login", 3],
  ["view", 4],
  ["download", 3],
  ["upload", 2],
  ["logout", 1.5],
  ["delete", 0.4],
  ["admin", 0.4],
] as const;
/** Medians. */
const MEGABYTES = { login: 0, view: 0.4, download: 60, upload: 30, logout: 0, delete: 0, admin: 0 } as const;
