import { userInfo } from "node:os";
import { z } from "zod";
import type {
  RuleChangePort,
  RuleChangeReport,
  RuleImportRequest,
  RuleSwitchRequest,
} from "../../cli/rule-change.ts";
import { toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { loadSomeRules } from "../scan/rule-files.ts";
import { bringRules, switchRule } from "./change-rules.ts";
import { checkText, isError } from "./check-text.ts";
import { RULES_PROBLEMS } from "./problems.ts";
import { type RuleBook, readRuleBook } from "./rule-book.ts";

const CHANGE = { isEnabled: z.boolean(), note: z.string().nullable(), by: z.string() };
/** What a terminal asks a server for. */
export const IMPORT_ORDER = z.object({
  ...CHANGE,
  texts: z.array(z.object({ file: z.string(), text: z.string() })),
});
export const SWITCH_ORDER = z.object({ ...CHANGE, ids: z.array(z.string()) });
type ImportOrder = z.infer<typeof IMPORT_ORDER>;
type SwitchOrder = z.infer<typeof SWITCH_ORDER>;

/** The commands: rules of a store, changed as the API changes them. */
export const RULE_CHANGE_PORT: RuleChangePort = {
  importRules: async (request) => {
    const order = await readImportOrder(request);
    return inPlace(request, "rules import", (store) => importInStore(store, order));
  },
  switchRules: (request) =>
    inPlace(request, "rules", (store) => switchInStore(store, toSwitchOrder(request))),
};

async function inPlace<T>(
  { place }: Pick<RuleImportRequest, "place">,
  purpose: string,
  change: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openPlace(place, { purpose });
  try {
    return await change(store);
  } finally {
    await store.close();
  }
}

/** Throws RUN_RULES_MISSING, RUN_RULES_NONE and RUN_RULES_UNREADABLE. */
export async function readImportOrder({ paths, isEnabled, note }: RuleImportRequest): Promise<ImportOrder> {
  const texts = (await Promise.all(paths.map(loadSomeRules))).flat();
  return { texts: [...texts], isEnabled, note, by: userInfo().username };
}

export const toSwitchOrder = ({ ids, isEnabled, note }: RuleSwitchRequest): SwitchOrder => ({
  ids: [...ids],
  isEnabled,
  note,
  by: userInfo().username,
});

/** Throws RULES_FILE_BROKEN and what `bringRules` throws. */
export async function importInStore(
  store: Pick<Store, "rules">,
  { texts, ...change }: ImportOrder,
): Promise<readonly RuleChangeReport[]> {
  const book = await readRuleBook(store);
  refuseBroken(texts, book);
  const brought = await bringRules(store, book, { ...change, text: joinTexts(texts) });
  return brought.flatMap(({ rules }) =>
    rules.map(({ detector: { ref }, becomes }) => ({
      id: ref.id,
      title: ref.title,
      becomes,
      is_enabled: book.find(ref.id)?.isEnabled ?? change.isEnabled,
    })),
  );
}

/** As one text: correlations may refer to rules of other files. */
const joinTexts = (texts: ImportOrder["texts"]): string =>
  texts.map(({ text }) => `${text.trimEnd()}\n`).join("---\n");

/** The first problem, in the line of its own file. */
function refuseBroken(texts: ImportOrder["texts"], book: RuleBook): void {
  const first = checkText(joinTexts(texts), book).problems.find(isError);
  if (first === undefined) return;
  let before = 0;
  for (const { file, text } of texts) {
    const lines = text.trimEnd().split("\n").length;
    if (first.line <= before + lines)
      throw toError(RULES_PROBLEMS, "RULES_FILE_BROKEN", {
        file,
        line: first.line - before,
        first: first.text,
      });
    before += lines + 1;
  }
}

/** All of the rules or none. Throws RUN_RULE_UNKNOWN. */
export async function switchInStore(
  store: Pick<Store, "rules">,
  { ids, ...change }: SwitchOrder,
): Promise<readonly RuleChangeReport[]> {
  const book = await readRuleBook(store);
  const rules = [...new Set(ids.map((id) => book.get(id)))];
  for (const rule of rules) await switchRule(store, rule, change);
  return rules.map(({ detector: { ref }, isEnabled }) => ({
    id: ref.id,
    title: ref.title,
    becomes: isEnabled === change.isEnabled ? "same" : "changed",
    is_enabled: change.isEnabled,
  }));
}
