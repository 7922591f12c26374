import { sql } from "kysely";
import type { Clock, JsonValue } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { SettingChange, SettingStore } from "../ports/setting-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";

export interface SettingParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Settings as rows, with one row that counts their changes. */
export function createSettingStore({ engine: { db }, writing, guard, clock }: SettingParts): SettingStore {
  return {
    async readAll() {
      const rows = await guard.ask(db.selectFrom("settings").selectAll().orderBy("name").execute());
      return new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as JsonValue]));
    },
    async readVersion() {
      const rows = await guard.ask(db.selectFrom("setting_versions").select("version").execute());
      return Number(rows[0]?.version ?? 0);
    },
    change: (changes, { author, version }) =>
      writing.write((trx) => change(trx, changes, { author, version, clock })),
  };
}

interface By {
  readonly author: string;
  readonly version: number | null;
  readonly clock: Clock;
}

async function change(trx: Trx, changes: readonly SettingChange[], by: By): Promise<number | null> {
  // Updating the one row keeps others waiting until this transaction ends: two changes never stand side by side.
  const counted = await sql<{ version: number }>`
    update setting_versions set version = version + 1
    where name = 'settings' and (${by.version ?? -1} = -1 or version = ${by.version ?? -1})
    returning version`.execute(trx);
  const row = counted.rows[0];
  if (row === undefined) return null;
  for (const { key, value, isSecret } of changes) {
    const show = (one: JsonValue) => toState(isSecret === true && one !== null ? "(set)" : one);
    const name = toStoredText(key);
    const before = await trx.selectFrom("settings").select("value").where("name", "=", name).execute();
    await noteChange(trx, by.clock, {
      action: "setting.change",
      target: { type: "setting", id: key },
      before: show(before[0] === undefined ? null : (JSON.parse(before[0].value) as JsonValue)),
      after: show(value),
    });
    await trx.deleteFrom("settings").where("name", "=", name).execute();
    if (value === null) continue;
    await trx
      .insertInto("settings")
      .values({
        name,
        value: JSON.stringify(value),
        changed_at: toInstant(by.clock.now()),
        changed_by: toStoredText(by.author),
      })
      .execute();
  }
  return Number(row.version);
}

const toState = (value: JsonValue) => (value === null ? null : { value });
