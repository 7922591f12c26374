import { sql } from "kysely";
import { type Clock, isJsonObject, type JsonValue } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { toHashUuid } from "../event-key.ts";
import type { Guard } from "../guard.ts";
import {
  type HeardNews,
  NEWS_KEPT_MAX,
  NEWS_PAGE_MAX,
  type Tally,
  type TogetherStore,
  type ToldNews,
} from "../ports/together-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";
import type { NewsTable } from "./together-tables.ts";

export interface TogetherParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Tallies and news as rows. */
export function createTogetherStore({ engine, writing, guard, clock }: TogetherParts): TogetherStore {
  const { db, capabilities } = engine;
  return {
    isShared: capabilities.writesTogether,
    tally: (tallies) => writing.write((trx) => tally(trx, tallies, clock)),
    tell: (teller, news) => writing.write((trx) => tell(trx, toStoredText(teller), news)),
    async readLatest() {
      const row = db.selectFrom("news_numbers").select("number").executeTakeFirst();
      return Number((await guard.ask(row))?.number ?? 0);
    },
    async hear(after) {
      const rows = db
        .selectFrom("news")
        .selectAll()
        .where("number", ">", after)
        .orderBy("number")
        .limit(NEWS_PAGE_MAX)
        .execute();
      return (await guard.ask(rows)).map(toHeard);
    },
  };
}

async function tally(trx: Trx, tallies: readonly Tally[], clock: Clock): Promise<readonly number[]> {
  await sql`delete from tallies where until_at <= ${toInstant(clock.now())}`.execute(trx);
  const named = tallies.map((one, place) => ({ ...one, place, digest: toHashUuid(one.name) }));
  const totals = new Array<number>(tallies.length).fill(0);
  // In one order in every process: of two that add to the same rows, one waits for the other.
  for (const { digest, from, until, by, place } of named.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))) {
    const found = await sql<{ tally: number }>`
      insert into tallies (name, from_at, until_at, tally)
      values (cast(${digest} as uuid), ${toInstant(from)}, ${toInstant(until)}, cast(${by} as bigint))
      on conflict (name, from_at) do update set tally = tallies.tally + excluded.tally
      returning tally`.execute(trx);
    totals[place] = Number(found.rows[0]!.tally);
  }
  return totals;
}

/** The one row of numbers keeps others waiting until this transaction ends: no smaller number ever comes later. */
async function tell(trx: Trx, teller: string, news: readonly ToldNews[]): Promise<void> {
  if (news.length === 0) return;
  const counted = await sql<{ number: number }>`
    update news_numbers set number = number + cast(${news.length} as bigint) returning number`.execute(trx);
  const latest = Number(counted.rows[0]!.number);
  const first = latest - news.length + 1;
  await trx
    .insertInto("news")
    .values(
      news.map(({ event, data }, at) => ({
        number: first + at,
        teller,
        event: toStoredText(event),
        data: toStoredText(JSON.stringify(data)),
      })),
    )
    .execute();
  await trx
    .deleteFrom("news")
    .where("number", "<=", latest - NEWS_KEPT_MAX)
    .execute();
}

function toHeard({ number, teller, event, data }: NewsTable): HeardNews {
  const value: JsonValue = JSON.parse(data);
  return { number: Number(number), teller, event, data: isJsonObject(value) ? value : {} };
}
