import type { GenerateTableRequest } from "../../cli/generate-port.ts";
import {
  ACTIVITY_STORIES,
  type CompanyLogOptions,
  type GeneratedTable,
  generateAccounts,
  generateActivity,
  generateActivityBatch,
  generateDrill,
  generateSoc,
  generateUploads,
  SOC_STORIES,
  type TableFileResult,
  UPLOAD_STORIES,
  writeTable,
} from "../../generate/index.ts";

type Kind = GenerateTableRequest["kind"];

const namesOf = (stories: readonly { readonly name: string }[]): readonly string[] =>
  stories.map(({ name }) => name);

export const TABLE_STORIES: Readonly<Record<Kind, readonly string[]>> = {
  uploads: namesOf(UPLOAD_STORIES),
  activity: namesOf(ACTIVITY_STORIES),
  accounts: [],
  soc: namesOf(SOC_STORIES),
  drill: [],
};

const DAY_MS = 86_400_000;
const DAYS_DEFAULT: Readonly<Record<Kind, number>> = {
  uploads: 30,
  activity: 30,
  accounts: 1,
  soc: 90,
  drill: 30,
};
/** Rows of a person on an average day, weekends included; less than there are, so that days suffice for a size. */
const ROWS_PER_PERSON_DAY: Readonly<Record<Kind, number>> = {
  uploads: 2,
  activity: 4,
  accounts: 1,
  soc: 1,
  drill: 1,
};
const ACCOUNTS_DEFAULT = 1000;
const SOC_ROWS_DEFAULT = 10_000;
const DRILL_RECORDS_DEFAULT = 1000;
/** A batch is drawn from a small company's two weeks, so that every story happens in it. */
const BATCH_DAYS = 10;

/** Writes one kind of log as one file, its labels beside it. */
export function writeGeneratedTable(
  request: GenerateTableRequest,
  onProgress: (rows: number) => void,
): Promise<TableFileResult> {
  return writeTable(TABLES[request.kind](request), {
    file: request.out,
    format: request.kind === "drill" && request.format === "csv" ? "json" : request.format,
    rowsMax: request.size,
    onProgress,
  });
}

const TABLES: Readonly<Record<Kind, (request: GenerateTableRequest) => GeneratedTable>> = {
  uploads: (request) => generateUploads(toCompanyLog(request)),
  activity: (request) =>
    request.isBatch
      ? generateActivityBatch(
          { ...toCompanyLog(request), days: request.days ?? BATCH_DAYS },
          request.size ?? 50,
        )
      : generateActivity(toCompanyLog(request)),
  accounts: ({ seed, size }) => generateAccounts({ seed, accounts: size ?? ACCOUNTS_DEFAULT }),
  soc: (request) =>
    generateSoc({
      ...toCompanyLog(request),
      days: request.days ?? DAYS_DEFAULT.soc,
      rows: request.size ?? SOC_ROWS_DEFAULT,
    }),
  drill: (request) =>
    generateDrill({
      seed: request.seed,
      days: request.days ?? DAYS_DEFAULT.drill,
      startAt: toMidnight(request.startAt),
      records: request.size ?? DRILL_RECORDS_DEFAULT,
    }),
};

const toCompanyLog = (request: GenerateTableRequest): CompanyLogOptions => ({
  seed: request.seed,
  people: request.people,
  days: request.days ?? toDays(request),
  startAt: toMidnight(request.startAt),
  stories: request.stories,
});

const toMidnight = (at: number): number => at - (at % DAY_MS);

/** Enough days for the size: writing stops at the size. */
function toDays({ kind, size, people }: GenerateTableRequest): number {
  if (size === null) return DAYS_DEFAULT[kind];
  return Math.ceil(size / (people * ROWS_PER_PERSON_DAY[kind])) + 3;
}
