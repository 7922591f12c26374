import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import { type LabelledRecord, ordinary } from "../labelled-record.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import { type Caller, roleCaller, SSO_PATH, userCaller } from "../record/identity.ts";
import { ROUTINES, type Task } from "./routine.ts";

const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const BRANCH_PERSON = 11;
const BRANCH_MISTYPED = 13;

export interface DayFrame {
  readonly company: Company;
  /** Days from the start. */
  readonly day: number;
  /** Midnight UTC of the day. */
  readonly dayAt: number;
}

/** Somebody's day at work: the same in every log that sees them. */
export interface WorkDay {
  readonly startAt: number;
  readonly workMs: number;
  /** Home or office. */
  readonly address: string;
}

/** When and from where somebody works on a day; null on a day off. */
export const planWorkDay = (person: Person, frame: DayFrame): WorkDay | null =>
  drawWorkDay(person, frame, openDay(person, frame));

const openDay = (person: Person, { company, day }: DayFrame): Dice =>
  createDice(branchSeed(company.seed, BRANCH_PERSON, person.number, day));

function drawWorkDay(person: Person, frame: DayFrame, dice: Dice): WorkDay | null {
  if (!isAtWork(person, frame, dice)) return null;
  const address = dice.chance(person.officeShare) ? person.officeAddress : person.homeAddress;
  const startAt =
    frame.dayAt + (person.startHour - person.utcOffset) * HOUR_MS + dice.between(-30, 30) * 60_000;
  return { startAt, workMs: (person.endHour - person.startHour) * HOUR_MS, address };
}

/** What one person does on one day: nothing on days off; a few tasks, spread over their hours, from where they are. */
export function generatePersonDay(person: Person, frame: DayFrame): LabelledRecord[] {
  const dice = openDay(person, frame);
  const workDay = drawWorkDay(person, frame, dice);
  if (workDay === null) return [];
  const { startAt, workMs, address } = workDay;
  const visit: Visit = {
    person,
    frame,
    dice,
    address,
    caller: toCaller(person, frame.company, { dice, at: startAt }),
  };
  const records: LabelledRecord[] = [];
  const tasks = dice.poisson(person.tasksPerDay);
  if (tasks > 0 && dice.chance(0.7)) records.push(...mistype(visit, startAt), signIn(visit, startAt));
  for (let i = 0; i < tasks; i++) {
    const at = startAt + Math.floor(dice.next() * workMs);
    records.push(...performTask(visit, dice.pickWeighted(ROUTINES[person.team]), at));
  }
  return records;
}

interface Visit {
  readonly person: Person;
  readonly frame: DayFrame;
  readonly dice: Dice;
  readonly address: string;
  readonly caller: Caller;
}

/** 2026-01-05 and every seventh day from it are Mondays. */
const weekdayOf = (dayAt: number): number => (new Date(dayAt).getUTCDay() + 6) % 7;

function isAtWork(person: Person, { day, dayAt }: DayFrame, dice: Dice): boolean {
  if (person.joinsOnDay !== null && day < person.joinsOnDay) return false;
  if (person.leavesOnDay !== null && day >= person.leavesOnDay) return false;
  const isWorkday = person.workdays.includes(weekdayOf(dayAt));
  // Holidays and illness on workdays; somebody looks in at a weekend now and then.
  return isWorkday ? dice.chance(0.92) : dice.chance(person.team === "platform" ? 0.12 : 0.03);
}

function toCaller(
  person: Person,
  company: Company,
  session: { readonly dice: Dice; readonly at: number },
): Caller {
  const { dice, at } = session;
  const { assets } = company;
  if (person.signIn === "iam-user") return userCaller(person, assets);
  const { role, roleId } = company.teamRoles[person.team];
  const accessKeyId = `ASIA${dice.code(16)}`;
  const path = SSO_PATH(assets.homeRegion);
  return roleCaller(
    { role, path, session: person.email, accessKeyId, roleId, at, isInstance: false },
    assets,
  );
}

function signIn({ person, frame, dice, address, caller }: Visit, at: number): LabelledRecord {
  const { assets } = frame.company;
  const origin = { address, userAgent: person.consoleAgent, region: assets.homeRegion };
  return ordinary(at, toCloudTrailRecord(dice, { call: "signIn", at, caller, origin, assets }));
}

/** Share of sign-ins before which the password was mistyped. */
const MISTYPED_SHARE = 0.1;

/** Only users have a password here. Draws from a stream of its own, so that the day is the same with and without. */
function mistype(visit: Visit, signedInAt: number): LabelledRecord[] {
  const { person, frame, address, caller } = visit;
  const { assets, seed } = frame.company;
  const dice = createDice(branchSeed(seed, BRANCH_MISTYPED, person.number, frame.day));
  if (person.signIn !== "iam-user" || !dice.chance(MISTYPED_SHARE)) return [];
  const at = signedInAt - dice.between(4_000, 40_000);
  const origin = { address, userAgent: person.consoleAgent, region: assets.homeRegion };
  const error = "Failed authentication";
  return [ordinary(at, toCloudTrailRecord(dice, { call: "signIn", at, caller, origin, assets, error }))];
}

function performTask(visit: Visit, task: Task, startAt: number): LabelledRecord[] {
  const { person, frame, dice, address, caller } = visit;
  const { assets } = frame.company;
  const userAgent = task.through === "console" ? person.consoleAgent : dice.pickWeighted(person.userAgents);
  const region = dice.chance(0.93) ? assets.homeRegion : dice.pick(assets.regions);
  const bucket =
    task.bucket === null ? null : dice.pick(assets.buckets.filter((one) => one.purpose === task.bucket));
  const records: LabelledRecord[] = [];
  let at = startAt;
  for (const { call, times, pauseSeconds } of task.steps) {
    const count = times <= 1 ? 1 : 1 + dice.poisson(times - 1);
    for (let i = 0; i < count; i++) {
      const error = dice.chance(task.errorShare)
        ? dice.pick(["AccessDenied", "ValidationException", "ResourceNotFoundException"])
        : null;
      records.push(
        ordinary(
          at,
          toCloudTrailRecord(dice, {
            call,
            at,
            caller,
            origin: { address, userAgent, region },
            assets,
            bucket,
            ...(bucket === null ? {} : { objectBytes: bucket.objectBytes }),
            ...(error === null ? {} : { error }),
          }),
        ),
      );
      at += Math.ceil(-Math.log(1 - dice.next()) * pauseSeconds * 1000);
    }
  }
  return records;
}
