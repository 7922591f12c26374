import { sql } from "kysely";
import { toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { SessionStore } from "../ports/user-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { AccountParts } from "./account-parts.ts";
import { toSession, toUser } from "./user-rows.ts";

const COLUMNS = [
  "sessions.id",
  "sessions.user_id",
  "sessions.address",
  "sessions.agent",
  "sessions.created_at",
  "sessions.used_at",
  "sessions.expires_at",
] as const;

/** Who is signed in, as rows of `sessions`. One that ended is gone. */
export function createSessionStore({ engine: { db }, writing, guard, clock }: AccountParts): SessionStore {
  return {
    add: (session) =>
      writing.write(async (trx) => {
        const now = toInstant(clock.now());
        await trx
          .insertInto("sessions")
          .values({
            id: toStoredText(session.id),
            digest: session.digest,
            user_id: toStoredText(session.userId),
            address: maybeText(session.address),
            agent: maybeText(session.agent),
            created_at: now,
            used_at: now,
            expires_at: toInstant(session.expiresAt),
          })
          .execute();
        const { digest: _, ...made } = session;
        return { ...made, createdAt: clock.now(), usedAt: clock.now() };
      }),
    async find(digest) {
      const session = db.selectFrom("sessions").select(COLUMNS).where("digest", "=", toStoredText(digest));
      const found = await guard.ask(session.executeTakeFirst());
      if (found === undefined) return null;
      const user = db.selectFrom("users").selectAll().where("id", "=", found.user_id);
      const whose = await guard.ask(user.executeTakeFirst());
      return whose === undefined ? null : { session: toSession(found), user: toUser(whose) };
    },
    async list(userId) {
      const rows = db
        .selectFrom("sessions")
        .select(COLUMNS)
        .where("user_id", "=", toStoredText(userId))
        .orderBy("created_at", "desc")
        .orderBy("id");
      return (await guard.ask(rows.execute())).map(toSession);
    },
    touch: (id) =>
      writing.write(async (trx) => {
        await trx
          .updateTable("sessions")
          .set({ used_at: toInstant(clock.now()) })
          .where("id", "=", toStoredText(id))
          .execute();
      }),
    ...createEnds({ writing, clock }),
    removeStale: (usedBefore) =>
      writing.write(async (trx) => {
        await trx
          .deleteFrom("sessions")
          .where(sql<boolean>`(used_at < ${toInstant(usedBefore)} or expires_at < ${toInstant(clock.now())})`)
          .execute();
      }),
  };
}

/** Sessions that people end. */
function createEnds({
  writing,
  clock,
}: Pick<AccountParts, "writing" | "clock">): Pick<SessionStore, "end" | "endOthers"> {
  return {
    end: (id, userId) =>
      writing.write(async (trx) => {
        const ended = await trx
          .deleteFrom("sessions")
          .where("id", "=", toStoredText(id))
          .where("user_id", "=", toStoredText(userId))
          .returning("id")
          .execute();
        if (ended.length === 0) throw toError(STORE_PROBLEMS, "STORE_SESSION_UNKNOWN", { id });
        await noteChange(trx, clock, { action: "session.end", target: { type: "session", id } });
      }),
    endOthers: (userId, keptSession) =>
      writing.write(async (trx) => {
        const ended = await trx
          .deleteFrom("sessions")
          .where("user_id", "=", toStoredText(userId))
          .where("id", "<>", toStoredText(keptSession))
          .returning("id")
          .execute();
        for (const { id } of ended)
          await noteChange(trx, clock, { action: "session.end", target: { type: "session", id } });
        return ended.length;
      }),
  };
}

const maybeText = (text: string | null): string | null => (text === null ? null : toStoredText(text));
