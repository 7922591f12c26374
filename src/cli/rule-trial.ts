import { type Command, InvalidArgumentError, Option } from "commander";
import type { Severity } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import {
  createProgress,
  escapeTerminal,
  formatPlural,
  formatTable,
  paintBold,
  paintDim,
  paintSeverity,
  terminalWidth,
} from "./terminal.ts";

export interface RuleTrialRequest {
  readonly place: StorePlace;
  /** A file of one rule, or the id of a rule that is there. */
  readonly rule: string;
  readonly days: number;
}

/** What a rule would have found in what is stored. */
export interface RuleTrialReport {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly noise: { readonly level: string; readonly text: string };
  readonly findings: number;
  readonly events: number;
  readonly matches: number;
  readonly seconds: number;
  readonly by_day: readonly { readonly day: string; readonly findings: number }[];
  readonly actors: readonly { readonly id: string; readonly name: string; readonly findings: number }[];
  readonly actors_total: number;
  readonly samples: readonly {
    readonly time: string;
    readonly severity: Severity;
    readonly actor_name: string;
    readonly summary: string;
  }[];
  readonly not_looked: readonly { readonly why: string; readonly text: string }[];
}

export interface RuleTrialPort {
  trial(
    request: RuleTrialRequest,
    onProgress: (progress: { readonly step: string; readonly share: number }) => void,
  ): Promise<RuleTrialReport>;
}

interface Flags extends PlaceFlags {
  readonly days: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const DAYS_MAX = 365;
/** Samples that are printed; all stand in the JSON. */
const SAMPLES_MAX = 8;

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${DAYS_MAX}.`);
  return days;
}

/** `gait rules trial`, under the command of rules. */
export function addRuleTrialCommand(rules: Command, port: RuleTrialPort): void {
  rules
    .command("trial")
    .description(
      "tries a rule on what is stored: how often it would have fired, by day and for whom; nothing is kept",
    )
    .argument("<file|id>", "a file with one rule or correlation, or the id of a rule that is there")
    .addOption(
      new Option("--days <n>", "the last so many days that have events").argParser(toDays).default(30),
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .addOption(new Option("--json", "print JSON"))
    .addOption(new Option("--quiet", "no progress"))
    .action(async (rule: string, flags: Flags) => {
      const progress = createProgress({ label: "Trying", total: 1000, quiet: flags.quiet === true });
      let report: RuleTrialReport;
      try {
        report = await port.trial({ place: toPlace(flags), rule, days: flags.days }, ({ step, share }) =>
          progress.update(Math.floor(share * 1000), step),
        );
      } finally {
        progress.stop();
      }
      process.stdout.write(
        `${flags.json === true ? JSON.stringify(report, null, 2) : formatTrial(report)}\n`,
      );
    });
}

function formatTrial(report: RuleTrialReport): string {
  const { title, text, noise, events, matches, seconds, actors, actors_total, not_looked } = report;
  return [
    paintBold(escapeTerminal(title, 200)),
    escapeTerminal(text, 400),
    noise.text,
    ...formatDays(report),
    ...(actors.length === 0 ? [] : ["", formatActors(report)]),
    ...(actors_total > actors.length
      ? [`and ${formatPlural(actors_total - actors.length, "more actor")}`]
      : []),
    ...formatSamples(report),
    "",
    ...not_looked.map((gap) => `Not looked at: ${gap.text}`),
    paintDim(
      `${formatPlural(events, "event")} looked at in ${seconds} s, ${matches.toLocaleString("en")} matched; nothing was kept.`,
    ),
  ].join("\n");
}

const BARS = "▁▂▃▄▅▆▇█";

/** One mark for each day. */
function formatDays({ by_day, from, to }: RuleTrialReport): readonly string[] {
  const most = Math.max(0, ...by_day.map(({ findings }) => findings));
  if (most === 0) return [];
  const marks = by_day.map(({ findings }) =>
    findings === 0 ? "·" : BARS[Math.ceil((findings / most) * BARS.length) - 1],
  );
  return [
    "",
    `${marks.join("")}  ${paintDim(`${from.slice(0, 10)} to ${to.slice(0, 10)}, at most ${most} a day`)}`,
  ];
}

const formatActors = ({ actors }: RuleTrialReport): string =>
  formatTable({
    head: ["actor", "findings"],
    rows: actors.map(({ name, findings }) => [escapeTerminal(name), findings.toLocaleString("en")]),
    numeric: [1],
    widths: [Math.min(70, Math.max(30, terminalWidth() - 30)), 10],
  });

function formatSamples({ samples }: RuleTrialReport): readonly string[] {
  if (samples.length === 0) return [];
  return [
    "",
    ...samples
      .slice(0, SAMPLES_MAX)
      .map(
        ({ time, severity, summary }) =>
          `${paintDim(time)} ${paintSeverity(severity)} ${escapeTerminal(summary, 300)}`,
      ),
  ];
}
