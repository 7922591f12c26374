import type { Assets } from "../company/asset.ts";
import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { roleCaller } from "../record/identity.ts";
import { callIn, type DayFrame, planWorkDay } from "../routine/person-day.ts";
import { isSettled } from "../story/scene.ts";
import { play, type Scene } from "../story/story.ts";
import { CHORES, type Chore } from "./chores.ts";

const BRANCH = { plan: 71, chore: 72, owners: 73 } as const;
/** In any log, however short: what attackers do is never done by them alone. */
const TIMES_MIN = 2;
const PEOPLE = 100;
const MONTH_DAYS = 30;

export interface PlannedChore {
  readonly chore: Chore;
  readonly number: number;
  readonly day: number;
  /** A deployment does it, nobody by hand. */
  readonly isDeployed: boolean;
}

/** Which chores are done, by the day on which they are. */
export function planChores(company: Company, days: number): ReadonlyMap<number, readonly PlannedChore[]> {
  const dice = createDice(branchSeed(company.seed, BRANCH.plan));
  const plan = new Map<number, PlannedChore[]>();
  let number = 0;
  for (const chore of CHORES) {
    const mean = (chore.perMonth * company.people.length * days) / (PEOPLE * MONTH_DAYS);
    const times = Math.max(TIMES_MIN, Math.round(mean));
    for (let i = 0; i < times; i++) {
      // The first ones on the first days, so that it is known by the time that somebody else does it.
      const day = i === 0 ? Math.min(days - 1, dice.between(0, 6)) : dice.nextInt(days);
      const isDeployed = chore.isDeployed === true && i % 2 === 1;
      const planned = { chore, number: number++, day, isDeployed };
      plan.set(day, [...(plan.get(day) ?? []), planned]);
    }
  }
  return plan;
}

/** Somebody of the right team does a chore: of those at work on the day, or whoever is called in. */
export function doChore(planned: PlannedChore, frame: DayFrame): readonly LabelledRecord[] {
  const { chore, number, isDeployed } = planned;
  const dice = createDice(branchSeed(frame.company.seed, BRANCH.chore, number));
  const { scene, assets } = isDeployed ? deploymentScene(frame, dice) : handScene(chore, frame, dice);
  return play({ dice, assets }, scene, chore.toActs(dice));
}

interface Workplace {
  readonly scene: Scene;
  readonly assets: Assets;
}

function handScene(chore: Chore, frame: DayFrame, dice: Dice): Workplace {
  const person = choosePerson(chore, frame, dice);
  const { workDay, caller, tools, region, focus } = callIn(person, frame);
  const scene: Scene = {
    truth: { kind: "ordinary" },
    caller,
    address: workDay.address,
    userAgent: dice.pickWeighted([...tools.userAgents, [tools.consoleAgent, 0.6]]),
    region,
    bucket: dice.pick(focus.buckets.filter(({ purpose }) => purpose !== "backup")),
    startAt: workDay.startAt + Math.floor(dice.next() * workDay.workMs * 0.9),
  };
  return { scene, assets: focus };
}

function deploymentScene({ company, dayAt }: DayFrame, dice: Dice): Workplace {
  const machine = company.machines.find(({ kind }) => kind === "pipeline")!;
  const { role, roleId, session } = machine;
  const startAt = dayAt + dice.between(7 * 60, 17 * 60) * 60_000;
  const accessKeyId = `ASIA${dice.code(16)}`;
  const scene: Scene = {
    truth: { kind: "ordinary" },
    caller: roleCaller(
      { role, path: "/", session, accessKeyId, roleId, at: startAt, isInstance: false },
      company.assets,
    ),
    address: machine.addresses[0]!,
    userAgent: machine.userAgent,
    region: company.assets.homeRegion,
    bucket: dice.pick(company.assets.buckets.filter(({ purpose }) => purpose !== "backup")),
    startAt,
  };
  return { scene, assets: company.assets };
}

/** People whose business an owned chore is. */
const OWNERS = 3;
/** How often somebody else stands in for them. */
const STAND_IN_SHARE = 0.1;

function choosePerson(chore: Chore, frame: DayFrame, dice: Dice): Person {
  const { company } = frame;
  const able = company.people.filter(({ team }) => chore.teams.includes(team));
  const candidates =
    chore.isOwned === true && !dice.chance(STAND_IN_SHARE) ? drawOwners(chore, able, company) : able;
  const left = [...candidates];
  while (left.length > 0) {
    const [person] = left.splice(dice.nextInt(left.length), 1);
    if (planWorkDay(person!, frame) !== null) return person!;
  }
  const there = candidates.filter((person) => isThere(person, frame.day));
  const whoever = there.length > 0 ? there : able.filter((person) => isThere(person, frame.day));
  return dice.pick(whoever.length > 0 ? whoever : company.people);
}

/** The same people for all the log, settled ones where there are any. */
function drawOwners(chore: Chore, able: readonly Person[], company: Company): readonly Person[] {
  const dice = createDice(branchSeed(company.seed, BRANCH.owners, CHORES.indexOf(chore)));
  const settled = able.filter(isSettled);
  const left = [...(settled.length > 0 ? settled : able)];
  return Array.from(
    { length: Math.min(OWNERS, left.length) },
    () => left.splice(dice.nextInt(left.length), 1)[0]!,
  );
}

const isThere = ({ joinsOnDay, leavesOnDay }: Person, day: number): boolean =>
  (joinsOnDay ?? 0) <= day && day < (leavesOnDay ?? day + 1);
