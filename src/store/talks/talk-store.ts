import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Clock, toEpochMs } from "../../domain/index.ts";
import { readAuthor } from "../audit/author.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import { TALK_CHARS_MAX, type TalkHead, type TalkQuery, type TalkStore } from "../ports/talk-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Writing } from "../writing.ts";
import type { ModelTalksTable } from "./talk-tables.ts";

export interface TalkParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

const toKept = (text: string): string => toStoredText(text.slice(0, TALK_CHARS_MAX));

export function createTalkStore({ engine: { db }, writing, guard, clock }: TalkParts): TalkStore {
  return {
    add: (talk) =>
      writing.write(async (trx) => {
        const id = randomUUID();
        const author = readAuthor();
        await trx
          .insertInto("model_talks")
          .values({
            id,
            asked_at: toInstant(clock.now()),
            author_kind: author.kind,
            author_id: toStoredText(author.id),
            author_name: toStoredText(author.name),
            host: toStoredText(talk.host),
            model: toStoredText(talk.model),
            question: toKept(talk.question),
            uses_pseudonyms: talk.usesPseudonyms,
            outcome: talk.outcome,
            tokens: talk.tokens,
            requests: talk.requests,
            sent: toKept(talk.sent),
            said: toKept(talk.said),
          })
          .execute();
        return id;
      }),
    list: async (query) => (await guard.ask(selectHeads(db, query).execute())).map(toHead),
    async find(id) {
      const rows = db.selectFrom("model_talks").selectAll().where("id", "=", toStoredText(id));
      const row = await guard.ask(rows.executeTakeFirst());
      return row === undefined
        ? null
        : { ...toHead({ ...row, sent_chars: row.sent.length }), sent: row.sent, said: row.said };
    },
    removeBefore: (at) =>
      writing.write(async (trx) => {
        const old = sql<boolean>`asked_at < ${toInstant(at)}`;
        const [found] = await trx
          .selectFrom("model_talks")
          .select((builder) => builder.fn.countAll<number>().as("talks"))
          .where(old)
          .execute();
        const talks = Number(found?.talks ?? 0);
        if (talks > 0) await trx.deleteFrom("model_talks").where(old).execute();
        return talks;
      }),
  };
}

interface HeadRow extends Omit<ModelTalksTable, "sent" | "said"> {
  readonly sent_chars: number;
}

function selectHeads(db: Engine["db"], { limit, before }: TalkQuery) {
  let rows = db
    .selectFrom("model_talks")
    .select([
      "id",
      "asked_at",
      "author_kind",
      "author_id",
      "author_name",
      "host",
      "model",
      "question",
      "uses_pseudonyms",
      "outcome",
      "tokens",
      "requests",
      sql<number>`length(sent)`.as("sent_chars"),
    ]);
  if (before !== null) {
    const at = toInstant(before.at);
    rows = rows.where(
      sql<boolean>`(asked_at < ${at} or (asked_at = ${at} and id > ${toStoredText(before.id)}))`,
    );
  }
  return rows.orderBy("asked_at", "desc").orderBy("id").limit(limit);
}

const toHead = (row: HeadRow): TalkHead => ({
  id: row.id,
  at: toEpochMs(row.asked_at),
  author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
  host: row.host,
  model: row.model,
  question: row.question,
  usesPseudonyms: row.uses_pseudonyms,
  outcome: row.outcome,
  tokens: Number(row.tokens),
  requests: Number(row.requests),
  sentChars: Number(row.sent_chars),
});
