import { sql } from "kysely";
import { toError } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import type { StoreLimits } from "../limits.ts";
import type { InputMatches, RuleMatchStore } from "../ports/rule-match-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { listUnmatchedInputs } from "../queries/ledger.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";
import { streamInputMatches, streamMatches } from "./match-stream.ts";

export interface RuleMatchParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly limits: StoreLimits;
}

export function createRuleMatchStore({ engine, writing, guard, limits }: RuleMatchParts): RuleMatchStore {
  const { db } = engine;
  return {
    listMissing: (ruleSet) => guard.ask(listUnmatchedInputs(db, ruleSet)),
    write: (ruleSet, inputs, options) =>
      writing.write((trx) => writeMatches(engine, trx, { ruleSet, inputs }), options),
    stream: (ruleSet, range) => guard.stream(streamMatches(engine, { ruleSet, ...range }, limits)),
    streamInputs: (ruleSet) => guard.stream(streamInputMatches(engine, ruleSet)),
    async listRuleSets() {
      const rows = await guard.ask(
        db.selectFrom("rule_sets").select("hash").orderBy("rule_set_key", "desc").execute(),
      );
      return rows.map(({ hash }) => hash);
    },
    forget: (ruleSet) =>
      writing.write(async (trx) => {
        const key = await findRuleSet(trx, ruleSet);
        if (key === null) return;
        await trx.deleteFrom("match_rows").where("rule_set_key", "=", key).execute();
        await trx.deleteFrom("match_inputs").where("rule_set_key", "=", key).execute();
        await trx.deleteFrom("rule_sets").where("rule_set_key", "=", key).execute();
      }),
  };
}

async function findRuleSet(db: Engine["db"] | Trx, ruleSet: string): Promise<number | null> {
  const found = await db
    .selectFrom("rule_sets")
    .select("rule_set_key")
    .where("hash", "=", ruleSet)
    .executeTakeFirst();
  return found?.rule_set_key ?? null;
}

/** Those of some inputs that were matched against the set, whether or not they gave anything. */
async function readMatched(
  trx: Trx,
  ruleSetKey: number,
  inputKeys: readonly number[],
): Promise<readonly number[]> {
  const rows = await trx
    .selectFrom("match_inputs")
    .select("input_key")
    .where("rule_set_key", "=", ruleSetKey)
    .where("input_key", "in", inputKeys)
    .execute();
  return rows.map(({ input_key }) => input_key);
}

async function addRuleSet(trx: Trx, ruleSet: string): Promise<number> {
  const known = await findRuleSet(trx, ruleSet);
  if (known !== null) return known;
  const [key] = await takeKeys(trx, "rule_set_keys", 1);
  await sql`
    insert into rule_sets (rule_set_key, hash) values (${key}, ${ruleSet})
    on conflict (hash) do nothing`.execute(trx);
  return (await findRuleSet(trx, ruleSet))!;
}

interface MatchWrite {
  readonly ruleSet: string;
  readonly inputs: readonly InputMatches[];
}

async function writeMatches(engine: Engine, trx: Trx, { ruleSet, inputs }: MatchWrite): Promise<void> {
  if (inputs.length === 0) return;
  const ruleSetKey = await addRuleSet(trx, ruleSet);
  const inputKeys = await findInputKeys(trx, inputs);
  const again = await readMatched(trx, ruleSetKey, inputKeys);
  if (again.length > 0)
    for (const table of ["match_rows", "match_inputs"] as const)
      await trx
        .deleteFrom(table)
        .where("rule_set_key", "=", ruleSetKey)
        .where("input_key", "in", again)
        .execute();
  await insertMatches(engine, trx, { ruleSetKey, inputKeys, inputs });
  const keys = sql.join(inputKeys.map((key) => sql`(${sql.lit(ruleSetKey)}, ${sql.lit(key)})`));
  await sql`insert into match_inputs (rule_set_key, input_key) values ${keys}`.execute(trx);
}

async function findInputKeys(trx: Trx, inputs: readonly InputMatches[]): Promise<readonly number[]> {
  const hashes = inputs.map(({ input }) => input);
  const rows = await trx
    .selectFrom("inputs")
    .select(["input_key", "hash"])
    .where("hash", "in", hashes)
    .execute();
  const byHash = new Map<string, number>(rows.map(({ input_key, hash }) => [hash, input_key]));
  return hashes.map((hash) => {
    const key = byHash.get(hash);
    if (key === undefined) throw toError(STORE_PROBLEMS, "STORE_INPUT_UNKNOWN", { hash });
    return key;
  });
}

async function insertMatches(
  engine: Engine,
  trx: Trx,
  {
    ruleSetKey,
    inputKeys,
    inputs,
  }: {
    readonly ruleSetKey: number;
    readonly inputKeys: readonly number[];
    readonly inputs: readonly InputMatches[];
  },
): Promise<void> {
  const rows = inputs.map((input) => input.rows);
  if (rows.every(({ length }) => length === 0)) return;
  const numbers = (pick: (one: InputMatches["rows"]) => ArrayLike<number>): readonly number[] =>
    rows.flatMap((one) => Array.from(pick(one)).slice(0, one.length));
  const texts = (pick: (one: InputMatches["rows"]) => readonly (string | null)[]) =>
    rows.flatMap((one) => pick(one).slice(0, one.length).map(maybeText));
  const values = rows.flatMap((one) => one.values.slice(0, one.length));
  await engine.loadTemporary(trx, "staged_matches", [
    {
      name: "input_key",
      type: "integer",
      values: rows.flatMap((one, index) => Array.from({ length: one.length }, () => inputKeys[index]!)),
    },
    { name: "position", type: "integer", values: numbers((one) => one.positions) },
    { name: "kind", type: "integer", values: numbers((one) => one.kinds) },
    { name: "detector_number", type: "integer", values: numbers((one) => one.detectors) },
    { name: "rule_number", type: "integer", values: numbers((one) => one.rules) },
    { name: "match_group", type: "text", values: texts((one) => one.groups) },
    {
      name: "value_number",
      type: "double",
      values: values.map((value) => (typeof value === "number" ? value : null)),
    },
    {
      name: "value_text",
      type: "text",
      values: values.map((value) => (typeof value === "string" ? toStoredText(value) : null)),
    },
    { name: "detail", type: "text", values: texts((one) => one.details) },
  ]);
  await sql`
    insert into match_rows (
      rule_set_key, input_key, position, kind, detector_number, rule_number, match_group, value_number, value_text, detail)
    select ${sql.lit(ruleSetKey)}, input_key, position, kind, detector_number, rule_number, match_group, value_number,
      value_text, detail
    from staged_matches order by input_key, position`.execute(trx);
  await sql`drop table staged_matches`.execute(trx);
}

const maybeText = (text: string | null): string | null => (text === null ? null : toStoredText(text));
