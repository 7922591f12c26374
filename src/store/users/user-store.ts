import { sql } from "kysely";
import { toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { StoredUser, UserChange, UserStore } from "../ports/user-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import type { AccountParts } from "./account-parts.ts";
import { createLinks } from "./links.ts";
import { toNameKey, toUser, toUserState } from "./user-rows.ts";
import { insertUser, readUser, restoreUsers, selectUsers, setPassword } from "./user-writes.ts";

/** People as rows of `users`. */
export function createUserStore(parts: AccountParts): UserStore {
  const { engine, writing, guard, clock } = parts;
  const { db } = engine;
  return {
    ...createLinks(parts),
    async count() {
      const rows = db.selectFrom("users").select(({ fn }) => fn.countAll<number>().as("users"));
      return Number((await guard.ask(rows.executeTakeFirstOrThrow())).users);
    },
    list: async () => (await guard.ask(selectUsers(db).execute())).map(toUser),
    async find(id) {
      const row = await guard.ask(selectUsers(db).where("id", "=", toStoredText(id)).executeTakeFirst());
      return row === undefined ? null : toUser(row);
    },
    async findByName(name) {
      const key = toStoredText(toNameKey(name));
      const row = await guard.ask(selectUsers(db).where("name_key", "=", key).executeTakeFirst());
      return row === undefined ? null : toUser(row);
    },
    add: (user) => writing.write((trx) => insertUser(trx, clock, { ...user, passwordHash: null })),
    restore: (users) => writing.write((trx) => restoreUsers(trx, clock, users)),
    change: (id, change) => writing.write((trx) => changeUser(trx, parts, { ...change, id })),
    setPassword: (id, hash, keptSession) =>
      writing.write((trx) => setPassword(trx, clock, { id, hash, keptSession })),
    noteSignIn: (id) =>
      writing.write(async (trx) => {
        const user = await readUser(trx, id);
        await trx
          .updateTable("users")
          .set({ signed_in_at: toInstant(clock.now()) })
          .where("id", "=", toStoredText(id))
          .execute();
        await noteChange(trx, clock, {
          action: "session.start",
          target: { type: "user", id, name: user.name },
        });
      }),
  };
}

async function changeUser(
  trx: Trx,
  { engine, clock }: AccountParts,
  { id, email, role, isDisabled }: UserChange & { readonly id: string },
): Promise<StoredUser> {
  // Two that take each other's rights wait for each other here, or nobody would be left.
  if (engine.capabilities.writesTogether)
    await sql`select id from users where role = 'admin' order by id for update`.execute(trx);
  const before = await readUser(trx, id);
  const disabledAt = isDisabled === undefined ? before.disabledAt : (before.disabledAt ?? clock.now());
  await trx
    .updateTable("users")
    .set({
      email: email === undefined ? before.email : maybeText(email),
      role: role ?? before.role,
      disabled_at: isDisabled === false || disabledAt === null ? null : toInstant(disabledAt),
    })
    .where("id", "=", toStoredText(id))
    .execute();
  const admins = trx.selectFrom("users").select("id").where("role", "=", "admin");
  const left = await admins.where("disabled_at", "is", null).limit(1).execute();
  if (left.length === 0) throw toError(STORE_PROBLEMS, "STORE_USER_LAST", { name: before.name });
  if (isDisabled === true) await trx.deleteFrom("sessions").where("user_id", "=", toStoredText(id)).execute();
  const after = await readUser(trx, id);
  await noteChange(trx, clock, {
    action: "user.change",
    target: { type: "user", id, name: before.name },
    before: toUserState(before),
    after: toUserState(after),
  });
  return after;
}

const maybeText = (text: string | null): string | null => (text === null ? null : toStoredText(text));
