import { sql } from "kysely";
import { toEpochMs } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { AccessLink, UserStore } from "../ports/user-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import type { AccountParts } from "./account-parts.ts";
import type { AccessLinksTable } from "./account-tables.ts";
import { insertUser, readUser, setPassword } from "./user-writes.ts";

type Links = Pick<UserStore, "addLink" | "findLink" | "setUp" | "redeem">;

/** Ways in that work once. */
export function createLinks({ engine, writing, guard, clock }: AccountParts): Links {
  const { db } = engine;
  return {
    addLink: (link) =>
      writing.write(async (trx) => {
        const now = clock.now();
        const user = link.userId === null ? null : await readUser(trx, link.userId);
        if (user !== null) await endLinks(trx, user.id, now);
        await insertLink(trx, link, now);
        if (user !== null)
          await noteChange(trx, clock, {
            action: `user.${link.kind}`,
            target: { type: "user", id: user.id, name: user.name },
            after: { expires_at: new Date(link.expiresAt).toISOString() },
          });
      }),
    async findLink(digest) {
      const row = await guard.ask(
        db
          .selectFrom("access_links")
          .selectAll()
          .where("digest", "=", toStoredText(digest))
          .where("used_at", "is", null)
          .where("expires_at", ">", toInstant(clock.now()))
          .executeTakeFirst(),
      );
      return row === undefined ? null : toLink(row);
    },
    setUp: (digest, user) =>
      writing.write(async (trx) => {
        const open = await lockSetUpLinks(trx, engine, clock.now());
        if (!open.includes(digest)) return null;
        const users = await trx.selectFrom("users").select("id").limit(1).execute();
        if (users.length > 0) return null;
        await trx
          .updateTable("access_links")
          .set({ used_at: toInstant(clock.now()) })
          .where("digest", "in", open)
          .execute();
        return insertUser(trx, clock, user);
      }),
    redeem: (digest, passwordHash) =>
      writing.write(async (trx) => {
        const now = clock.now();
        const [link] = await trx
          .updateTable("access_links")
          .set({ used_at: toInstant(now) })
          .where("digest", "=", toStoredText(digest))
          .where("used_at", "is", null)
          .where("expires_at", ">", toInstant(now))
          .returning("user_id")
          .execute();
        const id = link?.user_id ?? null;
        if (id === null) return null;
        if ((await readUser(trx, id)).disabledAt !== null) return null;
        await setPassword(trx, clock, { id, hash: passwordHash, keptSession: null });
        return readUser(trx, id);
      }),
  };
}

/** Whoever comes with another link at the same moment waits here, and finds all of them used. */
async function lockSetUpLinks(trx: Trx, { capabilities }: Engine, now: number): Promise<readonly string[]> {
  const found = await sql<Pick<AccessLinksTable, "digest">>`
    select digest from access_links
    where kind = 'set-up' and used_at is null and expires_at > ${toInstant(now)}
    order by digest ${capabilities.writesTogether ? sql`for update` : sql``}`.execute(trx);
  return found.rows.map((row) => row.digest);
}

async function endLinks(trx: Trx, userId: string, now: number): Promise<void> {
  await trx
    .updateTable("access_links")
    .set({ used_at: toInstant(now) })
    .where("user_id", "=", toStoredText(userId))
    .where("used_at", "is", null)
    .execute();
}

async function insertLink(trx: Trx, link: AccessLink, now: number): Promise<void> {
  await trx
    .insertInto("access_links")
    .values({
      digest: link.digest,
      kind: link.kind,
      user_id: link.userId,
      created_at: toInstant(now),
      expires_at: toInstant(link.expiresAt),
      used_at: null,
    })
    .execute();
}

const toLink = ({ digest, kind, user_id, expires_at }: AccessLinksTable): AccessLink => ({
  digest,
  kind,
  userId: user_id,
  expiresAt: toEpochMs(expires_at),
});
