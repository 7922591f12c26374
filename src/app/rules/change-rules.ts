import { toError } from "../../domain/index.ts";
import type { NewRuleVersion, Store, StoredRule } from "../../store/index.ts";
import { type CheckedText, checkText, isError } from "./check-text.ts";
import { RULES_PROBLEMS } from "./problems.ts";
import type { BookRule, RuleBook } from "./rule-book.ts";

/** Own rules of one store. */
export const OWN_RULES_MAX = 2000;

/** What somebody does to rules. */
export interface RuleChange {
  readonly by: string;
  readonly note: string | null;
}

export interface BringChange extends RuleChange {
  readonly text: string;
  /** Of new ones; those that are there stay on or off. */
  readonly isEnabled: boolean;
  /** How it is called in the audit. */
  readonly action?: "import" | "rollback";
}

/** Keeps the rules of a text, all or none. Throws RULES_BROKEN, RULES_MANY and STORE_RULE_CHANGED. */
export async function bringRules(
  store: Pick<Store, "rules">,
  book: RuleBook,
  { text, isEnabled, note, by, action = "import" }: BringChange,
): Promise<readonly CheckedText[]> {
  const { texts, problems } = checkText(text, book);
  const first = problems.find(isError);
  if (first !== undefined) {
    const { line, column } = first;
    throw toError(RULES_PROBLEMS, "RULES_BROKEN", { line, column, first: first.text });
  }
  const rows = await readRows(store);
  const versions = texts
    .filter(({ rules }) => rules.some(({ becomes }) => becomes !== "same"))
    .flatMap((one) => [...toVersions(one, { rows, isEnabled }), ...toGone(one, { rows, book })])
    .map((one): NewRuleVersion => ({ ...one, note, action: one.isRemoved ? "remove" : action }));
  const owned = book.rules.filter(({ origin }) => origin === "own").length;
  if (owned + versions.filter(({ after }) => after === 0).length > OWN_RULES_MAX)
    throw toError(RULES_PROBLEMS, "RULES_MANY", { max: OWN_RULES_MAX });
  await store.rules.save(versions, by);
  return texts;
}

type Rows = ReadonlyMap<string, StoredRule>;
type Version = Omit<NewRuleVersion, "note" | "action">;

const readRows = async (store: Pick<Store, "rules">): Promise<Rows> =>
  new Map((await store.rules.list()).map((row) => [row.id.toLowerCase(), row]));

/** The detector that a text is known by has it; others of the same text say only whether they look. */
function toVersions(
  { id, text, rules }: CheckedText,
  { rows, isEnabled }: { readonly rows: Rows; readonly isEnabled: boolean },
): readonly Version[] {
  return rules.map(({ detector: { ref } }) => {
    const row = rows.get(ref.id.toLowerCase());
    return {
      // As it was written first: ids are compared in small letters, rows are not.
      id: row?.id ?? ref.id,
      title: ref.title,
      text: ref.id === id ? text : null,
      isEnabled: row === undefined || row.isRemoved ? isEnabled : row.isEnabled,
      isRemoved: false,
      after: row?.version ?? 0,
    };
  });
}

/** Detectors that stood in the text before and do not any more. */
function toGone(
  { id, rules }: CheckedText,
  { rows, book }: { readonly rows: Rows; readonly book: RuleBook },
): readonly Version[] {
  const left = new Set(rules.map(({ detector }) => detector.ref.id.toLowerCase()));
  return book.rules
    .filter(({ home, origin }) => origin === "own" && home.toLowerCase() === id.toLowerCase())
    .filter(({ detector }) => !left.has(detector.ref.id.toLowerCase()))
    .flatMap(({ detector }) => rows.get(detector.ref.id.toLowerCase()) ?? [])
    .map(toRemoved);
}

const toRemoved = ({ id, title, text, version }: StoredRule): Version => ({
  id,
  title,
  text,
  isEnabled: false,
  isRemoved: true,
  after: version,
});

/** Switches a rule on or off; one that is so already stays as it is. */
export async function switchRule(
  store: Pick<Store, "rules">,
  { detector: { ref }, isEnabled: before, stored }: BookRule,
  { isEnabled, note, by }: RuleChange & { readonly isEnabled: boolean },
): Promise<void> {
  if (before === isEnabled) return;
  const row = stored ?? (await readRows(store)).get(ref.id.toLowerCase());
  const version: NewRuleVersion = {
    id: row?.id ?? ref.id,
    title: ref.title,
    text: stored?.text ?? null,
    isEnabled,
    isRemoved: false,
    note,
    after: row?.version ?? 0,
    action: isEnabled ? "enable" : "disable",
  };
  await store.rules.save([version], by);
}

/** Takes an own text away, with all detectors in it. Throws RULES_NOT_OWN. */
export async function removeRule(
  store: Pick<Store, "rules">,
  book: RuleBook,
  { rule, by }: { readonly rule: BookRule; readonly by: string },
): Promise<void> {
  refuseGait(rule);
  const rows = await readRows(store);
  const gone = book.rules
    .filter(({ home, origin }) => origin === "own" && home === rule.home)
    .flatMap(({ detector }) => rows.get(detector.ref.id.toLowerCase()) ?? []);
  await store.rules.save(
    gone.map((row) => ({ ...toRemoved(row), note: null, action: "remove" })),
    by,
  );
}

/** Makes the text of an older version the latest. Throws RULES_NOT_OWN, RULES_VERSION_UNKNOWN and RULES_BROKEN. */
export async function rollBackRule(
  store: Pick<Store, "rules">,
  book: RuleBook,
  { rule, version, by }: { readonly rule: BookRule; readonly version: number; readonly by: string },
): Promise<void> {
  refuseGait(rule);
  const versions = await store.rules.listVersions(rule.home);
  const { text } = versions.find((one) => one.version === version) ?? { text: null };
  const { id } = rule.detector.ref;
  if (text === null) throw toError(RULES_PROBLEMS, "RULES_VERSION_UNKNOWN", { id, version });
  const note = `As in version ${version}.`;
  await bringRules(store, book, { text, isEnabled: rule.isEnabled, note, by, action: "rollback" });
}

function refuseGait({ origin, detector }: BookRule): void {
  if (origin === "own") return;
  throw toError(RULES_PROBLEMS, "RULES_NOT_OWN", { title: detector.ref.title });
}

/** Own rules as one text that can be brought again. */
export const exportRules = (rules: readonly BookRule[]): string => {
  const texts = new Map(rules.filter(({ origin }) => origin === "own").map(({ home, text }) => [home, text]));
  return [...texts.values()].map((text) => `${text.trimEnd()}\n`).join("---\n");
};
