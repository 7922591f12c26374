import { severityRank } from "../../domain/index.ts";
import { type Block, code, severityMark, type Text } from "../document/document.ts";
import { clip, toPercent, toPlural } from "../document/words.ts";
import {
  type Contributions,
  type Explanation,
  type Factor,
  readExplanation,
  type Use,
} from "../explanation/read-explanation.ts";
import type { Numbered } from "./numbered.ts";

/** Findings explained at length; the others stand in a table. */
const EXPLAINED_MAX = 10;
/** Parts, factors and matched fields of one finding. */
const ROWS_MAX = 10;
const VALUE_CHARS_MAX = 160;

const BITS =
  "Where numbers are given in bits: a bit is a halving of likelihood. What happens once in a thousand times carries 10 bits, once in a million 20.";

/** What is barely worth knowing is not explained at length, unless there is nothing else. */
const isExplained = ({ finding }: Numbered, _: number, all: readonly Numbered[]): boolean =>
  finding.severity !== "info" || all.every((one) => one.finding.severity === "info");

/** Why each finding was made: what contributed, what is usual, what would have been quiet. The worst come first. */
export function explainFindings(findings: readonly Numbered[]): readonly Block[] {
  const worstFirst = [...findings].sort(
    (a, b) =>
      severityRank(b.finding.severity) - severityRank(a.finding.severity) ||
      b.finding.score - a.finding.score ||
      a.number - b.number,
  );
  const explained = worstFirst.filter(isExplained).slice(0, EXPLAINED_MAX);
  const rest = worstFirst.filter((one) => !explained.includes(one));
  const told = new Map<string, number>();
  const groups = explained.map((one) => explainFinding(one, told));
  return [
    {
      kind: "text",
      text: "Gait works with fixed rules, which know what attackers do, and with comparisons against what each identity usually does. For each finding this is what it stands on, and under what circumstances it would be harmless. Fixed rules need no history and speak of every such call: without the call they are quiet, and an exception can cover what is allowed.",
    },
    ...(explained.some(({ finding }) => readExplanation(finding.explanation).contributions !== null)
      ? [{ kind: "text", tone: "soft", text: BITS } as const]
      : []),
    ...groups,
    ...(rest.length === 0
      ? []
      : [
          {
            kind: "group",
            id: "why-others",
            title: `${toPlural(rest.length, "more finding")}, of less weight`,
            blocks: [
              {
                kind: "table",
                columns: [
                  { title: "No.", isNumeric: true },
                  { title: "Severity", isNarrow: true },
                  { title: "Finding" },
                  { title: "Why" },
                ],
                rows: rest.map(({ number, finding }) => [
                  String(number),
                  [severityMark(finding.severity)],
                  finding.detector.title,
                  clip(tellWhy(number, readExplanation(finding.explanation), told) ?? "", 300),
                ]),
                leftOut: null,
              },
            ],
          } as const,
        ]),
  ];
}

/** What it is about; where a finding before was about the same, which. */
function tellWhy(number: number, { why }: Explanation, told: Map<string, number>): string | null {
  const before = why === null ? undefined : told.get(why);
  if (before !== undefined) return `The same as no. ${before}.`;
  if (why !== null) told.set(why, number);
  return why;
}

function explainFinding({ finding, number }: Numbered, told: Map<string, number>): Block {
  const explanation = readExplanation(finding.explanation);
  const isRepeated = explanation.why !== null && told.has(explanation.why);
  const why = tellWhy(number, explanation, told);
  const facts = [
    ["Compared with usual", explanation.comparison],
    ["Would have been quiet", explanation.counterfactual],
    ["History it stands on", toHistory(explanation.history)],
    ["Harmless when", isRepeated ? null : explanation.falsePositives.join("; ") || null],
  ].flatMap(([name, text]): readonly (readonly [string, Text])[] =>
    name == null || text == null ? [] : [[name, clip(text, 900)]],
  );
  return {
    kind: "group",
    id: `why-${number}`,
    title: [`${number}. ${finding.detector.title}  `, severityMark(finding.severity)],
    blocks: [
      ...(why === null ? [] : [{ kind: "text", text: why } as const]),
      ...showContributions(explanation.contributions),
      ...showFactors(explanation.factors),
      ...showMatched(explanation),
      ...(facts.length === 0 ? [] : [{ kind: "facts", rows: facts } as const]),
    ],
  };
}

/** Rules need none, as the beginning of the section says. */
const toHistory = (history: string | null): string | null =>
  history === null || /needs no history/.test(history) ? null : history;

const bits = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)} bits`;

/** All of it adds up: what is not named is a part of its own. */
function showContributions(contributions: Contributions | null): readonly Block[] {
  if (contributions === null) return [];
  const { base, total, parts } = contributions;
  const shown = parts.slice(0, ROWS_MAX);
  const rest = total - base - shown.reduce((sum, part) => sum + part.bits, 0);
  const rows = [
    ...shown.map((part) => ({
      words: clip(part.words, VALUE_CHARS_MAX),
      value: part.bits,
      shown: bits(part.bits),
    })),
    {
      words: "All further parts together",
      value: rest,
      shown: bits(rest),
      isRest: true,
    },
    { words: "What any event starts with", value: base, shown: bits(base) },
  ];
  return [
    {
      kind: "parts",
      rows,
      sum: `Together ${total.toFixed(1)} bits for the strangest single event. The parts are Shapley values: a fair division of a score among what went into it.`,
    },
  ];
}

function showFactors(factors: readonly Factor[]): readonly Block[] {
  if (factors.length === 0) return [];
  const shown = factors.slice(0, ROWS_MAX);
  return [
    {
      kind: "table",
      columns: [
        { title: "What" },
        { title: "Value" },
        { title: "For this identity" },
        { title: "For its peers" },
        { title: "For everybody" },
      ],
      rows: shown.map(({ dimension, value, grade, usual, peers, tenant }) => [
        dimension,
        [code(clip(value, VALUE_CHARS_MAX))],
        usual === null ? toGrade(grade) : `usually ${usual}`,
        toUse(peers),
        toUse(tenant),
      ]),
      leftOut: shown.length < factors.length ? `${factors.length - shown.length} more are not shown.` : null,
    },
  ];
}

const GRADES: Readonly<Record<string, string>> = {
  never: "never before",
  rare: "rare",
  infrequent: "now and then",
  frequent: "usual",
};
const toGrade = (grade: string): string => GRADES[grade] ?? grade;

function toUse(use: Use | null): string {
  if (use === null) return "—";
  const { actors, of } = use;
  if (actors === null || of === null) return toGrade(use.grade);
  return of === 0 ? "has no peers" : `${toGrade(use.grade)}: ${actors} of ${of} (${toPercent(actors / of)})`;
}

function showMatched({ matched }: Explanation): readonly Block[] {
  if (matched.length === 0) return [];
  const shown = matched.slice(0, ROWS_MAX);
  return [
    {
      kind: "table",
      columns: [{ title: "Field of the record" }, { title: "Value" }, { title: "What the rule asks" }],
      rows: shown.map(({ field, value, test }) => [
        [code(field)],
        [code(clip(value, VALUE_CHARS_MAX))],
        clip(test, VALUE_CHARS_MAX),
      ]),
      leftOut: shown.length < matched.length ? `${matched.length - shown.length} more are not shown.` : null,
    },
  ];
}
