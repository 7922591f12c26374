import { sql } from "kysely";
import type { Engine } from "../engine.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";

type Db = Engine["db"];

/** Texts read at once. */
const TEXTS_AT_ONCE = 10_000;

/** Of two texts with one code the lesser stays: what is kept does not depend on who came first. */
export async function addTexts(engine: Engine, trx: Trx, texts: ReadonlyMap<number, string>): Promise<void> {
  if (texts.size === 0) return;
  await engine.loadTemporary(trx, "staged_texts", [
    { name: "code", type: "bigint", values: [...texts.keys()] },
    { name: "value_text", type: "text", values: [...texts.values()].map(toStoredText) },
  ]);
  const { writesTogether } = engine.capabilities;
  await sql`
    update value_texts set value_text = s.value_text
    from staged_texts s
    where s.code = value_texts.code and s.value_text collate "C" < value_texts.value_text collate "C"`.execute(
    trx,
  );
  const unlessThere = writesTogether
    ? sql`on conflict (code) do update set value_text = excluded.value_text
        where excluded.value_text collate "C" < value_texts.value_text collate "C"`
    : sql``;
  await sql`
    insert into value_texts (code, value_text)
    select code, value_text from staged_texts s
    where not exists (select 1 from value_texts t where t.code = s.code)
    order by code
    ${unlessThere}`.execute(trx);
  await sql`drop table staged_texts`.execute(trx);
}

export async function readTexts(db: Db, codes: Iterable<number>): Promise<ReadonlyMap<number, string>> {
  const asked = [...new Set(codes)];
  const texts = new Map<number, string>();
  for (let from = 0; from < asked.length; from += TEXTS_AT_ONCE) {
    const some = asked.slice(from, from + TEXTS_AT_ONCE).map((code) => sql.lit(code));
    const found = await sql<{ code: number; value_text: string }>`
      select code, value_text from value_texts where code in (${sql.join(some)})`.execute(db);
    for (const row of found.rows) texts.set(Number(row.code), row.value_text);
  }
  return texts;
}

export async function* streamTexts(db: Db): AsyncGenerator<ReadonlyMap<number, string>> {
  for (let after = -1; ; ) {
    const rows = await db
      .selectFrom("value_texts")
      .selectAll()
      .where("code", ">", after)
      .orderBy("code")
      .limit(TEXTS_AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    yield new Map(rows.map((row) => [Number(row.code), row.value_text]));
    after = Number(rows.at(-1)!.code);
  }
}
