import { randomUUID } from "node:crypto";
import type { NewLinkAnswer, UserAnswer, UsersPort } from "../../../api/index.ts";
import { type Clock, type EpochMs, toEpochMs, toError } from "../../../domain/index.ts";
import type { LinkKind, StoredUser, UserStore } from "../../../store/index.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";
import { makeSecret } from "./secret.ts";
import { refuseName } from "./user-name.ts";

const HOUR_MS = 3_600_000;
/** How long links count: who is invited may be away, who forgot a password is waiting. */
const LINK_MS: Readonly<Record<LinkKind, number>> = {
  "set-up": 24 * HOUR_MS,
  invitation: 7 * 24 * HOUR_MS,
  reset: 24 * HOUR_MS,
};

/** The page that takes links. What stands after # never leaves the browser by itself. */
const toPath = (token: string): string => `/welcome#${token}`;

export interface UserParts {
  readonly users: UserStore;
  readonly clock: Clock;
  /** What a user may do is looked up again. */
  readonly forget?: () => void;
}

/** Who may sign in, for the API and the command line. */
export function createUsers({ users, clock, forget = () => {} }: UserParts): UsersPort {
  const addLink = async ({ id, passwordHash }: StoredUser): Promise<NewLinkAnswer> => {
    const kind = passwordHash === null ? "invitation" : "reset";
    const { path, expiresAt } = await makeLink({ users, clock }, kind, id);
    return { kind, path, expires_at: new Date(expiresAt).toISOString() };
  };
  return {
    list: async () => (await users.list()).map(toUserAnswer),
    async create({ name, email, role }) {
      refuseName(name);
      const user = await users.add({ id: randomUUID(), name, email, role });
      return { user: toUserAnswer(user), link: await addLink(user) };
    },
    async change(id, change) {
      const changed = await users.change(id, change);
      forget();
      return toUserAnswer(changed);
    },
    async makeLink(id) {
      // Unknown ones are refused where the link is kept.
      const user = await users.find(id);
      if (user?.disabledAt != null) throw toError(ACCOUNT_PROBLEMS, "USERS_DISABLED", { name: user.name });
      return addLink(user ?? { ...NOBODY, id });
    },
  };
}

const NOBODY: StoredUser = {
  id: "",
  name: "",
  email: null,
  role: "viewer",
  passwordHash: null,
  createdAt: toEpochMs(0),
  disabledAt: null,
  signedInAt: null,
};

interface MadeLink {
  readonly path: string;
  readonly expiresAt: EpochMs;
}

async function makeLink(
  { users, clock }: Pick<UserParts, "users" | "clock">,
  kind: LinkKind,
  userId: string | null,
): Promise<MadeLink> {
  const { token, digest } = makeSecret();
  const expiresAt = toEpochMs(clock.now() + LINK_MS[kind]);
  await users.addLink({ digest, kind, userId, expiresAt });
  return { path: toPath(token), expiresAt };
}

/** The path with which the first administrator makes an account; null: there is somebody. */
export async function makeSetUpLink(parts: Pick<UserParts, "users" | "clock">): Promise<string | null> {
  if ((await parts.users.count()) > 0) return null;
  return (await makeLink(parts, "set-up", null)).path;
}

export const toUserAnswer = (user: StoredUser): UserAnswer => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  state: user.disabledAt !== null ? "disabled" : user.passwordHash === null ? "invited" : "active",
  created_at: new Date(user.createdAt).toISOString(),
  signed_in_at: user.signedInAt === null ? null : new Date(user.signedInAt).toISOString(),
});
