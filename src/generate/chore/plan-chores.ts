import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { callIn, type DayFrame, planWorkDay } from "../routine/person-day.ts";
import { play } from "../story/story.ts";
import { CHORES, type Chore } from "./chores.ts";

const BRANCH = { plan: 71, chore: 72 } as const;
/** In any log, however short: what attackers do is never done by them alone. */
const TIMES_MIN = 2;
const PEOPLE = 100;
const MONTH_DAYS = 30;

export interface PlannedChore {
  readonly chore: Chore;
  readonly number: number;
  readonly day: number;
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
      const planned = { chore, number: number++, day };
      plan.set(day, [...(plan.get(day) ?? []), planned]);
    }
  }
  return plan;
}

/** Somebody of the right team does a chore: of those at work on the day, or whoever is called in. */
export function doChore({ chore, number }: PlannedChore, frame: DayFrame): readonly LabelledRecord[] {
  const { company } = frame;
  const dice = createDice(branchSeed(company.seed, BRANCH.chore, number));
  const person = choosePerson(chore, frame, dice);
  const { workDay, caller, tools, region, focus } = callIn(person, frame);
  const bucket = dice.pick(focus.buckets.filter(({ purpose }) => purpose !== "backup"));
  return play(
    { dice, assets: focus },
    {
      truth: { kind: "ordinary" },
      caller,
      address: workDay.address,
      userAgent: dice.pickWeighted([...tools.userAgents, [tools.consoleAgent, 0.6]]),
      region,
      bucket,
      startAt: workDay.startAt + Math.floor(dice.next() * workDay.workMs * 0.9),
    },
    chore.toActs(dice),
  );
}

function choosePerson({ teams }: Chore, frame: DayFrame, dice: Dice): Person {
  const { people } = frame.company;
  const able = people.filter(({ team }) => teams.includes(team));
  const left = [...able];
  while (left.length > 0) {
    const [person] = left.splice(dice.nextInt(left.length), 1);
    if (planWorkDay(person!, frame) !== null) return person!;
  }
  const there = able.filter(
    ({ joinsOnDay, leavesOnDay }) =>
      (joinsOnDay ?? 0) <= frame.day && frame.day < (leavesOnDay ?? frame.day + 1),
  );
  return dice.pick(there.length > 0 ? there : people);
}
