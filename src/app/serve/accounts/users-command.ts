import type { StorePlace } from "../../../cli/data-option.ts";
import type { ShownLink, UsersPort } from "../../../cli/users.ts";
import { SYSTEM_CLOCK, toError } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { openPlace } from "../../open-place.ts";
import { readSettings } from "../../settings/read-settings.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";
import { createUsers } from "./users.ts";

/** Where `gait serve` listens unless it is told otherwise. */
const ADDRESS_DEFAULT = "http://127.0.0.1:5000";

/** The users command: open the store, ask or change, close. */
export const USERS_PORT: UsersPort = {
  create: (place, user) =>
    withStore(place, async (store) => {
      const made = await toUsers(store).create(user);
      return { user: made.user, link: toLink(made.link) };
    }),
  list: (place) => withStore(place, (store) => toUsers(store).list()),
  change: (place, { name, ...change }) =>
    withStore(place, async (store) => toUsers(store).change(await findId(store, name), change)),
  makeLink: (place, name) =>
    withStore(place, async (store) => toLink(await toUsers(store).makeLink(await findId(store, name)))),
};

const toUsers = (store: Store) => createUsers({ users: store.users, clock: SYSTEM_CLOCK });

const toLink = ({ path, ...link }: Omit<ShownLink, "url"> & { readonly path: string }): ShownLink => ({
  ...link,
  url: `${readSettings()["server.url"] ?? ADDRESS_DEFAULT}${path}`,
});

async function findId(store: Store, name: string): Promise<string> {
  const user = await store.users.findByName(name);
  if (user === null) throw toError(ACCOUNT_PROBLEMS, "USERS_UNKNOWN", { name });
  return user.id;
}

async function withStore<T>(place: StorePlace, ask: (store: Store) => Promise<T>): Promise<T> {
  const store = await openPlace(place, { purpose: "users" });
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}
