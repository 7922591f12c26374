import { type Command, Option } from "commander";
import {
  DETECTOR_KINDS,
  type DetectorKind,
  type Finding,
  type Severity,
  type Standing,
  VERDICTS,
  type VerdictKind,
} from "../domain/index.ts";
import { type StorePlace, toPlace } from "./data-option.ts";
import { type Looked, writeLooked } from "./looked.ts";
import {
  type AskedPeriod,
  addReadOptions,
  createMinSeverityOption,
  type MinSeverityFlags,
  type ReadFlags,
  toMaybeLimit,
  toPeriod,
} from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import {
  type AskedStanding,
  addStandingOptions,
  listMarks,
  type StandingFlags,
  toStanding,
} from "./standing.ts";
import {
  escapeTerminal,
  formatCount,
  formatPlural,
  formatTable,
  formatTime,
  paintDim,
  paintSeverity,
  terminalWidth,
  wrapText,
} from "./terminal.ts";

/** Findings shown where no limit is given. */
const LIMIT_DEFAULT = 40;
/** Characters of an id that tables show: enough to name the finding in other commands. */
export const SHORT_ID_CHARS = 12;

export interface FindingsRequest extends AskedPeriod, AskedStanding {
  readonly place: StorePlace;
  readonly actor: string | null;
  readonly entity: string | null;
  readonly detector: string | null;
  readonly kind: DetectorKind | null;
  readonly minSeverity: Severity | null;
  /** Id of an incident, or the beginning of it. */
  readonly incident: string | null;
  readonly event: string | null;
  readonly text: string | null;
  readonly verdict: VerdictKind | "none" | null;
  /** Also what was judged false and what an exception covers. */
  readonly all: boolean;
  readonly newestFirst: boolean;
  /** Null: all. */
  readonly limit: number | null;
}

export interface ListedFinding {
  readonly finding: Finding;
  readonly verdict: VerdictKind | null;
  /** Id of the exception that covers it. */
  readonly exception: string | null;
  readonly standing: Standing;
  /** For programs. */
  readonly json: object;
}

export interface FindingList {
  readonly looked: Looked;
  /** In pages, in the order asked for. */
  readonly pages: AsyncIterable<readonly ListedFinding[]>;
  /** How many there are without the limit. */
  readonly total: number;
  /** How many more there are that were judged false or are covered by an exception. */
  readonly hidden: number;
}

export interface FindingsPort {
  /** Throws a problem when nothing was ever looked at. The store stays open while `use` reads. */
  list(request: FindingsRequest, use: (list: FindingList) => Promise<void>): Promise<void>;
}

interface FindingsFlags extends ReadFlags, MinSeverityFlags, StandingFlags {
  readonly actor?: string;
  readonly entity?: string;
  readonly detector?: string;
  readonly kind?: DetectorKind;
  readonly incident?: string;
  readonly event?: string;
  readonly text?: string;
  readonly verdict?: VerdictKind | "none";
  readonly all?: boolean;
  readonly newest?: boolean;
}

export function addFindingsCommand(program: Command, port: FindingsPort): void {
  const command = program
    .command("findings")
    .summary("what detection found, worst first")
    .description(
      "Shows findings, worst first. What was judged a false positive or a duplicate or is\n" +
        "covered by an exception is left out and counted.\n" +
        "Times are UTC; --from is included, --to is not. `gait explain ID` says why.",
    );
  addStandingOptions(addReadOptions(command, LIMIT_DEFAULT))
    .option("--actor <id-or-name>", "only of this actor")
    .option("--entity <id>", "only about this actor, address or resource")
    .option("--detector <id-or-title>", "only of this detector")
    .addOption(new Option("--kind <kind>", "only of this kind of detector").choices(DETECTOR_KINDS))
    .addOption(createMinSeverityOption())
    .option("--incident <id>", "only of this incident")
    .option("--event <event-id>", "only those for which this event is evidence")
    .option("--text <text>", "only with this in summary, title, names or ids")
    .addOption(new Option("--verdict <verdict>", "only with this verdict").choices([...VERDICTS, "none"]))
    .option("--all", "also those that were judged false or are covered by an exception")
    .option("--newest", "newest first")
    .action((flags: FindingsFlags) =>
      port.list(toRequest(flags), async (list) => {
        await (flags.json === true ? printJson(list) : printTable(list));
      }),
    );
}

