import { type Command, InvalidArgumentError } from "commander";
import { type AlertTurn, formatAlertTurn } from "./alert-turn.ts";
import type { DetectReport } from "./detect.ts";
import {
  addDetectOptions,
  type DetectFlags,
  type DetectSettings,
  toDetectSettings,
} from "./detect-option.ts";
import { EXIT } from "./exit.ts";
import type { IngestReport } from "./ingest.ts";
import { formatIncidents } from "./scan-table.ts";
import { escapeTerminal, formatPlural, formatTime, paintDim, paintError, writeError } from "./terminal.ts";

export interface WatchRequest extends DetectSettings {
  readonly folders: readonly string[];
  /** How long to wait after a look before the next. */
  readonly intervalMs: number;
  /** One look, then stop. */
  readonly once: boolean;
}

/** What one look at the folders gave. */
export interface WatchTurn {
  readonly at: number;
  readonly ingest: IngestReport;
  /** Null: nothing came, so there was nothing to look at. */
  readonly detect: DetectReport | null;
  readonly alerts: AlertTurn;
}

export interface WatchPort {
  /** Goes on until it is asked to stop. What is under way is finished then. */
  watch(
    request: WatchRequest,
    options: { readonly stop: AbortSignal; onTurn: (turn: WatchTurn) => void },
  ): Promise<void>;
}

interface Flags extends DetectFlags {
  readonly every: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

const SECONDS_MAX = 86_400;
const SECONDS_DEFAULT = 10;

export function addWatchCommand(program: Command, port: WatchPort): void {
  const command = program
    .command("watch")
    .summary("take in what comes into a folder, and detect, again and again")
    .description(
      "Takes in every new file of the folders and looks at it, until it is stopped (Ctrl-C finishes what is under way).\n" +
        "A file that still grows is taken in as it stands, and again when it has grown: each event counts once.",
    )
    .argument("<folder...>", "folders to watch, with what is in them");
  addDetectOptions(command)
    .option("--every <seconds>", "how long to wait between looks", toSeconds, SECONDS_DEFAULT)
    .option("--once", "look once, then stop")
    .option("--json", "one JSON object a line for each look that found something new")
    .action(async (folders: string[], flags: Flags) => {
      process.exitCode = await runWatchCommand(folders, flags, port);
    });
}

async function runWatchCommand(folders: readonly string[], flags: Flags, port: WatchPort): Promise<number> {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  if (flags.json !== true)
    process.stdout.write(
      paintDim(`Watching ${folders.map((one) => escapeTerminal(one)).join(", ")}; Ctrl-C stops.\n`),
    );
  const request: WatchRequest = {
    ...toDetectSettings(flags),
    folders,
    intervalMs: flags.every * 1000,
    once: flags.once === true,
  };
  let failed = false;
  try {
    await port.watch(request, {
      stop: stop.signal,
      onTurn: (turn) => {
        failed = turn.ingest.problems.length > 0;
        tellTurn(turn, flags.json === true);
      },
    });
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
  return failed ? EXIT.failed : EXIT.fine;
}

function tellTurn(turn: WatchTurn, asJson: boolean): void {
  const { ingest, detect, alerts } = turn;
  for (const { text, remedy, code } of ingest.problems)
    writeError(
      `${paintError("gait:")} ${escapeTerminal(text, 2000)}\n      ${remedy} ${paintDim(`[${code}]`)}\n`,
    );
  if (ingest.inputsNew === 0 && detect === null && !isTold(alerts)) return;
  if (asJson) {
    process.stdout.write(`${JSON.stringify(turn)}\n`);
    return;
  }
  if (ingest.inputsNew === 0 && detect === null) {
    process.stdout.write(formatAlertTurn(alerts));
    return;
  }
  const found =
    detect === null
      ? ""
      : `, ${formatPlural(detect.findings.added, "new finding")}, ${formatPlural(detect.incidents.added, "new incident")}`;
  process.stdout.write(
    `${formatTime(turn.at)}  ${formatPlural(ingest.inputsNew, "file")}, ${formatPlural(ingest.events, "event")}${found}\n`,
  );
  if (detect !== null && detect.worst.length > 0)
    process.stdout.write(`\n${formatIncidents(detect.worst, 3)}\n\n`);
  process.stdout.write(formatAlertTurn(alerts));
}

/** Whether something left or should have left, without anything new coming in. */
const isTold = ({ channels, delivered, postponed, dead, added, updated, reminded }: AlertTurn): boolean =>
  channels.length > 0 && delivered + postponed.length + dead.length + added + updated + reminded > 0;

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 1 && seconds <= SECONDS_MAX))
    throw new InvalidArgumentError(`Write a number of seconds from 1 to ${SECONDS_MAX}.`);
  return seconds;
}
