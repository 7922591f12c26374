import { randomUUID } from "node:crypto";
import type { RuleProblem } from "../../cli/rules.ts";
import { type BehaviourDetector, type Detector, isBehaviourText } from "../../detect/index.ts";
import { describeProblem, type ProblemDetails } from "../../domain/index.ts";
import type { ParsedSigma } from "../../sigma/index.ts";
import type { RuleText } from "../scan/scan-task.ts";
import { groupDocuments } from "./group-documents.ts";
import { RULES_PROBLEMS } from "./problems.ts";
import type { BookRule, RuleBook } from "./rule-book.ts";
import { type Listed, listDetectors } from "./rule-catalogue.ts";
import { type RuleDocument, splitDocuments, toPlaced } from "./rule-documents.ts";

/** Characters of a text that people bring. */
export const RULES_TEXT_MAX = 400_000;
/** Documents of it. */
export const RULES_DOCUMENTS_MAX = 200;
/** Characters of an id. */
export const RULE_ID_MAX = 200;

/** A detector of a checked text. */
export interface CheckedRule {
  readonly detector: Detector;
  readonly logsource: string;
  readonly line: number;
  /** `same`: it stands here already, word for word. */
  readonly becomes: "new" | "changed" | "same";
  /** Its id was missing and was made up. */
  readonly isIdGiven: boolean;
}

/** Documents that belong together, as they would be kept. */
export interface CheckedText {
  /** The id of the detector that they are known by. */
  readonly id: string;
  readonly text: string;
  readonly rules: readonly CheckedRule[];
}

export interface Checked {
  /** Those that can be used; none where there is an error. */
  readonly texts: readonly CheckedText[];
  readonly parsed: ParsedTexts;
  readonly problems: readonly RuleProblem[];
}

const FILE = "text";

/**
 * Reads rules that somebody brings beside those that are there. Never throws on bad input.
 * `isAlone`: they are only tried, whoever else has their ids.
 */
export function checkText(
  text: string,
  book: RuleBook,
  { isAlone = false }: { readonly isAlone?: boolean } = {},
): Checked {
  if (text.length > RULES_TEXT_MAX)
    return refuse("RULES_TEXT_LARGE", { chars: text.length, max: RULES_TEXT_MAX });
  const documents = splitDocuments(text);
  if (documents.length === 0) return refuse("RULES_TEXT_EMPTY");
  if (documents.length > RULES_DOCUMENTS_MAX)
    return refuse("RULES_DOCUMENTS_MANY", { found: documents.length, max: RULES_DOCUMENTS_MAX });
  const problems: RuleProblem[] = [];
  const texts: CheckedText[] = [];
  const parsed: ParsedTexts[] = [];
  const lines = new Map<string, number>();
  for (const group of groupDocuments(documents)) {
    const checked = new GroupCheck(group, book, isAlone).run();
    problems.push(...checked.problems);
    parsed.push(checked.parsed);
    if (checked.text === null) continue;
    for (const { detector, line } of checked.text.rules) {
      const { id } = detector.ref;
      const first = lines.get(id.toLowerCase());
      if (first === undefined) lines.set(id.toLowerCase(), line);
      else problems.push(toProblem("RULES_ID_TWICE", { line, details: { id, line: first } }));
    }
    texts.push(checked.text);
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    texts: problems.some(isError) ? [] : texts,
    problems,
    parsed: {
      sigma: parsed.flatMap(({ sigma }) => sigma),
      behaviour: parsed.flatMap(({ behaviour }) => behaviour),
    },
  };
}

export const isError = ({ level }: RuleProblem): boolean => level === "error";

const refuse = (code: keyof typeof RULES_PROBLEMS, details: ProblemDetails = {}): Checked => ({
  texts: [],
  parsed: { sigma: [], behaviour: [] },
  problems: [toProblem(code, { line: 1, details })],
});

interface AtLine {
  readonly line: number;
  readonly details?: ProblemDetails;
  readonly level?: RuleProblem["level"];
}

function toProblem(
  code: keyof typeof RULES_PROBLEMS,
  { line, details = {}, level = "error" }: AtLine,
): RuleProblem {
  const { text, remedy } = describeProblem(RULES_PROBLEMS, code, details);
  return { level, code, file: FILE, line, column: 1, text, suggestion: remedy };
}

interface ParsedTexts {
  readonly sigma: readonly ParsedSigma[];
  readonly behaviour: readonly BehaviourDetector[];
}

interface CheckedGroup {
  /** Null: it cannot be used. */
  readonly text: CheckedText | null;
  readonly parsed: ParsedTexts;
  readonly problems: readonly RuleProblem[];
}

/** Documents that belong together, beside the rules that are there. */
class GroupCheck {
  readonly #group: readonly RuleDocument[];
  readonly #book: RuleBook;
  readonly #isAlone: boolean;
  readonly #problems: RuleProblem[] = [];

  constructor(group: readonly RuleDocument[], book: RuleBook, isAlone: boolean) {
    this.#group = group;
    this.#book = book;
    this.#isAlone = isAlone;
  }

