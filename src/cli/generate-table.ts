import { extname } from "node:path";
import { type Command, Option } from "commander";
import { type EpochMs, SYSTEM_CLOCK } from "../domain/index.ts";
import { printGenerated, toInteger, toStories } from "./generate-option.ts";
import {
  type GeneratePort,
  type GenerateTableRequest,
  TABLE_FORMATS,
  type TableFormat,
} from "./generate-port.ts";
import { createProgress, formatCount } from "./terminal.ts";
import { parseTimeOption } from "./time-option.ts";

interface TableFlags {
  readonly out?: string;
  readonly seed: number;
  readonly people?: number;
  readonly days?: number;
  readonly size?: number;
  readonly start?: EpochMs;
  readonly format?: TableFormat;
  readonly batch?: true;
  readonly stories?: string;
  readonly quiet?: true;
}

const PEOPLE_MAX = 100_000;
const DAYS_MAX = 3650;
const SIZE_MAX = 1_000_000_000;
/** Kinds whose attacks are drawn before they are written. */
const SIZE_IN_MEMORY_MAX = 10_000_000;
const DRILL_SIZE_MAX = 1_000_000;
const BATCH_SIZE = 50;
const FIRST_DAY = parseTimeOption("2026-01-05", SYSTEM_CLOCK);

/** `gait generate uploads|activity|accounts|soc|drill`: logs that are one file, labels beside it. */
export function addGenerateTableCommands(generate: Command, port: GeneratePort): void {
  addUploads(generate, port);
  addActivity(generate, port);
  addAccounts(generate, port);
  addSoc(generate, port);
  addDrill(generate, port);
}

function addUploads(generate: Command, port: GeneratePort): void {
  const command = addTable(generate, "uploads", {
    what: "An upload log of the generated company: timestamp, user_id, service, bytes_uploaded.",
    out: "cloud_upload_logs.csv",
    seed: 1,
  });
  addPeriod(command, { people: 40, days: 30 })
    .option("--size <n>", "stop after so many rows", toInteger(1, SIZE_MAX))
    .action((flags: TableFlags) =>
      runTable(port, flags, { kind: "uploads", out: "cloud_upload_logs.csv", next: "gait uploads" }),
    );
}

function addActivity(generate: Command, port: GeneratePort): void {
  const command = addTable(generate, "activity", {
    what: "What the generated company's people do, in the fields of the prediction API.",
    out: "user_activity.csv",
    seed: 1,
  });
  addPeriod(command, { people: 40, days: 30 })
    .option("--size <n>", "stop after so many rows", toInteger(1, SIZE_MAX))
    .option("--batch", `a mixed batch for trying out: ${BATCH_SIZE} rows, or --size; to test_batch.csv`)
    .addOption(
      new Option("--format <format>", "how to write it (default: by the file's name)").choices(TABLE_FORMATS),
    )
    .action((flags: TableFlags) =>
      runTable(port, flags.batch === true ? toBatch(flags) : flags, {
        kind: "activity",
        out: "user_activity.csv",
        next: "gait scan",
      }),
    );
}

const toBatch = (flags: TableFlags): TableFlags => ({ out: "test_batch.csv", size: BATCH_SIZE, ...flags });

function addAccounts(generate: Command, port: GeneratePort): void {
  addTable(generate, "accounts", {
    what: "Snapshots of accounts' behaviour; is_account_compromised follows from how they behave.",
    out: "account_snapshots.csv",
    seed: 42,
  })
    .option("--size <n>", "accounts", toInteger(1, SIZE_MAX), 1000)
    .action((flags: TableFlags) =>
      runTable(port, flags, { kind: "accounts", out: "account_snapshots.csv", next: "gait scan" }),
    );
}

function addSoc(generate: Command, port: GeneratePort): void {
  const command = addTable(generate, "soc", {
    what: "Cloud logs of a season in nine features, one row in twenty-five of an attack. The same seed and start give the same bytes.",
    out: "cloud_logs.csv",
    seed: 1,
  });
  addPeriod(command, { people: 30, days: 90, start: "90d" })
    .option("--size <n>", "rows, exactly", toInteger(100, SIZE_IN_MEMORY_MAX), 10_000)
    .action((flags: TableFlags) =>
      runTable(port, flags, { kind: "soc", out: "cloud_logs.csv", next: "gait scan" }),
    );
}

function addDrill(generate: Command, port: GeneratePort): void {
  addTable(generate, "drill", {
    what: "A small drill in CloudTrail records: five users of three roles, six kinds of anomaly in one record of ten.",
    out: "drill.json",
    seed: 1,
  })
    .option("--days <n>", "days to cover", toInteger(1, DAYS_MAX), 30)
    .option("--size <n>", "records, exactly", toInteger(100, DRILL_SIZE_MAX), 1000)
    .action((flags: TableFlags) =>
      runTable(port, flags, { kind: "drill", out: "drill.json", next: "gait scan" }),
    );
}

function addTable(
  generate: Command,
  name: GenerateTableRequest["kind"],
  { what, out, seed }: { readonly what: string; readonly out: string; readonly seed: number },
): Command {
  return generate
    .command(name)
    .description(
      `${what}\nBeside it, <name>.labels.csv names the rows of attacks. The same seed gives the same bytes.`,
    )
    .option("--out <file>", `file to write to (default: ${out})`)
    .option("--seed <n>", "seed", toInteger(0, 0xffffffff), seed)
    .option("--quiet", "no progress");
}

function addPeriod(
  command: Command,
  { people, days, start }: { readonly people: number; readonly days: number; readonly start?: string },
): Command {
  return command
    .option("--people <n>", "people", toInteger(7, PEOPLE_MAX), people)
    .option("--days <n>", `days to cover (default: ${days}, or what --size needs)`, toInteger(1, DAYS_MAX))
    .option("--start <time>", `first day (default: ${start ?? "2026-01-05"})`, (text) =>
      parseTimeOption(text, SYSTEM_CLOCK),
    )
    .option("--stories <names>", "attack stories, by comma; none for no attacks (default: all)");
}

interface TableTask {
  readonly kind: GenerateTableRequest["kind"];
  readonly out: string;
  /** The command that reads it. */
  readonly next: string;
}

async function runTable(port: GeneratePort, flags: TableFlags, task: TableTask): Promise<void> {
  const out = flags.out ?? task.out;
  const stories = await toStories(flags.stories, () => port.storyNames(task.kind));
  const progress = createProgress({
    label: "Writing",
    total: flags.size ?? null,
    quiet: flags.quiet === true,
  });
  const request: GenerateTableRequest = {
    kind: task.kind,
    seed: flags.seed,
    people: flags.people ?? 0,
    days: flags.days ?? null,
    size: flags.size ?? null,
    isBatch: flags.batch === true,
    startAt: flags.start ?? (task.kind === "soc" ? parseTimeOption("90d", SYSTEM_CLOCK) : FIRST_DAY),
    out,
    format: flags.format ?? toFormat(out),
    stories,
  };
  const result = await port
    .generateTable(request, (rows) => progress.update(rows, `${formatCount(rows)} rows`))
    .finally(() => progress.stop());
  printGenerated(result, { out, next: task.next });
}

/** By the file's name; CSV where it says nothing. */
const toFormat = (file: string): TableFormat =>
  TABLE_FORMATS.find((format) => extname(file) === `.${format}`) ??
  (extname(file) === ".jsonl" ? "ndjson" : "csv");
