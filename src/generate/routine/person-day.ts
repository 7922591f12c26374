import type { Assets } from "../company/asset.ts";
import type { Company } from "../company/company.ts";
import { homeAddressOn, isWithin } from "../company/life.ts";
import { addressIn } from "../company/network.ts";
import type { Person } from "../company/person.ts";
import { type LabelledRecord, ordinary } from "../labelled-record.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import { type Caller, roleCaller, SSO_PATH, userCaller } from "../record/identity.ts";
import { type Day, toLifeDecoy } from "./life-decoy.ts";
import { ROUTINES, TASKS, type Task } from "./routine.ts";

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
  readonly place: "home" | "office" | "mobile" | "away";
  readonly address: string;
}

/** Somebody at work: who they are to the cloud today, from where, with what. */
export interface Visit {
  readonly person: Person;
  readonly frame: DayFrame;
  readonly dice: Dice;
  readonly workDay: WorkDay;
  readonly caller: Caller;
  /** What they work on. */
  readonly focus: Assets;
  readonly tools: Pick<Person, "userAgents" | "consoleAgent">;
  readonly region: string;
  /** What looks strange about them today. */
  readonly decoy: string | null;
}

/** When and from where somebody works on a day; null on a day off. */
export const planWorkDay = (person: Person, frame: DayFrame): WorkDay | null => {
  const dice = openDay(person, frame);
  return isAtWork(person, frame, dice) ? drawWorkDay(person, frame, dice) : null;
};

/** The same visit as the day's own; on a day off, one in the usual hours: somebody is called in. */
export function callIn(person: Person, frame: DayFrame): Visit {
  const dice = openDay(person, frame);
  isAtWork(person, frame, dice);
  return openVisit(person, frame, dice);
}

const openDay = (person: Person, { company, day }: DayFrame): Dice =>
  createDice(branchSeed(company.seed, BRANCH_PERSON, person.number, day));

/** Share of days on which somebody works from a train or a café. */
const MOBILE_SHARE = 0.04;

function drawWorkDay(person: Person, frame: DayFrame, dice: Dice): WorkDay {
  const { company, day } = frame;
  const draw = dice.next();
  const isMobile = dice.chance(MOBILE_SHARE);
  const elsewhere = addressIn(dice, person.mobileBlock);
  const delayMs = dice.between(-30, 30) * 60_000;
  const trip = company.lives.get(person.number)?.trip ?? null;
  const isAway = trip !== null && isWithin(trip, day);
  const utcOffset = isAway ? trip.country.utcOffset : person.utcOffset;
  const startAt = frame.dayAt + (person.startHour - utcOffset) * HOUR_MS + delayMs;
  const hours = { startAt, workMs: (person.endHour - person.startHour) * HOUR_MS };
  if (isAway) return { ...hours, place: "away", address: trip.address };
  if (isMobile) return { ...hours, place: "mobile", address: elsewhere };
  if (draw < person.officeShare)
    return { ...hours, place: "office", address: officeAddressOn(company, person, day) };
  return { ...hours, place: "home", address: homeAddressOn(company.seed, person, day) };
}

function officeAddressOn({ upheaval }: Company, person: Person, day: number): string {
  const { site, from, address } = upheaval.office;
  return person.country.code === site && day >= from ? address : person.officeAddress;
}

/** What one person does on one day: nothing on days off; a few tasks, spread over their hours, from where they are. */
export function generatePersonDay(person: Person, frame: DayFrame): LabelledRecord[] {
  const dice = openDay(person, frame);
  if (!isAtWork(person, frame, dice)) return [];
  const visit = openVisit(person, frame, dice);
  const { startAt, workMs } = visit.workDay;
  const records: LabelledRecord[] = [];
  const tasks = dice.poisson(person.tasksPerDay);
  if (tasks > 0 && dice.chance(0.7)) records.push(...mistype(visit, startAt), signIn(visit, startAt));
  for (let i = 0; i < tasks; i++) {
    const at = startAt + Math.floor(dice.next() * workMs);
    records.push(...performTask(visit, dice.pickWeighted(ROUTINES[person.team]), at));
  }
  if (person.team === "finance" && isMonthEnd(frame.dayAt)) {
    const at = startAt + Math.floor((dice.next() * workMs) / 2);
    records.push(...performTask({ ...visit, decoy: "month-end" }, TASKS.closeMonth, at));
  }
  return records;
}

