import { type Command, InvalidArgumentError } from "commander";
import { type Finding, type Incident, type RunRecord, SEVERITIES } from "../domain/index.ts";
import { formatIncidents, formatRunSummary } from "./scan-table.ts";
import {
  createProgress,
  escapeTerminal,
  formatCount,
  formatPlural,
  formatTable,
  paintBold,
  paintDim,
  paintSeverity,
  terminalWidth,
} from "./terminal.ts";

/** What became of one attack story of the generated company. */
export interface StoryOutcome {
  readonly name: string;
  readonly plot: string;
  readonly records: number;
  /** Findings above `info` whose evidence meets the story. */
  readonly findings: number;
  /** The worst incident that tells it, and its place in the ranking from 1; null: no incident does. */
  readonly incident: Pick<Incident, "severity" | "score"> | null;
  readonly rank: number | null;
}

export interface DemoResult {
  readonly people: number;
  readonly days: number;
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly record: RunRecord;
  readonly stories: readonly StoryOutcome[];
  /** Folder of the generated logs. */
  readonly folder: string;
}

export interface DemoRequest {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** Where the demo is kept; null: in a temporary folder, as long as it runs. */
  readonly data: string | null;
  /** From which port on it is served; 0: any; null: it is not served. */
  readonly port: number | null;
}

export interface DemoServed {
  readonly address: string;
  /** True: somebody listens at the wanted port already. */
  readonly isElsewhere: boolean;
}

export interface DemoWatch {
  readonly stop: AbortSignal;
  readonly onProgress: (step: string, done: number) => void;
  readonly onMade: (result: DemoResult) => void;
  readonly onServed: (served: DemoServed) => void;
}

export interface DemoPort {
  /** Makes a demo and serves it until it is asked to stop. Asked before that, it throws what `stop` was aborted with. */
  demo(request: DemoRequest, watch: DemoWatch): Promise<void>;
}

interface Flags {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  readonly data?: string;
  readonly port: number;
  readonly serve: boolean;
  readonly quiet?: boolean;
}

const DEMO = { seed: 7, people: 30, days: 30 } as const;
/** A demo is for looking around: `gait generate` makes logs of any size. */
const PEOPLE_MIN = 4;
const PEOPLE_MAX = 200;
const DAYS_MIN = 3;
const DAYS_MAX = 90;
const PORT_DEFAULT = 5000;
const PORT_MAX = 65_535;
const INCIDENTS_SHOWN = 8;
const PROGRESS_STEPS = 1000;

export function addDemoCommand(program: Command, port: DemoPort): void {
  program
    .command("demo")
    .summary(
      "a generated month of a small company, with attacks in it: what Gait finds, and its pages to look around",
    )
    .description(
      "Generates a month of CloudTrail of a small company with attack stories laid over it, takes it in and looks at it as\n" +
        "it would at yours, shows what was found beside what was there, and serves it in the browser until Ctrl-C. Needs no\n" +
        "key and no network, and leaves nothing behind.",
    )
    .option("--seed <n>", "another company", toSeed, DEMO.seed)
    .option("--people <n>", "how many work there", toCount(PEOPLE_MIN, PEOPLE_MAX), DEMO.people)
    .option(
      "--days <n>",
      "for how long, until now; attacks need a few",
      toCount(DAYS_MIN, DAYS_MAX),
      DEMO.days,
    )
    .option(
      "--port <number>",
      "where the pages are served; the next one that is free where it is taken",
      toPort,
      PORT_DEFAULT,
    )
    .option(
      "--data <folder>",
      "keep the demo in this folder, which is empty or holds one (else a temporary folder)",
    )
    .option("--no-serve", "only show what was found")
    .option("--quiet", "no progress")
    .action((flags: Flags) => runDemoCommand(flags, port));
}

async function runDemoCommand(flags: Flags, port: DemoPort): Promise<void> {
  const progress = createProgress({ label: "Demo", total: PROGRESS_STEPS, quiet: flags.quiet === true });
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    await port.demo(
      {
        seed: flags.seed,
        people: flags.people,
        days: flags.days,
        data: flags.data ?? null,
        port: flags.serve ? flags.port : null,
      },
      {
        stop: stop.signal,
        onProgress: (step, done) => progress.update(done * PROGRESS_STEPS, step),
        onMade: (result) => {
          progress.stop();
          process.stdout.write(formatDemo(result));
        },
        onServed: (served) => process.stdout.write(formatServed(served, flags)),
      },
    );
  } catch (error) {
    // Whoever stops it while it is made wants no complaint.
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
  } finally {
    progress.stop();
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

const SEED_MAX = 0xffffffff;

const toSeed = (text: string): number => toWhole(text, 0, SEED_MAX);
const toPort = (text: string): number => toWhole(text, 0, PORT_MAX);
const toCount = (least: number, most: number) => (text: string) => toWhole(text, least, most);

function toWhole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  }
  return value;
}

function formatServed({ address, isElsewhere }: DemoServed, flags: Flags): string {
  return [
    ...(isElsewhere ? [`Somebody listens at port ${flags.port} already.`] : []),
    `${paintBold("Look around:")} ${paintBold(address)}`,
    paintDim(
      flags.data === undefined
        ? "Only this machine can reach it. Ctrl-C ends it and removes its data."
        : `Only this machine can reach it. Ctrl-C ends it; its data stay in ${escapeTerminal(flags.data)}.`,
    ),
    "",
  ].join("\n");
}

function formatDemo(result: DemoResult): string {
  const low = SEVERITIES.indexOf("low");
  const findings = result.findings.filter((finding) => SEVERITIES.indexOf(finding.severity) >= low);
  return [
    paintBold("Gait, on a generated company"),
    `${formatCount(result.people)} people, their machines, ${formatPlural(result.days, "day")}, ${formatPlural(result.record.events, "event")}; ${formatCount(result.stories.length)} attack stories hidden in them.`,
    "",
    formatIncidents(result.incidents, INCIDENTS_SHOWN),
    paintDim(`Made of ${formatPlural(findings.length, "finding")} of severity low or above.`),
    "",
    paintBold("What was hidden, and what became of it"),
    "",
    formatStories(result.stories),
    ...(result.stories.some((story) => story.incident === null)
      ? [
          paintDim(
            "Where no incident stands, rules alone saw nothing wrong: only what is usual for that person could tell.",
          ),
        ]
      : []),
    "",
    formatRunSummary(result.record),
    "Your own logs:  npm run -s gait -- ingest PATH, then detect and serve   (a folder of CloudTrail as S3 delivered it)",
    "",
  ].join("\n");
}

function formatStories(stories: readonly StoryOutcome[]): string {
  return formatTable({
    head: ["story", "what happens", "events", "findings", "incident"],
    rows: stories.map((story) => [
      story.name,
      story.plot,
      formatCount(story.records),
      formatCount(story.findings),
      story.incident === null
        ? paintDim("none")
        : `${paintSeverity(story.incident.severity)}, no. ${story.rank}`,
    ]),
    numeric: [2, 3],
    widths: [23, Math.max(40, terminalWidth() - 23 - 8 - 10 - 24), 8, 10, 24],
  });
}
