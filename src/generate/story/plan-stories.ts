import type { Company } from "../company/company.ts";
import { type Person, TEAMS } from "../company/person.ts";
import { branchSeed, createDice } from "../random.ts";
import { DAY_MS } from "../routine/person-day.ts";
import { isSettled } from "./scene.ts";
import type { Stage, Story } from "./story.ts";

export interface StoryPlan {
  readonly stories: readonly Story[];
  readonly days: number;
  /** Midnight UTC of the first day. */
  readonly startAt: number;
  /** A stream of its own for each set of stories. */
  readonly branch: number;
  /** People to whom none of these happens as long as there are others, by number. */
  readonly taken: ReadonlySet<number>;
}

/** A story that will be told, and on what stage. */
export interface PlannedStory {
  readonly story: Story;
  readonly stage: Stage;
}

/** Share of the days, from the start, without a story, so that there is something usual to compare with. */
const QUIET_SHARE = 0.5;

/** When each story happens, and to whom: to different people as long as there are enough whom it suits. */
export function planStories(company: Company, plan: StoryPlan): readonly PlannedStory[] {
  const dice = createDice(branchSeed(company.seed, plan.branch));
  const taken = new Set(plan.taken);
  return plan.stories.map((story, index) => {
    const person = choosePerson(company, story, { taken, dice });
    taken.add(person.number);
    // Most stories take part of a day, and some of them the hours after it.
    const lastDay = Math.max(0, plan.days - Math.max(2, story.days));
    const day = dice.between(Math.min(lastDay, Math.floor(plan.days * QUIET_SHARE)), lastDay);
    const dayAt = plan.startAt + day * DAY_MS;
    const stage = {
      company,
      assets: company.assets,
      dice: createDice(branchSeed(company.seed, plan.branch, index)),
      person,
      day,
      dayAt,
      startAt: dayAt + dice.between(0, 20 * 60) * 60_000,
      daysLeft: plan.days - day,
    };
    return { story, stage };
  });
}

/** Of those whom it suits: first the settled ones to whom nothing else happens. The first people are one of each team. */
function choosePerson(
  { people, lives }: Company,
  story: Story,
  { taken, dice }: { readonly taken: ReadonlySet<number>; readonly dice: ReturnType<typeof createDice> },
): Person {
  const groups: readonly ((person: Person) => boolean)[] = [
    (one) =>
      story.suits(one) &&
      isSettled(one) &&
      !taken.has(one.number) &&
      !lives.has(one.number) &&
      one.number >= TEAMS.length,
    (one) => story.suits(one) && isSettled(one) && !taken.has(one.number),
    (one) => story.suits(one) && isSettled(one),
    (one) => story.suits(one),
    (one) => isSettled(one),
  ];
  for (const isIn of groups) {
    const group = people.filter(isIn);
    if (group.length > 0) return dice.pick(group);
  }
  return dice.pick(people);
}
