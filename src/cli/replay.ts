import { type Command, Option } from "commander";
import {
  DETECTOR_KINDS,
  type DetectorKind,
  type EpochMs,
  type JsonObject,
  SYSTEM_CLOCK,
} from "../domain/index.ts";
import type { DetectProgress } from "./detect.ts";
import {
  addDetectOptions,
  type DetectFlags,
  type DetectSettings,
  toDetectSettings,
} from "./detect-option.ts";
import { EXIT } from "./exit.ts";
import { createProgress, escapeTerminal, formatPlural, paintDim } from "./terminal.ts";
import { parseTimeOption } from "./time-option.ts";

export interface ReplayRequest {
  readonly settings: DetectSettings;
  /** Kinds of detectors that are left out of the second run. */
  readonly without: readonly DetectorKind[];
  /** What is compared begins there; what comes before is learned from all the same. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

export interface ReplayReport {
  /** Events that both runs went through. */
  readonly events: number;
  /** The comparison in words, line by line; texts of logs are in it as they are. */
  readonly text: string;
  readonly json: JsonObject;
}

export interface ReplayPort {
  replay(request: ReplayRequest, onProgress: (progress: DetectProgress) => void): Promise<ReplayReport>;
}

interface Flags extends DetectFlags {
  readonly without?: readonly DetectorKind[];
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const toTime = (text: string): EpochMs => parseTimeOption(text, SYSTEM_CLOCK);

export function addReplayCommand(program: Command, port: ReplayPort): void {
  const command = program
    .command("replay")
    .summary("try changed rules, thresholds or models on what is stored; nothing is kept")
    .description(
      "Goes through the stored history twice, as it is looked at today and as the options say, and shows what would have\n" +
        "been found, what appeared and what disappeared. A rule or detector in --rules that has the id of one of Gait's own\n" +
        "takes its place: copy the file, change a threshold, replay.",
    );
  addDetectOptions(command)
    .addOption(
      new Option("--without <kinds...>", "leave out these kinds of detectors").choices(DETECTOR_KINDS),
    )
    .option("--from <time>", "compare from then on: ISO 8601, or an age such as 7d", toTime)
    .option("--to <time>", "compare up to then", toTime)
    .option("--json", "print the comparison as JSON")
    .option("--quiet", "no progress")
    .action(async (flags: Flags) => {
      process.exitCode = await runReplayCommand(flags, port);
    });
}

async function runReplayCommand(flags: Flags, port: ReplayPort): Promise<number> {
  const progress = createProgress({ label: "Replaying", total: 1000, quiet: flags.quiet === true });
  let report: ReplayReport;
  try {
    report = await port.replay(
      {
        settings: toDetectSettings(flags),
        without: flags.without ?? [],
        from: flags.from ?? null,
        to: flags.to ?? null,
      },
      ({ step, share, note }) => progress.update(Math.floor(share * 1000), `${step}  ${note}`),
    );
  } finally {
    progress.stop();
  }
  if (flags.json === true) process.stdout.write(`${JSON.stringify(report.json, null, 2)}\n`);
  else
    process.stdout.write(
      `${paintDim(`Compared over ${formatPlural(report.events, "event")}; nothing was kept.`)}\n\n${escapeLines(report.text)}`,
    );
  return EXIT.fine;
}

/** Characters of a line of the comparison. */
const LINE_MAX = 600;

const escapeLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => escapeTerminal(line, LINE_MAX))
    .join("\n");
