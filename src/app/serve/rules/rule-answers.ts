import type { RuleExceptionRequest, RulesPort } from "../../../api/index.ts";
import type { RuleProblem } from "../../../cli/rules.ts";
import { type Clock, severityRank } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { bringRules, exportRules, removeRule, rollBackRule, switchRule } from "../../rules/change-rules.ts";
import { type CheckedRule, checkText } from "../../rules/check-text.ts";
import { toConditionLines } from "../../rules/condition-lines.ts";
import { type BookRule, type RuleBook, readRuleBook } from "../../rules/rule-book.ts";
import { toListing } from "../../rules/rule-catalogue.ts";
import { listExamples } from "../../rules/rule-examples.ts";
import { tellRule } from "../../rules/tell-rule.ts";
import { testSubject } from "../../rules/test-subject.ts";
import { toExceptionAnswer } from "../exception-answers.ts";
import type { Jobs } from "../jobs.ts";
import { readRuleOutcome } from "./rule-outcome.ts";
import { createTrials } from "./rule-trials.ts";

export interface RuleAnswerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Called when passes have to look anew. */
  readonly onChange: () => void;
}

/** Rules for the API: the store's own beside those that come with Gait. */
export function createRuleAnswers({ store, clock, jobs, onChange }: RuleAnswerParts): RulesPort {
  const readBook = createBookCache(store);
  const tell = async (id: string): Promise<object> => toAnswer((await readBook()).get(id));
  return {
    list: async () => (await readBook()).rules.toSorted(worstFirst).map(toAnswer),
    find: async (id) => toDetail(await readBook(), id),
    readOutcome: async (id, days) => readRuleOutcome(store, (await readBook()).get(id), { days, clock }),
    listVersions: async (id) => tellVersions(store, await readBook(), id),
    async check(text) {
      const { texts, problems } = checkText(text, await readBook());
      return {
        problems: problems.map(toProblem),
        rules: texts.flatMap(({ rules }) => rules.map(toChecked)),
      };
    },
    test: async (request) => ({ cases: await testSubject(await readBook(), request) }),
    ...createTrials({ store, clock, jobs, readBook }),
    async import(request) {
      const texts = await bringRules(store, await readBook(), request);
      onChange();
      return { rules: texts.flatMap(({ rules }) => rules.map(toChecked)) };
    },
    async export(id) {
      const book = await readBook();
      const rules = id === null ? book.rules : [book.get(id)];
      const own = rules.filter(({ origin }) => origin === "own");
      return { name: "gait-rules.yml", text: exportRules(own), rules: own.length };
    },
    async switch({ id, ...change }) {
      await switchRule(store, (await readBook()).get(id), change);
      onChange();
      return tell(id);
    },
    async rollBack({ id, version, by }) {
      const book = await readBook();
      await rollBackRule(store, book, { rule: book.get(id), version, by });
      onChange();
      return tell(id);
    },
    async remove({ id, by }) {
      const book = await readBook();
      const rule = book.get(id);
      await removeRule(store, book, { rule, by });
      onChange();
      return { ...toAnswer(rule), is_enabled: false };
    },
    addException: async (request) => addException(store, (await readBook()).get(request.rule), request),
  };
}

async function tellVersions(store: Store, book: RuleBook, id: string): Promise<readonly object[]> {
  const versions = await store.rules.listVersions(book.find(id)?.stored?.id ?? id);
  // One that was taken away has versions and no place in the book.
  if (versions.length === 0) book.get(id);
  return versions.map(({ at, isEnabled, isRemoved, version, text, note, by }) => ({
    version,
    is_enabled: isEnabled,
    is_removed: isRemoved,
    text,
    note,
    by,
    time: new Date(at).toISOString(),
  }));
}

async function addException(
  store: Store,
  { detector }: BookRule,
  request: RuleExceptionRequest,
): Promise<object> {
  const { rule: _, ...exception } = request;
  const made = { ...exception, detector: detector.ref.id, finding: null };
  return toExceptionAnswer(store, await store.verdicts.addException(made));
}

/** The book is read anew when somebody changed a rule, in this process or another. */
function createBookCache(store: Store): () => Promise<RuleBook> {
  let known: { readonly revision: number; readonly book: RuleBook } | null = null;
  return async () => {
    const revision = await store.rules.readRevision();
    if (known?.revision !== revision) known = { revision, book: await readRuleBook(store) };
    return known.book;
  };
}

const worstFirst = ({ detector: a }: BookRule, { detector: b }: BookRule): number =>
  severityRank(b.severity) - severityRank(a.severity) || (a.ref.title < b.ref.title ? -1 : 1);

const toAnswer = (rule: BookRule): object => ({
  ...toListing(rule),
  origin: rule.origin,
  is_enabled: rule.isEnabled,
  version: rule.stored?.version ?? 0,
});

async function toDetail(book: RuleBook, id: string): Promise<object> {
  const rule = book.get(id);
  const { detector, logsource, source } = rule;
  const { ruleSet } = book;
  const told = tellRule({ ruleSet, source, entity: detector.entity, logsource });
  return {
    ...toAnswer(rule),
    description: detector.description,
    false_positives: detector.falsePositives,
    response: detector.response,
    needs: detector.needs,
    text: rule.text,
    words: told.sentences,
    conditions: told.conditions.map(({ title, condition }) => ({
      title,
      lines: toConditionLines(condition),
    })),
    examples: (await listExamples(book, rule)).length,
    together: book.rules
      .filter(({ file }) => file === rule.file)
      .filter((other) => other !== rule)
      .map(({ detector: { ref } }) => ({ id: ref.id, title: ref.title })),
  };
}

/** Without the name that a text has while it is read. */
function toProblem(problem: RuleProblem): object {
  const { file: _, ...rest } = problem;
  return rest;
}

const toChecked = ({ detector, logsource, line, becomes, isIdGiven }: CheckedRule): object => {
  const { file: _, ...listing } = toListing({ detector, file: "", logsource });
  return { ...listing, line, becomes, is_id_given: isIdGiven };
};