  run(): CheckedGroup {
    const { listed, problems, sigma } = listDetectors(this.#toTexts(this.#group));
    const behaviour = listed.flatMap(({ source }) => (source.kind === "behaviour" ? source.behaviour : []));
    const parsed = { sigma, behaviour };
    const broken = problems.filter((problem) => problem.code !== "SIGMA_CORRELATION_REFERENCE");
    this.#problems.push(...broken.map((problem) => ({ ...problem, file: FILE })));
    if (this.#problems.some(isError)) return { text: null, parsed, problems: this.#problems };
    const text = problems.length > broken.length ? this.#runWithBook() : this.#toText(listed, this.#group);
    return { text, parsed, problems: this.#problems };
  }

  /** Its correlations refer to rules that are there. */
  #runWithBook(): CheckedText | null {
    const texts = this.#toTexts(this.#group);
    const referred = this.#book.referTo(texts);
    const { listed, problems } = listDetectors([
      ...texts,
      ...referred.map(({ text, file }) => ({ text, file })),
    ]);
    const own = problems.filter(({ file }) => file === FILE);
    this.#problems.push(...own);
    if (own.some(isError)) return null;
    for (const rule of referred) {
      const isSilent = !listed.some(({ detector }) => detector.ref.id === rule.detector.ref.id);
      if (!isSilent) continue;
      const details = { title: rule.detector.ref.title };
      this.#problems.push(
        toProblem("RULES_SILENCES", { line: this.#group[0]!.line, details, level: "warning" }),
      );
    }
    return this.#toText(
      listed.filter(({ file }) => file === FILE),
      this.#group,
    );
  }

  #toTexts(group: readonly RuleDocument[]): readonly RuleText[] {
    const behaviour = group.filter(({ text }) => isBehaviourText(text));
    const sigma = group.filter((one) => !behaviour.includes(one));
    const texts = behaviour.map((one) => ({ file: FILE, text: toPlaced(one) }));
    if (sigma.length === 0) return texts;
    return [...texts, { file: FILE, text: joinPlaced(sigma) }];
  }

  #toText(listed: readonly Listed[], group: readonly RuleDocument[]): CheckedText | null {
    if (listed.length === 0) {
      this.#problems.push(toProblem("RULES_FILTER_ALONE", { line: group[0]!.line }));
      return null;
    }
    const given = new Map<number, string>();
    const isOneDocument = group.length === 1 && /^action\s*:/m.test(group[0]!.text);
    for (const { detector, line, hasId } of listed) {
      if (hasId) continue;
      const id = randomUUID();
      if (isOneDocument) {
        const details = { title: detector.ref.title, example: id };
        this.#problems.push(toProblem("RULES_ID_MISSING", { line, details }));
      } else given.set(line, id);
    }
    const text = group.map((one) => withId(one, given)).join("---\n");
    const rules = listed.map((one) => {
      // A detector of behaviour is a document by itself.
      const line = one.source.kind === "behaviour" ? group[0]!.line : one.line;
      return this.#toRule({ ...one, line }, given);
    });
    const main = rules.find(({ detector }) => detector.ref.kind === "correlation") ?? rules[0]!;
    const { id } = main.detector.ref;
    return {
      id,
      text,
      rules: rules.map((rule) => ({ ...rule, becomes: this.#toBecomes(rule, { id, text }) })),
    };
  }

  #toRule({ detector, logsource, line, hasId }: Listed, given: ReadonlyMap<number, string>): CheckedRule {
    const id = hasId ? detector.ref.id : (given.get(line) ?? detector.ref.id);
    if (id.length > RULE_ID_MAX) {
      const details = { title: detector.ref.title, max: RULE_ID_MAX };
      this.#problems.push(toProblem("RULES_ID_LONG", { line, details }));
    }
    return {
      detector: { ...detector, ref: { ...detector.ref, id } },
      logsource,
      line,
      becomes: "new",
      isIdGiven: !hasId,
    };
  }

  #toBecomes(
    { detector, line }: CheckedRule,
    home: { readonly id: string; readonly text: string },
  ): CheckedRule["becomes"] {
    const { id } = detector.ref;
    const known = this.#isAlone ? null : this.#book.find(id);
    if (known === null) return "new";
    const details = { id, title: known.detector.ref.title };
    if (known.origin === "gait") this.#problems.push(toProblem("RULES_ID_GAIT", { line, details }));
    else if (!isSame(known, home.id)) this.#problems.push(toProblem("RULES_ID_ELSEWHERE", { line, details }));
    return known.text === home.text ? "same" : "changed";
  }
}

const isSame = ({ home }: BookRule, id: string): boolean => home.toLowerCase() === id.toLowerCase();

/** Documents in one text, each in its own lines. */
function joinPlaced(group: readonly RuleDocument[]): string {
  let text = "";
  let line = 1;
  for (const one of group) {
    const gap = one.line - line;
    // The line before a document is its separator, where there is one.
    if (text !== "") text += `${"\n".repeat(Math.max(0, gap - 1))}---\n`;
    else text += "\n".repeat(gap);
    text += one.text;
    line = one.line + one.text.split("\n").length - 1;
  }
  return text;
}

/** The document with the id that its rule was given. */
function withId({ line, text }: RuleDocument, given: ReadonlyMap<number, string>): string {
  const last = line + text.split("\n").length;
  for (const [at, id] of given) {
    if (at < line || at >= last) continue;
    const lines = text.split("\n");
    lines.splice(at - line, 0, `id: ${id}`);
    return lines.join("\n");
  }
  return text;
}
