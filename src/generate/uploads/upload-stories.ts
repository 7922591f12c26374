import type { Company, CompanyLogOptions } from "../company/company.ts";
import { DAY_MS } from "../routine/person-day.ts";
import { planTellings, type Telling } from "../story/plan-tellings.ts";
import type { LabelledRow } from "../table/labelled-row.ts";
import { SIZE_SPREAD, toUploadHabit, toUploadRow, UPLOAD_SERVICES } from "./upload-habit.ts";

const MB = 1_048_576;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const BRANCH_STORIES = 44;
/** Working days that a slow theft takes. */
const SLOW_DAYS = 12;

interface UploadStory {
  readonly name: string;
  /** One sentence: what happens. */
  readonly plot: string;
  readonly days: number;
  tell(telling: Telling, company: Company): readonly LabelledRow[];
}

export const UPLOAD_STORIES: readonly UploadStory[] = [
  {
    name: "upload-burst",
    plot: "Somebody copies hundreds of megabytes to one cloud service within an hour.",
    days: 2,
    tell({ person, dayAt, dice }) {
      const from = toEvening(person.utcOffset, dayAt) + dice.between(0, 60) * MINUTE_MS;
      const service = dice.pick(UPLOAD_SERVICES);
      return Array.from({ length: dice.between(12, 25) }, () =>
        toUploadRow(
          {
            at: from + Math.floor(dice.next() * 50 * MINUTE_MS),
            user: person.email,
            service,
            bytes: dice.lognormal(25 * MB, 0.4),
          },
          "upload-burst",
        ),
      );
    },
  },
  {
    name: "many-services",
    plot: "Somebody spreads files over four services or more within an hour, so that no service sees much.",
    days: 2,
    tell({ person, dayAt, dice }) {
      const from = toEvening(person.utcOffset, dayAt) - 6 * HOUR_MS;
      const services = UPLOAD_SERVICES.slice(dice.between(0, 2));
      return services.flatMap((service) =>
        Array.from({ length: dice.between(2, 4) }, () =>
          toUploadRow(
            {
              at: from + Math.floor(dice.next() * 45 * MINUTE_MS),
              user: person.email,
              service,
              bytes: dice.lognormal(12 * MB, 0.3),
            },
            "many-services",
          ),
        ),
      );
    },
  },
  {
    name: "slow-rise",
    plot: "Somebody uploads a little more every day for two weeks, in their usual hours, to their usual service.",
    days: SLOW_DAYS,
    tell({ person, dayAt, dice }, company) {
      const habit = toUploadHabit(person, company);
      // The mean of a usual day: of a lognormal it lies above the median.
      const usualBytes = habit.perDay * habit.bytes * Math.exp(SIZE_SPREAD ** 2 / 2);
      return Array.from({ length: SLOW_DAYS }, (_, day) => {
        const uploads = dice.between(3, 6);
        return Array.from({ length: uploads }, () =>
          toUploadRow(
            {
              at: dayAt + day * DAY_MS + (person.startHour - person.utcOffset + 8 * dice.next()) * HOUR_MS,
              user: person.email,
              service: habit.services[0]![0],
              bytes: dice.lognormal(((1 + day) * usualBytes) / uploads, 0.3),
            },
            "slow-rise",
          ),
        );
      }).flat();
    },
  },
];

/** Six in the evening where they live. */
const toEvening = (utcOffset: number, dayAt: number): number => dayAt + (18 - utcOffset) * HOUR_MS;

/** The rows of all attack stories, in no order. */
export function tellUploadStories(company: Company, options: CompanyLogOptions): readonly LabelledRow[] {
  const plan = { ...options, stories: UPLOAD_STORIES, wanted: options.stories, branch: BRANCH_STORIES };
  return planTellings(company, plan).flatMap((telling) =>
    UPLOAD_STORIES.find(({ name }) => name === telling.story)!.tell(telling, company),
  );
}
