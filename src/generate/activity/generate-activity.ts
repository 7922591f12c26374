import { type CompanyLogOptions, createCompany } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { DAY_MS, type DayFrame } from "../routine/person-day.ts";
import { byTime, type GeneratedTable, isOfDay, type LabelledRow } from "../table/labelled-row.ts";
import {
  ACTIONS,
  type ActivityHabit,
  MEGABYTES,
  planActivityDay,
  toActivityHabit,
} from "./activity-habit.ts";
import { ACTIVITY_COLUMNS, type Deed, LocationMemory, type Place, toActivityRow } from "./activity-row.ts";
import { tellActivityStories } from "./activity-stories.ts";

const HOUR_MS = 3_600_000;
const BRANCH = { day: 53, machine: 54, batch: 55 } as const;

/**
 * What a company's people do, a day at a time: sessions in their hours, from home, office or a journey, on their own
 * documents. Some ordinary days look bad: forgotten passwords, nights on call, month ends with large downloads, a backup
 * every night. Attack stories lie over the second half of the days. The same people as in the other logs of the seed.
 */
export function generateActivity(options: CompanyLogOptions): GeneratedTable {
  return { columns: ACTIVITY_COLUMNS, batches: generateDays(options) };
}

/** Rows of a batch for trying out: four in five ordinary, of a small company's week, in order of time. */
export function generateActivityBatch(options: CompanyLogOptions, rows: number): GeneratedTable {
  const all = [...generateDays(options)].flat();
  const dice = createDice(branchSeed(options.seed, BRANCH.batch));
  const attacks = all.filter(({ story }) => story !== null);
  const chosen = new Set([
    ...draw(attacks, Math.round(rows / 5), dice),
    ...draw(
      all.filter(({ story }) => story === null),
      rows - Math.round(rows / 5),
      dice,
    ),
  ]);
  return { columns: ACTIVITY_COLUMNS, batches: [all.filter((row) => chosen.has(row))] };
}

function draw(rows: readonly LabelledRow[], count: number, dice: Dice): readonly LabelledRow[] {
  const left = [...rows];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(dice.nextInt(left.length), 1)[0]!,
  );
}

function* generateDays(options: CompanyLogOptions): Generator<readonly LabelledRow[]> {
  const company = createCompany(options);
  const told = tellActivityStories(company, options);
  const memory = new LocationMemory();
  for (let day = 0; day < options.days; day++) {
    const dayAt = options.startAt + day * DAY_MS;
    const frame = { company, day, dayAt };
    yield [
      ...company.people.flatMap((person) => activityDay(person, frame)),
      ...backUp(frame),
      ...told.filter((row) => isOfDay(row, dayAt)),
    ]
      .sort(byTime)
      .map((row) => memory.mark(row));
  }
}

interface Session {
  readonly person: Person;
  readonly habit: ActivityHabit;
  readonly place: Place;
  readonly dice: Dice;
  readonly startAt: number;
  readonly lengthMs: number;
}

const SESSION_ACTIONS = 1.4;

function activityDay(person: Person, frame: DayFrame): readonly LabelledRow[] {
  const plan = planActivityDay(person, frame);
  if (plan === null) return [];
  const dice = createDice(branchSeed(frame.company.seed, BRANCH.day, person.number, frame.day));
  const { workDay, place } = plan;
  const session: Session = {
    person,
    habit: toActivityHabit(person, frame.company),
    place,
    dice,
    startAt: workDay.startAt,
    lengthMs: workDay.workMs,
  };
  const deeds = [...workThrough(session)];
  if (dice.chance(0.03)) deeds.push(...closeMonth(session));
  if (person.team === "platform" && dice.chance(0.06)) deeds.push(...answerCall(session));
  return deeds.map((deed) => toActivityRow(deed, null));
}

function workThrough({ person, habit, place, dice, startAt, lengthMs }: Session): readonly Deed[] {
  const user = person.email;
  // A typing error now and then; on some mornings nobody remembers the password.
  const failed = dice.chance(0.02) ? dice.between(3, 6) : dice.chance(0.06) ? 1 : 0;
  const deeds: Deed[] = [{ at: startAt, user, action: "login", place, failed }];
  const count = dice.poisson(person.tasksPerDay * SESSION_ACTIONS);
  for (let i = 0; i < count; i++) {
    const action = dice.pickWeighted(ACTIONS[person.team]);
    deeds.push({
      at: startAt + 1000 + Math.floor(dice.next() * (lengthMs - 60_000)),
      user,
      action,
      place,
      resource: dice.pick(habit.resources),
      megabytes: dice.lognormal(MEGABYTES.get(action) ?? 0, 1.2),
    });
  }
  if (dice.chance(0.6)) deeds.push({ at: startAt + lengthMs, user, action: "logout", place });
  return deeds;
}

/** A month is closed, a model is trained: much is downloaded in the usual hours. */
function closeMonth({ person, habit, place, dice, startAt }: Session): readonly Deed[] {
  return Array.from({ length: dice.between(4, 9) }, () => ({
    at: startAt + Math.floor(dice.next() * 6 * HOUR_MS),
    user: person.email,
    action: "download" as const,
    place,
    resource: dice.pick(habit.resources),
    megabytes: dice.lognormal(70, 0.5),
  }));
}

/** Called at night, an administrator mends something from home. */
function answerCall({ person, habit, place, dice, startAt }: Session): readonly Deed[] {
  const at = startAt + (27 - person.startHour) * HOUR_MS + dice.between(-60, 60) * 60_000;
  const user = person.email;
  const steps = Array.from({ length: dice.between(2, 5) }, (_, step) => ({
    at: at + (step + 1) * dice.between(60, 300) * 1000,
    user,
    action: "admin" as const,
    place,
    resource: dice.pick(habit.resources),
  }));
  return [{ at, user, action: "login", place }, ...steps];
}

function backUp({ company, day, dayAt }: DayFrame): readonly LabelledRow[] {
  const dice = createDice(branchSeed(company.seed, BRANCH.machine, day));
  const place: Place = { address: "10.0.4.20", location: "Berlin", device: "server" };
  return Array.from({ length: dice.between(6, 10) }, (_, volume) =>
    toActivityRow(
      {
        at: dayAt + HOUR_MS + Math.floor(dice.next() * 2 * HOUR_MS),
        user: `backup@${company.name}.example`,
        action: "download",
        place,
        resource: `volume-${volume}`,
        megabytes: dice.lognormal(900, 0.2),
      },
      null,
    ),
  );
}
