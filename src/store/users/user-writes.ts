import { type Clock, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { NewUser, StoredUser } from "../ports/user-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import { toNameKey, toUser, toUserState } from "./user-rows.ts";

export const selectUsers = (db: Engine["db"] | Trx) =>
  db.selectFrom("users").selectAll().orderBy("created_at").orderBy("id");

/** Throws STORE_USER_UNKNOWN. */
export async function readUser(trx: Trx, id: string): Promise<StoredUser> {
  const row = await selectUsers(trx).where("id", "=", toStoredText(id)).executeTakeFirst();
  if (row === undefined) throw toError(STORE_PROBLEMS, "STORE_USER_UNKNOWN", { id });
  return toUser(row);
}

/** Throws STORE_USER_NAME. */
export async function insertUser(
  trx: Trx,
  clock: Clock,
  user: NewUser & Pick<StoredUser, "passwordHash">,
): Promise<StoredUser> {
  const name = toStoredText(user.name);
  const added = await trx
    .insertInto("users")
    .values({
      id: toStoredText(user.id),
      name,
      name_key: toNameKey(name),
      email: user.email === null ? null : toStoredText(user.email),
      role: user.role,
      password_hash: user.passwordHash,
      created_at: toInstant(clock.now()),
      disabled_at: null,
      signed_in_at: null,
    })
    .onConflict((conflict) => conflict.column("name_key").doNothing())
    .returning("id")
    .execute();
  if (added.length === 0) throw toError(STORE_PROBLEMS, "STORE_USER_NAME", { name });
  const made = await readUser(trx, user.id);
  await noteChange(trx, clock, {
    action: "user.create",
    target: { type: "user", id: made.id, name },
    after: toUserState(made),
  });
  return made;
}

/** Users of another store, as they are there. Answers how many were not here yet. */
export async function restoreUsers(trx: Trx, clock: Clock, users: readonly StoredUser[]): Promise<number> {
  const rows = await trx.selectFrom("users").select(["id", "name_key"]).execute();
  const known = new Set(rows.flatMap((row) => [`id ${row.id}`, `name ${row.name_key}`]));
  const missing = users.filter(
    ({ id, name }) =>
      !known.has(`id ${toStoredText(id)}`) && !known.has(`name ${toNameKey(toStoredText(name))}`),
  );
  for (const user of missing) {
    const name = toStoredText(user.name);
    await trx
      .insertInto("users")
      .values({
        id: toStoredText(user.id),
        name,
        name_key: toNameKey(name),
        email: user.email,
        role: user.role,
        password_hash: user.passwordHash,
        created_at: toInstant(user.createdAt),
        disabled_at: user.disabledAt === null ? null : toInstant(user.disabledAt),
        signed_in_at: user.signedInAt === null ? null : toInstant(user.signedInAt),
      })
      .execute();
    await noteChange(trx, clock, {
      action: "user.copy",
      target: { type: "user", id: user.id, name },
      after: toUserState(user),
    });
  }
  return missing.length;
}

/** Whoever knew the password before is signed out. */
export async function setPassword(
  trx: Trx,
  clock: Clock,
  {
    id,
    hash,
    keptSession,
  }: { readonly id: string; readonly hash: string; readonly keptSession: string | null },
): Promise<void> {
  const user = await readUser(trx, id);
  await trx.updateTable("users").set({ password_hash: hash }).where("id", "=", toStoredText(id)).execute();
  let ended = trx.deleteFrom("sessions").where("user_id", "=", toStoredText(id));
  if (keptSession !== null) ended = ended.where("id", "<>", toStoredText(keptSession));
  await ended.execute();
  await noteChange(trx, clock, { action: "user.password", target: { type: "user", id, name: user.name } });
}
