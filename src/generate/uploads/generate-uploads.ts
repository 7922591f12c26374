import { type CompanyLogOptions, createCompany } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import { branchSeed, createDice, type Dice } from "../random.ts";
import { DAY_MS, type DayFrame, planWorkDay } from "../routine/person-day.ts";
import { byTime, type GeneratedTable, isOfDay, type LabelledRow } from "../table/labelled-row.ts";
import { SIZE_SPREAD, toUploadHabit, toUploadRow, UPLOAD_COLUMNS, type UploadHabit } from "./upload-habit.ts";
import { tellUploadStories } from "./upload-stories.ts";

const MB = 1_048_576;
const HOUR_MS = 3_600_000;
const BRANCH = { day: 42, machine: 43 } as const;

/**
 * Uploads of a company's people to cloud services, a day at a time: each to the services that they use, by the size of
 * their work; now and then a large delivery within the hour, and every night the files that a machine copies. Attack
 * stories lie over the second half of the days. The same people as in the other logs of the same seed.
 */
export function generateUploads(options: CompanyLogOptions): GeneratedTable {
  return { columns: UPLOAD_COLUMNS, batches: generateDays(options) };
}

function* generateDays(options: CompanyLogOptions): Generator<readonly LabelledRow[]> {
  const company = createCompany(options);
  const told = tellUploadStories(company, options);
  for (let day = 0; day < options.days; day++) {
    const dayAt = options.startAt + day * DAY_MS;
    const frame = { company, day, dayAt };
    yield [
      ...company.people.flatMap((person) => uploadDay(person, frame)),
      ...copyNight(frame),
      ...told.filter((row) => isOfDay(row, dayAt)),
    ].sort(byTime);
  }
}

function uploadDay(person: Person, frame: DayFrame): readonly LabelledRow[] {
  const workDay = planWorkDay(person, frame);
  if (workDay === null) return [];
  const dice = createDice(branchSeed(frame.company.seed, BRANCH.day, person.number, frame.day));
  const habit = toUploadHabit(person, frame.company);
  const { startAt, workMs } = workDay;
  const rows = Array.from({ length: dice.poisson(habit.perDay) }, () =>
    toUploadRow(
      {
        at: startAt + Math.floor(dice.next() * workMs),
        user: person.email,
        service: dice.pickWeighted(habit.services),
        bytes: dice.lognormal(habit.bytes, SIZE_SPREAD),
      },
      null,
    ),
  );
  return dice.chance(DELIVERY_SHARE) ? [...rows, ...deliver(person, habit, { dice, startAt })] : rows;
}

/** Share of working days on which somebody hands over something large: over a hundred megabytes and no attack. */
const DELIVERY_SHARE = 0.006;

function deliver(
  person: Person,
  habit: UploadHabit,
  { dice, startAt }: { readonly dice: Dice; readonly startAt: number },
): readonly LabelledRow[] {
  const from = startAt + dice.between(0, 5) * HOUR_MS;
  return Array.from({ length: dice.between(3, 7) }, () =>
    toUploadRow(
      {
        at: from + Math.floor(dice.next() * HOUR_MS),
        user: person.email,
        service: habit.services[0]![0],
        bytes: dice.lognormal(25 * MB, 0.5),
      },
      null,
    ),
  );
}

/** Every night a machine copies the day's files. */
function copyNight({ company, day, dayAt }: DayFrame): readonly LabelledRow[] {
  const dice = createDice(branchSeed(company.seed, BRANCH.machine, day));
  return Array.from({ length: dice.between(12, 20) }, () =>
    toUploadRow(
      {
        at: dayAt + 2 * HOUR_MS + Math.floor(dice.next() * HOUR_MS),
        user: `file-copy@${company.name}.example`,
        service: "S3",
        bytes: dice.lognormal(30 * MB, 0.3),
      },
      null,
    ),
  );
}
