import { sql } from "kysely";
import { type Clock, type JsonObject, toEpochMs, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import type { NewRuleVersion, RuleStore, StoredRule } from "../ports/rule-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";
import type { RuleRowsTable } from "./rule-tables.ts";

export interface RuleParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Versions of rules as rows that are only ever added. */
export function createRuleStore({ engine: { db }, writing, guard, clock }: RuleParts): RuleStore {
  const select = () => db.selectFrom("rule_rows").selectAll();
  return {
    async readRevision() {
      const rows = await guard.ask(
        db.selectFrom("rule_rows").select(sql<number>`coalesce(max(rule_key), 0)`.as("revision")).execute(),
      );
      return Number(rows[0]?.revision ?? 0);
    },
    async list() {
      const first = sql`(select min(f.rule_key) from rule_rows f where f.rule_id = rule_rows.rule_id)`;
      const rows = await guard.ask(select().where("is_latest", "=", true).orderBy(first).execute());
      return rows.map(toRule);
    },
    async listVersions(id) {
      const rows = select().where("rule_id", "=", toStoredText(id)).orderBy("version", "desc");
      return (await guard.ask(rows.execute())).map(toRule);
    },
    save: (rules, by) =>
      writing.write(async (trx) => {
        const saved: StoredRule[] = [];
        for (const rule of rules) saved.push(await saveOne(trx, rule, { by, clock }));
        return saved;
      }),
    listAll: async () => (await guard.ask(select().orderBy("rule_key").execute())).map(toRule),
    restore: (rules) => writing.write((trx) => restore(trx, rules)),
  };
}

interface Saving {
  readonly by: string;
  readonly clock: Clock;
}

async function saveOne(
  trx: Trx,
  { after, action, ...state }: NewRuleVersion,
  { by, clock }: Saving,
): Promise<StoredRule> {
  // Two changes at once wait for each other here.
  const latest = await sql<RuleRowsTable>`
    update rule_rows set is_latest = false
    where rule_id = ${toStoredText(state.id)} and is_latest returning *`.execute(trx);
  const row = latest.rows[0];
  const before = row === undefined ? null : toRule(row);
  if ((before?.version ?? 0) !== after) throw toError(STORE_PROBLEMS, "STORE_RULE_CHANGED", { id: state.id });
  const made = { ...state, version: after + 1, by, at: clock.now() };
  await insert(trx, made, true);
  await noteChange(trx, clock, {
    action: `rule.${action}`,
    target: { type: "rule", id: state.id, name: state.title },
    before: before === null ? null : toState(before),
    after: state.isRemoved ? null : toState(made),
  });
  return made;
}

async function insert(trx: Trx, rule: StoredRule, isLatest: boolean): Promise<void> {
  const [key] = await takeKeys(trx, "rule_keys", 1);
  await trx
    .insertInto("rule_rows")
    .values({
      rule_key: key!,
      rule_id: toStoredText(rule.id),
      version: rule.version,
      is_latest: isLatest,
      title: toStoredText(rule.title),
      body: rule.text === null ? null : toStoredText(rule.text),
      is_enabled: rule.isEnabled,
      is_removed: rule.isRemoved,
      note: rule.note === null ? null : toStoredText(rule.note),
      made_by: toStoredText(rule.by),
      made_at: toInstant(rule.at),
    })
    .execute();
}

async function restore(trx: Trx, rules: readonly StoredRule[]): Promise<void> {
  const known = await trx.selectFrom("rule_rows").select(["rule_id", "version"]).execute();
  const versions = new Set(known.map(({ rule_id, version }) => `${version} ${rule_id}`));
  for (const rule of rules)
    if (!versions.has(`${rule.version} ${toStoredText(rule.id)}`)) await insert(trx, rule, false);
  await sql`
    update rule_rows set is_latest = (rule_rows.version = latest.version)
    from (select rule_id, max(version) as version from rule_rows group by rule_id) latest
    where latest.rule_id = rule_rows.rule_id
      and rule_rows.is_latest <> (rule_rows.version = latest.version)`.execute(trx);
}

/** For the audit: what it says is kept in its versions. */
const toState = ({ version, isEnabled, note, text }: StoredRule): JsonObject => ({
  version,
  is_enabled: isEnabled,
  note,
  characters: text?.length ?? null,
});

const toRule = (row: RuleRowsTable): StoredRule => ({
  id: row.rule_id,
  title: row.title,
  text: row.body,
  isEnabled: row.is_enabled,
  isRemoved: row.is_removed,
  note: row.note,
  version: Number(row.version),
  by: row.made_by,
  at: toEpochMs(Number(row.made_at)),
});