function openVisit(person: Person, frame: DayFrame, dice: Dice): Visit {
  const { company, day } = frame;
  const workDay = drawWorkDay(person, frame, dice);
  const life = company.lives.get(person.number) ?? null;
  const tools = life?.tools ?? null;
  const { region } = company.upheaval;
  const today: Day = { company, person, life, day, isInOffice: workDay.place === "office" };
  return {
    person,
    frame,
    dice,
    workDay,
    caller: toCaller(person, frame, { dice, at: workDay.startAt }),
    focus: company.focuses[person.number]!,
    tools: tools !== null && day >= tools.from ? tools : person,
    region: region.team === person.team && day >= region.from ? region.region : company.assets.homeRegion,
    decoy: toLifeDecoy(today),
  };
}

/** 2026-01-05 and every seventh day from it are Mondays. */
const weekdayOf = (dayAt: number): number => (new Date(dayAt).getUTCDay() + 6) % 7;

/** The last three days of a month. */
const isMonthEnd = (dayAt: number): boolean => new Date(dayAt + 3 * DAY_MS).getUTCDate() <= 3;

function isAtWork(person: Person, { company, day, dayAt }: DayFrame, dice: Dice): boolean {
  const draw = dice.next();
  if (person.joinsOnDay !== null && day < person.joinsOnDay) return false;
  if (person.leavesOnDay !== null && day >= person.leavesOnDay) return false;
  const life = company.lives.get(person.number);
  if (life !== undefined && isWithin(life.holiday, day)) return false;
  const { publicHoliday } = company.upheaval;
  const isDayOff = publicHoliday.site === person.country.code && publicHoliday.day === day;
  const isWorkday = !isDayOff && person.workdays.includes(weekdayOf(dayAt));
  // Illness on workdays; somebody looks in at a weekend now and then.
  return draw < (isWorkday ? 0.92 : person.team === "platform" ? 0.12 : 0.03);
}

function toCaller(
  person: Person,
  { company, day }: DayFrame,
  session: { readonly dice: Dice; readonly at: number },
): Caller {
  const { dice, at } = session;
  const { assets } = company;
  const accessKeyId = `ASIA${dice.code(16)}`;
  if (person.signIn === "iam-user") {
    const key = company.lives.get(person.number)?.key ?? null;
    return userCaller(person, assets, key !== null && day >= key.from ? key.accessKeyId : person.accessKeyId);
  }
  const { role, roleId } = company.teamRoles[person.team];
  const path = SSO_PATH(assets.homeRegion);
  return roleCaller(
    { role, path, session: person.email, accessKeyId, roleId, at, isInstance: false },
    assets,
  );
}

/** Behind single sign-on the second factor is asked for elsewhere, and the console's record says `No`. */
const mfaOf = (person: Person): string => (person.signIn === "iam-user" && person.usesMfa ? "Yes" : "No");

function signIn(visit: Visit, at: number, error?: string): LabelledRecord {
  const { person, frame, dice, caller, workDay, tools, decoy } = visit;
  const { assets } = frame.company;
  const origin = { address: workDay.address, userAgent: tools.consoleAgent, region: assets.homeRegion };
  const given = { mfa: mfaOf(person) };
  const failed = error === undefined ? {} : { error };
  return ordinary(
    at,
    toCloudTrailRecord(dice, { call: "signIn", at, caller, origin, assets, given, ...failed }),
    decoy,
  );
}

/** Share of sign-ins before which the password was mistyped. */
const MISTYPED_SHARE = 0.1;

/** Only users have a password here. Draws from a stream of its own, so that the day is the same with and without. */
function mistype(visit: Visit, signedInAt: number): LabelledRecord[] {
  const { person, frame } = visit;
  const dice = createDice(branchSeed(frame.company.seed, BRANCH_MISTYPED, person.number, frame.day));
  if (person.signIn !== "iam-user" || !dice.chance(MISTYPED_SHARE)) return [];
  const at = signedInAt - dice.between(4_000, 40_000);
  return [signIn({ ...visit, dice }, at, "Failed authentication")];
}

/** Share of tasks on something that is a colleague's. */
const OTHERS_SHARE = 0.08;

function performTask(visit: Visit, task: Task, startAt: number): LabelledRecord[] {
  const { frame, dice, workDay, caller, tools } = visit;
  const { company } = frame;
  const userAgent = task.through === "console" ? tools.consoleAgent : dice.pickWeighted(tools.userAgents);
  const region = dice.chance(0.93) ? visit.region : dice.pick(company.assets.regions.slice(0, 2));
  const assets = dice.chance(OTHERS_SHARE) ? company.assets : visit.focus;
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
      const record = toCloudTrailRecord(dice, {
        call,
        at,
        caller,
        origin: { address: workDay.address, userAgent, region },
        assets,
        bucket,
        ...(bucket === null ? {} : { objectBytes: bucket.objectBytes }),
        ...(error === null ? {} : { error }),
      });
      records.push(ordinary(at, record, visit.decoy));
      at += Math.ceil(-Math.log(1 - dice.next()) * pauseSeconds * 1000);
    }
  }
  return records;
}
