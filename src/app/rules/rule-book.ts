import { relative } from "node:path";
import type { Detector } from "../../detect/index.ts";
import { toError } from "../../domain/index.ts";
import { type ParsedSigma, parseSigma, type RuleSet } from "../../sigma/index.ts";
import type { Store, StoredRule } from "../../store/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { findOwnRules, loadSomeRules } from "../scan/rule-files.ts";
import type { RuleText } from "../scan/scan-task.ts";
import { listDetectors, type RuleSource } from "./rule-catalogue.ts";
import { toOwnFile } from "./store-rules.ts";
import { gatherReferred } from "./switch-off.ts";

/** A detector that people see: one that comes with Gait, or one of their own. */
export interface BookRule {
  readonly detector: Detector;
  readonly origin: "gait" | "own";
  /** In the folder of rules, or under `own/`. */
  readonly file: string;
  readonly logsource: string;
  /** Of the whole file. */
  readonly text: string;
  /** The id of the rule that its text is known by: of Gait's, its own. */
  readonly home: string;
  readonly isEnabled: boolean;
  /** Its latest stored version; null: nobody ever changed or switched it. */
  readonly stored: StoredRule | null;
  readonly source: RuleSource;
}

/** All detectors of a store, on or off, as they were when it was read. */
export class RuleBook {
  readonly #rules: ReadonlyMap<string, BookRule>;
  readonly #sigma: readonly ParsedSigma[];
  readonly ruleSet: RuleSet;

  constructor(rules: readonly BookRule[], sigma: readonly ParsedSigma[], ruleSet: RuleSet) {
    this.#rules = new Map(rules.map((rule) => [rule.detector.ref.id.toLowerCase(), rule]));
    this.#sigma = sigma;
    this.ruleSet = ruleSet;
  }

  get rules(): readonly BookRule[] {
    return [...this.#rules.values()];
  }

  find(id: string): BookRule | null {
    return this.#rules.get(id.toLowerCase()) ?? null;
  }

  /** Throws RUN_RULE_UNKNOWN. */
  get(id: string): BookRule {
    const found = this.find(id);
    if (found === null) throw toError(APP_PROBLEMS, "RUN_RULE_UNKNOWN", { id: id.slice(0, 200) });
    return found;
  }

  /** Rules of the book that the correlations of texts refer to. */
  referTo(texts: readonly RuleText[]): readonly BookRule[] {
    const parsed = texts.map(({ file, text }) => parseSigma(text, file));
    const ids = this.gather(parsed)
      .slice(parsed.length)
      .flatMap(({ rules, correlations }) => [...rules, ...correlations])
      .flatMap(({ id }) => id ?? []);
    return ids.flatMap((id) => this.find(id) ?? []);
  }

  /** Texts with what they refer to in the book, which reports nothing. */
  gather(sigma: readonly ParsedSigma[]): readonly ParsedSigma[] {
    return gatherReferred(sigma, this.#sigma);
  }
}

/** Texts of the rules that come with Gait are read once for all books. */
let gaitTexts: Promise<readonly RuleText[]> | null = null;

/** Throws RUN_RULES_MISSING and RUN_RULES_UNREADABLE. */
export async function readRuleBook(store: Pick<Store, "rules">): Promise<RuleBook> {
  gaitTexts ??= loadSomeRules(findOwnRules());
  return makeRuleBook(await gaitTexts, await store.rules.list());
}

export function makeRuleBook(gait: readonly RuleText[], stored: readonly StoredRule[]): RuleBook {
  const there = new Map(
    stored.filter(({ isRemoved }) => !isRemoved).map((one) => [one.id.toLowerCase(), one]),
  );
  const root = findOwnRules();
  const own = [...there.values()].flatMap(({ id, text }) =>
    text === null ? [] : [{ file: toOwnFile(id), text, home: id }],
  );
  const homes = new Map(own.map(({ file, home }) => [file, home]));
  const texts = new Map([...gait, ...own].map(({ file, text }) => [file, text]));
  const { listed, ruleSet, sigma } = listDetectors([...gait, ...own]);
  const rules = listed.map((one): BookRule => {
    const home = homes.get(one.file);
    const { id } = one.detector.ref;
    const row = there.get(id.toLowerCase()) ?? null;
    return {
      ...one,
      origin: home === undefined ? "gait" : "own",
      file: home === undefined ? relative(root, one.file) || one.file : one.file,
      text: texts.get(one.file) ?? "",
      home: home ?? id,
      // What came with a text of somebody's own is off until somebody switches it on.
      isEnabled: row?.isEnabled ?? home === undefined,
      stored: row,
    };
  });
  return new RuleBook(rules, sigma, ruleSet);
}
