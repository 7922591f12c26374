import { sql } from "kysely";
import { isJsonObject, type JsonValue } from "../../domain/index.ts";
import type { Claimed, KeptAnswerStore } from "../ports/idempotency-port.ts";
import { toInstant } from "../queries/instant.ts";
import type { AccountParts } from "../users/account-parts.ts";
import type { KeptAnswersTable } from "../users/account-tables.ts";

/** How long an answer is given again. */
export const ANSWER_KEPT_MS = 24 * 3_600_000;
/** Longer than any request may take to arrive and be answered: who claimed before that died. */
export const CLAIM_MS = 10 * 60_000;

/** Answers as rows of `kept_answers`, by the digest of who asked with which key. */
export function createKeptAnswerStore({ writing, clock }: AccountParts): KeptAnswerStore {
  return {
    claim: (digest) =>
      writing.write(async (trx): Promise<Claimed> => {
        const now = clock.now();
        await trx
          .deleteFrom("kept_answers")
          .where(
            sql<boolean>`(claimed_at <= ${toInstant(now - ANSWER_KEPT_MS)}
              or (claimed_at <= ${toInstant(now - CLAIM_MS)} and request is null))`,
          )
          .execute();
        const added = await trx
          .insertInto("kept_answers")
          .values({ digest, claimed_at: toInstant(now), request: null, status: null, answer: null })
          .onConflict((conflict) => conflict.column("digest").doNothing())
          .returning("digest")
          .execute();
        if (added.length > 0) return { kind: "new" };
        const rows = trx.selectFrom("kept_answers").selectAll().where("digest", "=", digest);
        return toClaimed(await rows.executeTakeFirst());
      }),
    keep: (digest, { request, status, answer }) =>
      writing.write(async (trx) => {
        await trx
          .updateTable("kept_answers")
          .set({ request, status, answer: JSON.stringify(answer) })
          .where("digest", "=", digest)
          .execute();
      }),
    giveUp: (digest) =>
      writing.write(async (trx) => {
        await trx
          .deleteFrom("kept_answers")
          .where("digest", "=", digest)
          .where("request", "is", null)
          .execute();
      }),
  };
}

function toClaimed(row: KeptAnswersTable | undefined): Claimed {
  if (row === undefined || row.request === null || row.status === null || row.answer === null)
    return { kind: "busy" };
  const answer: JsonValue = JSON.parse(row.answer);
  if (!isJsonObject(answer)) return { kind: "busy" };
  return { kind: "kept", kept: { request: row.request, status: row.status, answer } };
}
