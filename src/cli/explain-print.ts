import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  readList,
  readNumber,
  readObject,
  readText,
  readTexts,
} from "../domain/index.ts";
import { formatBar } from "./bar.ts";
import type { ListedEvent } from "./event-json.ts";
import type { ExplainDetail } from "./explain-port.ts";
import {
  escapeTerminal,
  formatCount,
  formatPlural,
  formatTable,
  formatTime,
  paintBold,
  paintDim,
  paintSeverity,
  terminalWidth,
  wrapText,
} from "./terminal.ts";

const BAR_WIDTH = 20;
/** Contributions, factors, matched fields shown; JSON has them all. */
const ROWS_MAX = 12;
const TEXT_MAX = 600;

/** A finding's explanation for people. Every text of it may come from a log. */
export function formatExplanation(detail: ExplainDetail): string {
  const { explanation } = detail.finding;
  const parts = [
    formatHead(detail),
    section("Why", [readText(explanation, "why")]),
    formatMatched(explanation),
    formatContributions(explanation),
    formatFactors(explanation),
    formatComparison(explanation),
    section("History", [
      readHistory(explanation),
      readText(explanation, "learning"),
      readText(explanation, "quieter"),
    ]),
    section("What would have been quiet", [readText(explanation, "counterfactual") ?? NO_COUNTERFACTUAL]),
    formatEvidence(detail),
    section("Known false positives", readTexts(explanation, "false_positives").map(toItem)),
    section(
      "What to do",
      readTexts(explanation, "response").map((text, index) => `${index + 1}. ${text}`),
    ),
    formatJudgement(detail),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const NO_COUNTERFACTUAL =
  "Without such a call it is quiet: this kind of detector fires on every one. An exception covers what is allowed.";

function formatHead({ finding, tacticNames }: ExplainDetail): string {
  const width = terminalWidth();
  const facts: readonly (readonly [string, string])[] = [
    ["When", `${formatTime(finding.at)} to ${formatTime(finding.until)} UTC`],
    ["Detector", `${escapeTerminal(finding.detector.title)} ${paintDim(`(${finding.detector.kind})`)}`],
    ["Actor", `${escapeTerminal(finding.actor.name)} ${paintDim(escapeTerminal(finding.actor.id))}`],
    ...(finding.entity.id === finding.actor.id
      ? []
      : [["About", `${finding.entity.type} ${escapeTerminal(finding.entity.id)}`] as const]),
    ...(tacticNames.length === 0 ? [] : [["Tactics", tacticNames.join(", ")] as const]),
    ...(finding.incident === null ? [] : [["Incident", escapeTerminal(finding.incident)] as const]),
    ["Id", escapeTerminal(finding.id)],
  ];
  return [
    `${paintSeverity(finding.severity)}  ${paintDim(`score ${finding.score.toFixed(2)}`)}`,
    ...wrapText(escapeTerminal(finding.summary, TEXT_MAX), width),
    "",
    ...facts.map(([name, value]) => `${paintBold(name.padEnd(9))} ${value}`),
  ].join("\n");
}

function section(title: string, texts: readonly (string | null)[]): string {
  const lines = texts
    .filter((text) => text !== null && text !== "")
    .flatMap((text) => wrapText(escapeTerminal(text!, TEXT_MAX), terminalWidth() - 2));
  return lines.length === 0 ? "" : `${paintBold(title)}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

const toItem = (text: string): string => `- ${text}`;

/** Fields of the record that matched the rule. */
function formatMatched(explanation: JsonObject): string {
  const matched = explanation["matched"];
  if (matched === undefined || matched === null) return "";
  const all = Array.isArray(matched) ? matched : [matched];
  const lines = all.slice(0, ROWS_MAX).map((one) => escapeTerminal(toPlain(one), TEXT_MAX));
  const rest = all.length - lines.length;
  return `${paintBold("What matched")}\n${[
    ...lines,
    ...(rest > 0 ? [paintDim(`… and ${formatCount(rest)} more`)] : []),
  ]
    .map((line) => `  ${line}`)
    .join("\n")}`;
}

/** `field: value, test: text` of a small object. */
function toPlain(value: JsonValue): string {
  if (!isJsonObject(value)) return typeof value === "string" ? value : JSON.stringify(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `${name}: ${typeof inner === "string" ? inner : JSON.stringify(inner)}`)
    .join("  ");
}

interface Contribution {
  readonly words: string;
  readonly bits: number;
}

/** Where the score comes from: a model says it under `numbers.strangest`, others may say it at the top. */
function formatContributions(explanation: JsonObject): string {
  const numbers = readObject(explanation, "numbers");
  const strangest = numbers === null ? null : readObject(numbers, "strangest");
  const source = readList(explanation, "contributions").length > 0 ? explanation : strangest;
  const contributions = readList(source, "contributions").flatMap(toContribution);
  if (contributions.length === 0 || source === null) return "";
  const shown = contributions.slice(0, ROWS_MAX);
  const most = Math.max(...shown.map(({ bits }) => Math.abs(bits)));
  const table = formatTable({
    head: ["bits", "", "what contributed"],
    rows: shown.map(({ words, bits }) => [
      `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(2)}`,
      `${bits < 0 ? "◂" : ""}${formatBar(most === 0 ? 0 : Math.abs(bits) / most, BAR_WIDTH)}`,
      escapeTerminal(words, 200),
    ]),
    numeric: [0],
  });
  return `${paintBold("Contributions")}\n${indent(table)}${formatSum(source, contributions)}`;
}

function toContribution(value: JsonValue): readonly Contribution[] {
  if (!isJsonObject(value)) return [];
  const bits = readNumber(value, "bits");
  const words = readText(value, "words") ?? readText(value, "feature");
  return bits === null || words === null ? [] : [{ words, bits }];
}

/** base + what is shown + the rest = all: nothing is hidden in a rounding. */
function formatSum(source: JsonObject, contributions: readonly Contribution[]): string {
  const total = readNumber(source, "bits");
  const base = readNumber(source, "base");
  if (total === null || base === null) return "";
  const named = contributions.reduce((sum, { bits }) => sum + bits, 0);
  const rest = total - base - named;
  return `\n  ${paintDim(
    `${base.toFixed(2)} to begin with + ${named.toFixed(2)} of these + ${rest.toFixed(2)} of all other features = ${total.toFixed(2)} bits`,
  )}`;
}

/** Values that were new or rare: for the actor, its peers and the tenant. */
function formatFactors(explanation: JsonObject): string {
  const factors = readList(explanation, "factors").filter(isJsonObject).slice(0, ROWS_MAX);
  if (factors.length === 0) return "";
  const most = Math.max(...factors.map((factor) => readNumber(factor, "bits") ?? 0), 1);
  const table = formatTable({
    head: ["what", "value", "itself", "peers", "everybody", "bits", ""],
    rows: factors.map((factor) => {
      const bits = readNumber(factor, "bits");
      return [
        escapeTerminal(readText(factor, "dimension") ?? "", 20),
        escapeTerminal(readText(factor, "value") ?? "", 60),
        escapeTerminal(readText(factor, "grade") ?? "", 12),
        toUse(readObject(factor, "peers")),
        toUse(readObject(factor, "tenant")),
        bits === null ? "—" : bits.toFixed(1),
        bits === null ? "" : formatBar(bits / most, BAR_WIDTH / 2),
      ];
    }),
    numeric: [5],
  });
  return `${paintBold("Unusual values")}\n${indent(table)}`;
}

/** `rare, 2 of 40`. */
function toUse(use: JsonObject | null): string {
  if (use === null) return "—";
  const grade = escapeTerminal(readText(use, "grade") ?? "", 12);
  const [actors, of] = [readNumber(use, "actors"), readNumber(use, "of")];
  return actors === null || of === null ? grade : `${grade}, ${formatCount(actors)} of ${formatCount(of)}`;
}

function formatComparison(explanation: JsonObject): string {
  const comparison = readText(explanation, "comparison");
  const profile = readObject(explanation, "profile");
  const usual =
    profile === null ? [] : Object.entries(profile).flatMap(([name, values]) => toUsual(name, values));
  return section("Compared with what is usual", [comparison, ...usual]);
}

function toUsual(name: string, values: JsonValue | undefined): readonly string[] {
  if (name === "hours_utc")
    return Array.isArray(values) && values.length > 0
      ? [`usual hours (UTC): ${values.map((hour) => JSON.stringify(hour)).join(", ")}`]
      : [];
  if (!Array.isArray(values) || values.length === 0) return [];
  const named = values.filter(isJsonObject).map((one) => {
    const share = readNumber(one, "share");
    return `${readText(one, "value") ?? "unknown"}${share === null ? "" : ` ${Math.round(100 * share)}%`}`;
  });
  return named.length === 0 ? [] : [`usual ${name}: ${named.join(", ")}`];
}

function readHistory(explanation: JsonObject): string | null {
  const history = explanation["history"];
  if (typeof history === "string") return history;
  return isJsonObject(history) ? readText(history, "text") : null;
}

/** Events listed one a line; the rest is counted. */
const EVENTS_MAX = 10;

function formatEvidence({ finding, events }: ExplainDetail): string {
  const known = new Map(events.map((listed) => [listed.event.id, listed]));
  const lines = finding.events.slice(0, EVENTS_MAX).map((id) => {
    const listed = known.get(id);
    return `${escapeTerminal(id, 64)}${listed === undefined ? "" : `  ${describeEvent(listed)}`}`;
  });
  const rest = finding.events.length - lines.length;
  const more = rest > 0 ? [paintDim(`… and ${formatPlural(rest, "more event")}: --json has all ids`)] : [];
  const how = paintDim("`gait events --id ID --raw` shows a record as it came.");
  return `${paintBold(`Evidence (${formatPlural(finding.events.length, "event")})`)}\n${[
    ...lines,
    ...more,
    how,
  ]
    .map((line) => `  ${line}`)
    .join("\n")}`;
}

function describeEvent({ event }: ListedEvent): string {
  const { action, outcome, address } = event;
  const refused = outcome === "success" ? "" : ` ${outcome}`;
  const from = address.text === null ? "" : ` from ${escapeTerminal(address.text, 40)}`;
  return paintDim(
    `${formatTime(event.at)} ${escapeTerminal(`${action.service}:${action.name}`, 60)}${refused}${from}`,
  );
}

function formatJudgement({ finding, verdict, exception }: ExplainDetail): string {
  const judged = verdict === null ? [] : [`Judged: ${verdict}.`];
  const covered = exception === null ? [] : [`Covered by the exception ${exception}.`];
  const how =
    judged.length + covered.length === 0
      ? [
          `\`gait verdict ${finding.id.slice(0, 12)} VERDICT\` judges it: true-positive, false-positive or benign.`,
        ]
      : [];
  return paintDim(escapeTerminal([...judged, ...covered, ...how].join(" "), TEXT_MAX));
}

const indent = (text: string): string =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
