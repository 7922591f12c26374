import { doChore, planChores } from "./chore/plan-chores.ts";
import { type Company, createCompany } from "./company/company.ts";
import { DECOYS } from "./decoy/decoys.ts";
import type { LabelledRecord } from "./labelled-record.ts";
import { generateMachineDay } from "./routine/machine-day.ts";
import { DAY_MS, generatePersonDay } from "./routine/person-day.ts";
import { type PlannedStory, planStories } from "./story/plan-stories.ts";
import { STORIES } from "./story/stories.ts";

export interface CloudTrailOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** Midnight UTC of the first day, milliseconds since 1970. */
  readonly startAt: number;
  /** Names of the attack stories to lay over the days; all when null. Some take until the next day to be told. */
  readonly stories: readonly string[] | null;
}

const BRANCH = { stories: 21, decoys: 22 } as const;

/**
 * Days of a company's CloudTrail records, each day in order of time. The same options give the same bytes; memory
 * holds one day and the stories. Records of people, machines and attackers share addresses' ranges, tools and ids'
 * shapes: what tells them apart is what they do. Decoys, which look like attacks and are none, are always there.
 */
export function* generateCloudTrail(options: CloudTrailOptions): Generator<readonly LabelledRecord[]> {
  const company = createCompany(options);
  const told = tellStories(company, options);
  const chores = planChores(company, options.days);
  for (let day = 0; day < options.days; day++) {
    const dayAt = options.startAt + day * DAY_MS;
    const frame = { company, day, dayAt };
    const records = [
      ...company.people.flatMap((person) => generatePersonDay(person, frame)),
      ...company.machines.flatMap((machine) => generateMachineDay(machine, frame)),
      ...(chores.get(day) ?? []).flatMap((chore) => doChore(chore, frame)),
      ...told.filter((one) => one.at >= dayAt && one.at < dayAt + DAY_MS),
    ];
    yield records.sort((a, b) => a.at - b.at);
  }
}

/** Records of the attack stories that are wanted, and of all decoys. */
function tellStories(company: Company, options: CloudTrailOptions): readonly LabelledRecord[] {
  const { days, startAt } = options;
  const decoys = planStories(company, {
    stories: DECOYS,
    days,
    startAt,
    branch: BRANCH.decoys,
    taken: new Set(),
  });
  // Drawn for all of them, so that a story is the same whichever others are wanted.
  const stories = planStories(company, {
    stories: STORIES,
    days,
    startAt,
    branch: BRANCH.stories,
    taken: new Set(decoys.map(({ stage }) => stage.person.number)),
  }).filter(({ story }) => options.stories === null || options.stories.includes(story.name));
  return [...decoys, ...stories].flatMap(({ story, stage }: PlannedStory) => story.tell(stage));
}
