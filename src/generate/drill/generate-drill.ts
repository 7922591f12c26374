import type { CallName } from "../call/catalogue.ts";
import { type Assets, createAssets } from "../company/asset.ts";
import { createPeople, type Person } from "../company/person.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import { userCaller } from "../record/identity.ts";
import { DAY_MS } from "../routine/person-day.ts";
import { byTime, type GeneratedTable, type LabelledRow } from "../table/labelled-row.ts";
import { type Anomaly, DRILL_ANOMALIES, type DrillStep } from "./drill-anomalies.ts";

export interface DrillOptions {
  readonly seed: number;
  readonly days: number;
  /** Midnight UTC of the first day, milliseconds since 1970. */
  readonly startAt: number;
  /** Records, exactly. */
  readonly records: number;
}

const ANOMALY_SHARE = 0.1;
const COMPROMISED_SHARE = 0.7;
const USERS = 5;
/** People who never appear in an ordinary record. */
const STRANGERS = 8;
const HOUR_MS = 3_600_000;
const BRANCH = { assets: 71, people: 72, records: 73 } as const;

/** What each of three roles does on ordinary days. */
const ROLES: readonly (readonly CallName[])[] = [
  [
    "describeInstances",
    "listUsers",
    "getRole",
    "createTags",
    "startInstances",
    "signIn",
    "createKey",
    "getSecret",
  ],
  [
    "getObject",
    "putObject",
    "listFunctions",
    "functionConfig",
    "filterLogs",
    "updateFunction",
    "signIn",
    "getSecret",
  ],
  ["getObject", "getObject", "listObjects", "listBuckets", "describeTrails", "signIn"],
];

/**
 * A drill in CloudTrail records: five users of three roles at work for some weeks, and, in one record of ten, anomalies of
 * six kinds: seven of ten by a user whose account was taken, the others by somebody unknown. Smaller and plainer than the
 * generated company: every kind of anomaly, with little around it.
 */
export function generateDrill(options: DrillOptions): GeneratedTable {
  const assets = createAssets(createDice(branchSeed(options.seed, BRANCH.assets)), "halden");
  const people = createPeople(createDice(branchSeed(options.seed, BRANCH.people)), {
    count: USERS + STRANGERS,
    days: options.days,
    domain: "halden.example",
  });
  const stage: DrillStage = {
    options,
    assets,
    users: people.slice(0, USERS),
    strangers: people.slice(USERS),
    dice: createDice(branchSeed(options.seed, BRANCH.records)),
  };
  const anomalies = playAnomalies(stage, Math.round(options.records * ANOMALY_SHARE));
  const usual = Array.from({ length: options.records - anomalies.length }, () => workUsually(stage));
  return { columns: [], batches: [[...usual, ...anomalies].sort(byTime)] };
}

interface DrillStage {
  readonly options: DrillOptions;
  readonly assets: Assets;
  readonly users: readonly Person[];
  readonly strangers: readonly Person[];
  readonly dice: Dice;
}

function workUsually(stage: DrillStage): LabelledRow {
  const { dice, users } = stage;
  const person = dice.pick(users);
  const error = dice.chance(0.03) ? { error: "AccessDenied" } : {};
  const step: DrillStep = { call: dice.pick(ROLES[person.number % ROLES.length]!), ...error };
  return toRow(stage, { person, step, at: drawWorkTime(stage), address: person.officeAddress, story: null });
}

/** Between eight and six on a working day. */
function drawWorkTime({ dice, options }: DrillStage): number {
  for (;;) {
    const dayAt = options.startAt + dice.nextInt(options.days) * DAY_MS;
    const weekday = new Date(dayAt).getUTCDay();
    // A drill of a single weekend has no other days.
    if ((weekday !== 0 && weekday !== 6) || options.days < 3)
      return dayAt + Math.floor((8 + 10 * dice.next()) * HOUR_MS);
  }
}

function playAnomalies(stage: DrillStage, count: number): readonly LabelledRow[] {
  const { dice, users, strangers } = stage;
  const rows: LabelledRow[] = [];
  for (let turn = 0; rows.length < count; turn++) {
    const anomaly: Anomaly = DRILL_ANOMALIES[turn % DRILL_ANOMALIES.length]!;
    const person = dice.chance(COMPROMISED_SHARE) ? dice.pick(users) : dice.pick(strangers);
    const work = drawWorkTime(stage);
    let at = anomaly.isAtNight ? work - (work % DAY_MS) + Math.floor(5 * dice.next() * HOUR_MS) : work;
    const address = anomaly.isElsewhere ? person.homeAddress : person.officeAddress;
    const usual = ROLES[person.number % ROLES.length]!;
    for (const step of anomaly.toSteps(dice, usual)) {
      rows.push(toRow(stage, { person, step, at, address, story: anomaly.name }));
      at += dice.between(1, anomaly.pauseSeconds) * 1000;
    }
  }
  return rows.slice(0, count);
}

interface Scene {
  readonly person: Person;
  readonly step: DrillStep;
  readonly at: number;
  readonly address: string;
  readonly story: string | null;
}

function toRow({ dice, assets }: DrillStage, { person, step, at, address, story }: Scene): LabelledRow {
  const caller = userCaller(person, assets);
  const userAgent = step.call === "signIn" ? person.consoleAgent : dice.pickWeighted(person.userAgents);
  const origin = { address, userAgent, region: assets.homeRegion };
  const fields = toCloudTrailRecord(dice, { ...step, at, caller, origin, assets });
  return { at, user: caller.name, fields, story };
}
