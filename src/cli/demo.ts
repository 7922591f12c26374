import { type Command, InvalidArgumentError } from "commander";
import { type Finding, type Incident, type RunRecord, SEVERITIES } from "../domain/index.ts";
import { formatIncidents, formatRunSummary } from "./scan-table.ts";
import {
  createProgress,
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
  /** The result as a page. */
  readonly page: string;
}

export interface DemoPort {
  demo(
    request: { readonly seed: number; readonly people: number; readonly days: number },
    onProgress: (step: string, done: number) => void,
  ): Promise<DemoResult>;
}

const DEMO = { seed: 7, people: 30, days: 21 } as const;
const INCIDENTS_SHOWN = 8;

export function addDemoCommand(program: Command, port: DemoPort): void {
  program
    .command("demo")
    .summary("three generated weeks of a small company, with attacks in them, and what Gait finds")
    .description(
      "Generates three weeks of CloudTrail of a small company with attack stories laid over it, scans it as it would scan\n" +
        "yours, and shows what was found beside what was there. Needs no key and no network.",
    )
    .option("--seed <n>", "another company", toSeed, DEMO.seed)
    .option("--quiet", "no progress")
    .action(async (flags: { readonly seed: number; readonly quiet?: boolean }) => {
      const progress = createProgress({ label: "Demo", total: 1000, quiet: flags.quiet === true });
      const result = await port.demo({ ...DEMO, seed: flags.seed }, (step, done) =>
        progress.update(done * 1000, step),
      );
      progress.stop();
      process.stdout.write(formatDemo(result));
    });
}

const SEED_MAX = 0xffffffff;

function toSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() === "" || !Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) {
    throw new InvalidArgumentError(`Write a whole number from 0 to ${SEED_MAX}.`);
  }
  return seed;
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
    `The whole result as a page:  ${result.page}`,
    `The generated logs:          ${result.folder}`,
    "Your own logs:               npm run -s gait -- scan PATH   (a folder of CloudTrail as S3 delivered it)",
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
