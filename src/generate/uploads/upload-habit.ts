import type { Company } from "../company/company.ts";
import type { Person, Team } from "../company/person.ts";
import { branchSeed, createDice } from "../random.ts";
import { type LabelledRow, toTimestamp } from "../table/labelled-row.ts";

export const UPLOAD_COLUMNS = ["timestamp", "user_id", "service", "bytes_uploaded"];
export const UPLOAD_SERVICES = ["Google Drive", "Dropbox", "OneDrive", "Box", "S3", "SharePoint"] as const;

/** Deviation of the logarithm of an upload's size: many small files, few large ones. */
export const SIZE_SPREAD = 1.2;

const MB = 1_048_576;
const BRANCH_HABIT = 41;

export interface Upload {
  readonly at: number;
  readonly user: string;
  readonly service: string;
  readonly bytes: number;
}

export const toUploadRow = ({ at, user, service, bytes }: Upload, story: string | null): LabelledRow => ({
  at,
  user,
  fields: { timestamp: toTimestamp(at), user_id: user, service, bytes_uploaded: Math.round(bytes) },
  story,
});

/** Uploads of a usual day, and the usual size of one in megabytes. */
const WORK: Readonly<Record<Team, { readonly perDay: number; readonly megabytes: number }>> = {
  engineering: { perDay: 4, megabytes: 1.2 },
  data: { perDay: 6, megabytes: 5 },
  platform: { perDay: 3, megabytes: 2 },
  finance: { perDay: 5, megabytes: 0.8 },
  support: { perDay: 5, megabytes: 0.6 },
  security: { perDay: 2, megabytes: 1 },
};

/** How somebody uploads, for as long as they are there. */
export interface UploadHabit {
  readonly services: readonly (readonly [service: string, weight: number])[];
  readonly perDay: number;
  /** Median size of an upload. */
  readonly bytes: number;
}

export function toUploadHabit(person: Person, { seed }: Company): UploadHabit {
  const dice = createDice(branchSeed(seed, BRANCH_HABIT, person.number));
  const work = WORK[person.team];
  return {
    // Everybody uses two services, and any other now and then.
    services: [
      [dice.pick(UPLOAD_SERVICES), 14],
      [dice.pick(UPLOAD_SERVICES), 5],
      ...UPLOAD_SERVICES.map((service) => [service, 0.15] as const),
    ],
    perDay: work.perDay * (0.5 + dice.next()),
    bytes: dice.lognormal(work.megabytes * MB, 0.4),
  };
}
