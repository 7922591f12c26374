import { sql, type Transaction } from "kysely";
import type { Engine } from "../engine.ts";
import type { StoreTables } from "../tables.ts";
import type { Dimension, DimensionRows } from "./dimensions.ts";

/**
 * Keys of dimension values. Values that the database does not hold are added in a transaction of their own, which ends
 * at once: no other process waits for them while events are written, and a value without events does no harm.
 */
export class DimensionKeys {
  readonly #engine: Engine;
  readonly #valuesMax: number;
  readonly #known = new Map<string, Map<string, number>>();

  constructor(engine: Engine, valuesMax: number) {
    this.#engine = engine;
    this.#valuesMax = valuesMax;
  }

  /** The keys of each dimension's values, in their order. */
  async resolve(dimensions: readonly DimensionRows[]): Promise<readonly (readonly number[])[]> {
    const unknown = dimensions.map((rows) => this.#findUnknown(rows));
    if (unknown.some((numbers) => numbers.length > 0)) {
      await this.#engine.db.transaction().execute((trx) =>
        this.#engine.attempt(trx, async () => {
          for (const [index, rows] of dimensions.entries()) await this.#add(trx, rows, unknown[index]!);
        }),
      );
    }
    return dimensions.map((rows) => {
      const known = this.#knownOf(rows.dimension);
      return rows.digests.map((digest) => known.get(digest)!);
    });
  }

  #knownOf({ table }: Dimension): Map<string, number> {
    const known = this.#known.get(table) ?? new Map<string, number>();
    this.#known.set(table, known);
    return known;
  }

  /** Numbers of the values whose keys are not remembered. */
  #findUnknown(rows: DimensionRows): readonly number[] {
    const known = this.#knownOf(rows.dimension);
    const all = rows.digests.map((_, number) => number);
    const unknown = all.filter((number) => !known.has(rows.digests[number]!));
    if (known.size + unknown.length <= this.#valuesMax) return unknown;
    known.clear();
    return all;
  }

  async #add(trx: Transaction<StoreTables>, rows: DimensionRows, numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return;
    const { table, key, columns } = rows.dimension;
    await this.#engine.loadTemporary(trx, "staged_values", [
      { name: "ordinal", type: "integer", values: numbers },
      { name: "digest", type: "text", values: numbers.map((number) => rows.digests[number]!) },
      ...columns.map(({ name, type }, column) => ({
        name,
        type,
        values: numbers.map((number) => rows.values[number]![column]!),
      })),
    ]);
    const names = sql.join(columns.map(({ name }) => sql.id(name)));
    // In the order of digests, alike in every process: of two that add the same values, one waits for the other.
    await sql`
      insert into ${sql.table(table)} (${sql.id(key)}, digest, ${names})
      select nextval(${sql.lit(`${table}_keys`)}), cast(digest as uuid), ${names}
      from staged_values s
      where not exists (select 1 from ${sql.table(table)} d where d.digest = cast(s.digest as uuid))
      order by s.digest
      on conflict (digest) do nothing`.execute(trx);
    const found = await sql<{ ordinal: number; dimension_key: number }>`
      select s.ordinal, d.${sql.id(key)} as dimension_key
      from staged_values s join ${sql.table(table)} d on d.digest = cast(s.digest as uuid)`.execute(trx);
    await sql`drop table staged_values`.execute(trx);
    const known = this.#knownOf(rows.dimension);
    for (const row of found.rows) known.set(rows.digests[row.ordinal]!, row.dimension_key);
  }
}
