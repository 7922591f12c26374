import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { DAY_MS } from "../routine/person-day.ts";

/** One attack, given to somebody at some time. */
export interface Telling {
  readonly story: string;
  readonly person: Person;
  /** Midnight UTC of the day on which it begins. */
  readonly dayAt: number;
  readonly dice: Dice;
}

export interface TellingPlan {
  /** Stories, with the days that each takes. */
  readonly stories: readonly { readonly name: string; readonly days: number }[];
  /** Names of the stories that are wanted; all when null. */
  readonly wanted: readonly string[] | null;
  readonly days: number;
  readonly startAt: number;
  /** A stream of its own for each kind of log. */
  readonly branch: number;
}

/** Each story is told once for so many people. */
const PEOPLE_PER_TELLING = 50;
/** Share of the days, from the start, without a story, so that there is something usual to compare with. */
const QUIET_SHARE = 0.5;

/** Who is visited by which story, and when; nobody twice as long as there are enough people. */
export function planTellings(company: Company, plan: TellingPlan): readonly Telling[] {
  const dice = createDice(branchSeed(company.seed, plan.branch));
  const stories = plan.stories.filter(({ name }) => plan.wanted === null || plan.wanted.includes(name));
  const rounds = Math.ceil(company.people.length / PEOPLE_PER_TELLING);
  // Of somebody who is new or gone nobody could know what is usual.
  const settled = company.people.filter(
    ({ joinsOnDay, leavesOnDay }) => (joinsOnDay ?? leavesOnDay) === null,
  );
  const candidates = settled.length === 0 ? company.people : settled;
  const remaining: Person[] = [];
  return Array.from({ length: rounds }, () => stories)
    .flat()
    .map(({ name, days }, index) => {
      if (remaining.length === 0) remaining.push(...candidates);
      const [person] = remaining.splice(dice.nextInt(remaining.length), 1);
      const lastDay = Math.max(0, plan.days - days);
      const day = dice.between(Math.min(lastDay, Math.floor(plan.days * QUIET_SHARE)), lastDay);
      return {
        story: name,
        person: person!,
        dayAt: plan.startAt + day * DAY_MS,
        dice: createDice(branchSeed(company.seed, plan.branch, index + 1)),
      };
    });
}
