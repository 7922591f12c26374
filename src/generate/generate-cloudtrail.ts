import { type Company, createCompany } from "./company/company.ts";
import { type Person, TEAMS } from "./company/person.ts";
import type { LabelledRecord } from "./labelled-record.ts";
import { branchSeed, createDice } from "./random.ts";
import { generateMachineDay } from "./routine/machine-day.ts";
import { DAY_MS, generatePersonDay } from "./routine/person-day.ts";
import { STORIES } from "./story/stories.ts";
import type { Story } from "./story/story.ts";

export interface CloudTrailOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** Midnight UTC of the first day, milliseconds since 1970. */
  readonly startAt: number;
  /** Names of the attack stories to lay over the days; all when null. Some take until the next day to be told. */
  readonly stories: readonly string[] | null;
}

export interface PlannedStory {
  readonly story: Story;
  readonly personNumber: number;
  readonly startAt: number;
}

const BRANCH_STORIES = 21;
/** Days at the start without a story, so that there is something usual to compare with. */
const QUIET_SHARE = 0.5;

/**
 * Days of a company's CloudTrail records, each day in order of time. The same options give the same bytes; memory
 * holds one day. Records of people, machines and attackers share addresses' ranges, tools and ids' shapes: what tells
 * them apart is what they do.
 */
export function* generateCloudTrail(options: CloudTrailOptions): Generator<readonly LabelledRecord[]> {
  const company = createCompany(options);
  const told = tellStories(company, planStories(company, options));
  for (let day = 0; day < options.days; day++) {
    const dayAt = options.startAt + day * DAY_MS;
    const frame = { company, day, dayAt };
    const records = [
      ...company.people.flatMap((person) => generatePersonDay(person, frame)),
      ...company.machines.flatMap((machine) => generateMachineDay(machine, frame)),
      ...told.filter((one) => one.at >= dayAt && one.at < dayAt + DAY_MS),
    ];
    yield records.sort((a, b) => a.at - b.at);
  }
}

/** When each story happens, and to whom: to different people as long as there are enough. */
export function planStories(company: Company, options: CloudTrailOptions): readonly PlannedStory[] {
  const dice = createDice(branchSeed(options.seed, BRANCH_STORIES));
  const wanted = STORIES.filter((story) => options.stories === null || options.stories.includes(story.name));
  const lastDay = Math.max(0, options.days - 2);
  const quietDays = Math.min(lastDay, Math.floor(options.days * QUIET_SHARE));
  // The first people are one of each team; stories happen to the others where there are others.
  const others = company.people.slice(Math.min(TEAMS.length, company.people.length - 1));
  const remaining: Person[] = [];
  return wanted.map((story) => {
    if (remaining.length === 0) remaining.push(...others);
    const [person] = remaining.splice(dice.nextInt(remaining.length), 1);
    const day = dice.between(quietDays, lastDay);
    const startAt = options.startAt + day * DAY_MS + dice.between(0, 20 * 60) * 60_000;
    return { story, personNumber: person!.number, startAt };
  });
}

function tellStories(company: Company, plan: readonly PlannedStory[]): readonly LabelledRecord[] {
  return plan.flatMap(({ story, personNumber, startAt }, index) =>
    story.tell({
      company,
      assets: company.assets,
      dice: createDice(branchSeed(company.seed, BRANCH_STORIES, index)),
      person: company.people[personNumber]!,
      startAt,
    }),
  );
}
