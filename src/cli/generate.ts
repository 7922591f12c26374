import type { Command } from "commander";
import type { EpochMs } from "../domain/index.ts";
import { SYSTEM_CLOCK } from "../domain/index.ts";
import { printGenerated, toInteger, toStories } from "./generate-option.ts";
import type { GeneratePort } from "./generate-port.ts";
import { addGenerateTableCommands } from "./generate-table.ts";
import { createProgress, formatCount } from "./terminal.ts";
import { parseTimeOption } from "./time-option.ts";

interface GenerateFlags {
  readonly seed: number;
  readonly people: number;
  readonly days?: number;
  readonly size?: number;
  readonly start: EpochMs;
  readonly out: string;
  readonly minutesPerFile: number;
  readonly stories?: string;
  readonly quiet?: boolean;
}

const PEOPLE_MAX = 100_000;
const DAYS_MAX = 3650;
const SIZE_MAX = 1_000_000_000;

export function addGenerateCommand(program: Command, port: GeneratePort): void {
  const generate = program
    .command("generate")
    .summary("make labelled synthetic logs of a company at work, with attack stories");
  generate
    .command("cloudtrail")
    .description(
      "Writes CloudTrail records of a generated company as S3 delivers them (gzipped, by account, region and day),\n" +
        "and beside them labels.csv, which names the events of attack stories, and decoys.csv, which names those that\n" +
        "only look like it. The same seed gives the same bytes.",
    )
    .requiredOption("--out <folder>", "folder to write to")
    .option("--seed <n>", "seed", toInteger(0, 0xffffffff), 1)
    .option("--people <n>", "people of the company", toInteger(7, PEOPLE_MAX), 40)
    .option("--days <n>", "days to cover (default: 30, or what --size needs)", toInteger(1, DAYS_MAX))
    .option("--size <n>", "stop after so many records", toInteger(1, SIZE_MAX))
    .option(
      "--start <time>",
      "first day",
      (text) => parseTimeOption(text, SYSTEM_CLOCK),
      parseTimeOption("2026-01-05", SYSTEM_CLOCK),
    )
    .option("--minutes-per-file <n>", "minutes of one region in one file", toInteger(1, 1440), 15)
    .option("--stories <names>", "attack stories, by comma; none for no attacks (default: all)")
    .option("--quiet", "no progress")
    .action(async (flags: GenerateFlags) => {
      await runGenerate(flags, port);
    });
  addGenerateTableCommands(generate, port);
}

async function runGenerate(flags: GenerateFlags, port: GeneratePort): Promise<void> {
  const progress = createProgress({
    label: "Writing",
    total: flags.size ?? null,
    quiet: flags.quiet === true,
  });
  const stories = await toStories(flags.stories, () => port.storyNames("cloudtrail"));
  const result = await port.generateCloudTrail(
    {
      seed: flags.seed,
      people: flags.people,
      days: flags.days ?? (flags.size === undefined ? 30 : null),
      size: flags.size ?? null,
      startAt: flags.start,
      out: flags.out,
      minutesPerFile: flags.minutesPerFile,
      stories,
    },
    (records) => progress.update(records, `${formatCount(records)} records`),
  );
  progress.stop();
  printGenerated(result, { out: flags.out, next: "gait scan" });
}
