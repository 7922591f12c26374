import type { CallName } from "../call/catalogue.ts";
import type { Machine, MachineKind } from "../company/company.ts";
import { type LabelledRecord, ordinary } from "../labelled-record.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import { roleCaller, serviceCaller } from "../record/identity.ts";
import { DAY_MS, type DayFrame } from "./person-day.ts";

const HOUR_MS = 3_600_000;
const BRANCH_MACHINE = 12;

interface Duty {
  readonly call: CallName;
  /** Calls a day, on average. */
  readonly perDay: number;
  /** Hours UTC [from, to) in which it happens; null: all day. */
  readonly hours: readonly [from: number, to: number] | null;
  readonly error: string | null;
}

const duty = (call: CallName, perDay: number, rest: Partial<Pick<Duty, "hours" | "error">> = {}): Duty => ({
  call,
  perDay,
  hours: rest.hours ?? null,
  error: rest.error ?? null,
});

/** What each kind of machine does, day and night. */
const DUTIES: Readonly<Record<MachineKind, readonly Duty[]>> = {
  instance: [
    duty("updateInformation", 170),
    duty("getObject", 12),
    duty("putObject", 8),
    duty("decrypt", 14),
    duty("getParameters", 4),
  ],
  function: [
    duty("createStream", 12),
    duty("decrypt", 20),
    duty("getSecret", 3),
    duty("putObject", 6),
    duty("getObject", 10),
  ],
  pipeline: [
    duty("whoAmI", 10, { hours: [6, 20] }),
    duty("describeStacks", 40, { hours: [6, 20] }),
    duty("describeInstances", 25, { hours: [6, 20] }),
    duty("getRole", 40, { hours: [6, 20] }),
    duty("rolePolicies", 40, { hours: [6, 20] }),
    duty("functionConfig", 30, { hours: [6, 20] }),
    duty("updateFunction", 5, { hours: [6, 20] }),
    duty("configureFunction", 5, { hours: [6, 20] }),
    duty("permitFunction", 1, { hours: [6, 20] }),
    duty("describeGroups", 20, { hours: [6, 20] }),
    duty("openPort", 0.7, { hours: [6, 20] }),
    duty("closePort", 0.5, { hours: [6, 20] }),
    duty("createRole", 0.4, { hours: [6, 20] }),
    duty("attachRolePolicy", 0.6, { hours: [6, 20] }),
  ],
  backup: [
    duty("listObjects", 30, { hours: [1, 4] }),
    duty("getObject", 240, { hours: [1, 4] }),
    duty("putObject", 120, { hours: [1, 4] }),
    duty("createSnapshot", 10, { hours: [1, 4] }),
    duty("describeVolumes", 6, { hours: [1, 4] }),
    duty("deleteSnapshot", 10, { hours: [1, 4] }),
  ],
  inventory: [
    duty("describeInstances", 24),
    duty("describeGroups", 24),
    duty("describeVpcs", 24),
    duty("bucketPolicy", 40),
    duty("bucketAcl", 40),
    duty("listRoles", 12),
    duty("listUsers", 12),
    duty("authorisation", 4),
  ],
  partner: [
    duty("describeInstances", 40),
    duty("describeVolumes", 20),
    duty("listBuckets", 12),
    duty("bucketLocation", 40),
    duty("metricData", 120),
    duty("listMetrics", 24),
    duty("costs", 24),
    duty("describeDatabases", 12),
    duty("listFunctions", 12),
    duty("listTables", 2),
    duty("listQueues", 2),
  ],
  misconfigured: [
    duty("getObject", 140, { error: "AccessDenied" }),
    duty("getSecret", 20, { error: "AccessDenied" }),
  ],
};

/** What one machine does on one day. */
export function generateMachineDay(machine: Machine, frame: DayFrame): LabelledRecord[] {
  const { company, day } = frame;
  const dice = createDice(branchSeed(company.seed, BRANCH_MACHINE, machine.number, day));
  const records = createSessions(machine, frame, dice);
  const keys = records.map(({ key }) => key);
  const labelled = records.flatMap(({ record }) => record ?? []);
  for (const one of DUTIES[machine.kind]) {
    const count = dice.poisson(one.perDay);
    for (let i = 0; i < count; i++) labelled.push(performDuty(one, { machine, frame, dice, keys }));
  }
  return labelled;
}

interface Shift {
  readonly machine: Machine;
  readonly frame: DayFrame;
  readonly dice: Dice;
  /** Keys of the day's sessions, in order. */
  readonly keys: readonly string[];
}

/** Sessions of a machine begin with its service assuming the role, four times a day. */
const SESSIONS_PER_DAY = 4;

function createSessions(
  machine: Machine,
  { company, dayAt }: DayFrame,
  dice: Dice,
): { readonly key: string; readonly record: LabelledRecord | null }[] {
  const service = {
    instance: "ec2",
    function: "lambda",
    misconfigured: "ec2",
    pipeline: null,
    backup: null,
    inventory: null,
    partner: null,
  }[machine.kind];
  return Array.from({ length: SESSIONS_PER_DAY }, (_, index) => {
    const key = `ASIA${dice.code(16)}`;
    if (service === null) return { key, record: null };
    const at = dayAt + (index * DAY_MS) / SESSIONS_PER_DAY + dice.between(0, 50_000);
    const address = `${service}.amazonaws.com`;
    const { assets } = company;
    const record = toCloudTrailRecord(dice, {
      call: "assumeRole",
      at,
      caller: serviceCaller(service),
      origin: { address, userAgent: address, region: assets.homeRegion },
      assets,
      given: { role: machine.role, session: machine.session, newKey: key },
    });
    return { key, record: ordinary(at, record) };
  });
}

const MACHINE_PURPOSES: ReadonlySet<string> = new Set(["data", "artefacts", "logs"]);

function performDuty(one: Duty, { machine, frame, dice, keys }: Shift): LabelledRecord {
  const { company, dayAt } = frame;
  const { assets } = company;
  const [from, to] = one.hours ?? [0, 24];
  const at = dayAt + Math.floor((from + dice.next() * (to - from)) * HOUR_MS);
  const accessKeyId = keys[Math.floor(((at - dayAt) / DAY_MS) * keys.length)]!;
  const isLinked = machine.kind === "inventory";
  const caller = roleCaller(
    {
      role: machine.role,
      path: isLinked ? "/aws-service-role/config.amazonaws.com/" : "/",
      session: machine.session,
      accessKeyId,
      roleId: machine.roleId,
      at: dayAt,
      isInstance: machine.kind === "instance" || machine.kind === "misconfigured",
    },
    assets,
  );
  const bucket = dice.pick(
    machine.kind === "backup" || machine.kind === "inventory"
      ? assets.buckets
      : machine.focus.buckets.filter(({ purpose }) => MACHINE_PURPOSES.has(purpose)),
  );
  const record = toCloudTrailRecord(dice, {
    call: one.call,
    at,
    caller,
    origin: {
      address: dice.pick(machine.addresses),
      userAgent: machine.userAgent,
      region: assets.homeRegion,
    },
    assets: machine.focus,
    bucket,
    objectBytes: bucket.objectBytes,
    ...(one.error === null ? {} : { error: one.error }),
  });
  return ordinary(at, record, machine.kind === "misconfigured" ? "denied-service" : null);
}