const toRequest = (flags: FindingsFlags): FindingsRequest => ({
  place: toPlace(flags),
  ...toPeriod(flags),
  actor: flags.actor ?? null,
  entity: flags.entity ?? null,
  detector: flags.detector ?? null,
  kind: flags.kind ?? null,
  minSeverity: flags.minSeverity ?? null,
  incident: flags.incident ?? null,
  event: flags.event ?? null,
  text: flags.text ?? null,
  verdict: flags.verdict ?? null,
  ...toStanding(flags),
  all: flags.all === true || flags.verdict !== undefined || flags.state === "closed",
  newestFirst: flags.newest === true,
  limit: toMaybeLimit(flags.limit),
});

async function printJson({ looked, pages }: FindingList): Promise<void> {
  let before = "[\n";
  for await (const page of pages) {
    if (
      page.length > 0 &&
      !(await writeOut(before + page.map(({ json }) => JSON.stringify(json)).join(",\n")))
    )
      return;
    if (page.length > 0) before = ",\n";
  }
  await writeOut(before === "[\n" ? "[]\n" : "\n]\n");
  writeLooked(looked);
}

async function printTable({ looked, pages, total, hidden }: FindingList): Promise<void> {
  let shown = 0;
  for await (const page of pages) {
    if (page.length > 0 && !(await writeOut(`${formatListedFindings(page)}\n`))) return;
    shown += page.length;
  }
  await writeOut(formatTotal({ shown, total, hidden }));
  writeLooked(looked);
}

export function formatTotal({
  shown,
  total,
  hidden,
}: {
  readonly shown: number;
  readonly total: number;
  readonly hidden: number;
}): string {
  const aside =
    hidden === 0
      ? ""
      : ` ${formatPlural(hidden, "finding")} more judged false or covered by an exception: --all shows them.`;
  if (total === 0) return `Looked and found nothing of this kind.${paintDim(aside)}\n`;
  const rest = shown < total ? ` of ${formatCount(total)}: --limit 0 shows all` : "";
  return paintDim(`${formatCount(shown)} shown${rest}.${aside} \`gait explain ID\` says why.\n`);
}

/** In a narrower window sentences would stand in a column of a few words. */
const TABLE_WIDTH_MIN = 110;

export function formatListedFindings(findings: readonly ListedFinding[]): string {
  const width = terminalWidth();
  if (width < TABLE_WIDTH_MIN) return formatNarrow(findings, width);
  return formatTable({
    head: ["severity", "time (UTC)", "what", "events", "score", "id"],
    rows: findings.map((listed) => [
      paintSeverity(listed.finding.severity),
      formatTime(listed.finding.at),
      `${escapeTerminal(listed.finding.summary, 400)}${toMark(listed)}`,
      formatCount(listed.finding.events.length),
      listed.finding.score.toFixed(2),
      toShortId(listed.finding.id),
    ]),
    numeric: [3, 4],
    widths: [13, 21, width - 13 - 21 - 9 - 8 - 15, 9, 8, 15],
  });
}

const formatNarrow = (findings: readonly ListedFinding[], width: number): string =>
  findings
    .flatMap((listed) => [
      `${paintSeverity(listed.finding.severity)}  ${formatTime(listed.finding.at)}  ${paintDim(
        `${formatPlural(listed.finding.events.length, "event")}, score ${listed.finding.score.toFixed(2)}, id ${toShortId(listed.finding.id)}`,
      )}`,
      ...wrapText(`${escapeTerminal(listed.finding.summary, 400)}${toMark(listed)}`, width - 4).map(
        (line) => `    ${line}`,
      ),
    ])
    .join("\n");

function toMark({ verdict, exception, standing }: ListedFinding): string {
  const marks = [
    ...listMarks(standing, verdict),
    ...(exception === null || verdict !== null ? [] : ["covered by an exception"]),
  ];
  return marks.length === 0 ? "" : ` [${marks.join(", ")}]`;
}

export const toShortId = (id: string): string => escapeTerminal(id.slice(0, SHORT_ID_CHARS));
