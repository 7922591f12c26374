import { randomUUID } from "node:crypto";
import type { Caller, SessionAnswer, SessionsPort, SignedIn, SignInPlace } from "../../../api/index.ts";
import { type Clock, SCOPES_OF_ROLE, toEpochMs, toError } from "../../../domain/index.ts";
import {
  type AccessLink,
  type Author,
  actAs,
  type SessionStore,
  type Store,
  type StoredSession,
  type StoredUser,
} from "../../../store/index.ts";
import { type AttemptLimits, createAttempts, toAddressKey } from "./attempts.ts";
import { type Passwords, refuseWeak } from "./passwords.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";
import { makeSecret, toDigest, toSessionId } from "./secret.ts";
import { refuseName } from "./user-name.ts";

export interface SessionLimits {
  /** A session that nobody uses for so long ends. */
  readonly idleMs: number;
  /** Every session ends after so long. */
  readonly absoluteMs: number;
  /** Wrong tries to sign in from one address, and at one name. */
  readonly perAddress: AttemptLimits;
  readonly perName: AttemptLimits;
}

const MINUTE_MS = 60_000;

export const SESSION_LIMITS: SessionLimits = {
  idleMs: 12 * 60 * MINUTE_MS,
  absoluteMs: 7 * 24 * 60 * MINUTE_MS,
  perAddress: { most: 20, windowMs: 15 * MINUTE_MS },
  perName: { most: 10, windowMs: 15 * MINUTE_MS },
};

/** How often a session's use is noted. */
const TOUCH_MS = MINUTE_MS;
/** A session that another process ended counts no longer than this. */
const FRESH_MS = 5000;
/** Sessions that are remembered; beyond that those are forgotten that were looked up first. */
const REMEMBERED_MAX = 1000;
/** Characters that are kept of what a browser calls itself. */
const AGENT_LENGTH_MAX = 300;

export interface SessionParts {
  readonly store: Pick<Store, "users" | "sessions" | "together">;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly limits?: Partial<SessionLimits>;
}

export interface Sessions extends SessionsPort {
  /** Looks every session up again before its next request. */
  forget(): void;
}

/** People who sign in with a name and a password. */
export function createSessions({ store, passwords, clock, ...options }: SessionParts): Sessions {
  const limits = { ...SESSION_LIMITS, ...options.limits };
  const known = createKnown(store.sessions, { clock, idleMs: limits.idleMs });
  const check = createCheck({ store, passwords, clock, limits });
  const start = createStart({ store, clock, limits });
  const parts: WayParts = { store, passwords, clock, limits, known, check, start };
  return {
    resume: (token) => known.resume(token),
    forget: () => known.forget(),
    needsSetUp: async () => (await store.users.count()) === 0,
    async signIn({ name, password, ...place }) {
      const checked = await check({ name, password, address: place.address });
      return checked.kind === "right"
        ? { kind: "signed-in", ...(await start(checked.user, place)) }
        : checked;
    },
    ...createLinkWays(parts),
    ...createOwnWays(parts),
  };
}

interface WayParts {
  readonly store: SessionParts["store"];
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly known: ReturnType<typeof createKnown>;
  readonly check: ReturnType<typeof createCheck>;
  readonly start: ReturnType<typeof createStart>;
}

/** Ways in by a link that works once. */
function createLinkWays({
  store: { users },
  passwords,
  known,
  start,
}: WayParts): Pick<SessionsPort, "setUp" | "readLink" | "redeem"> {
  const refuseLink = async (token: string): Promise<AccessLink> => {
    const link = await users.findLink(toDigest(token));
    if (link === null) throw toError(ACCOUNT_PROBLEMS, "SESSION_LINK");
    return link;
  };
  return {
    async setUp({ token, name, email, password, ...place }) {
      refuseName(name);
      refuseWeak(password, [name, email]);
      await refuseLink(token);
      const passwordHash = await passwords.hash(password);
      const user = { id: randomUUID(), name, email, role: "admin" as const, passwordHash };
      const made = await actAs(toAuthor(user, place), () => users.setUp(toDigest(token), user));
      if (made === null) throw toError(ACCOUNT_PROBLEMS, "SESSION_LINK");
      return start(made, place);
    },
    async readLink(token) {
      const { kind, userId, expiresAt } = await refuseLink(token);
      const user = userId === null ? null : await users.find(userId);
      return { kind, name: user?.name ?? null, expires_at: new Date(expiresAt).toISOString() };
    },
    async redeem({ token, password, ...place }) {
      const { userId } = await refuseLink(token);
      const user = userId === null ? null : await users.find(userId);
      if (user === null) throw toError(ACCOUNT_PROBLEMS, "SESSION_LINK");
      refuseWeak(password, [user.name, user.email]);
      const hash = await passwords.hash(password);
      const redeemed = await actAs(toAuthor(user, place), () => users.redeem(toDigest(token), hash));
      known.forget();
      if (redeemed === null) throw toError(ACCOUNT_PROBLEMS, "SESSION_LINK");
      return start(redeemed, place);
    },
  };
}

/** What people see and change of their own. */
function createOwnWays({
  store: { users, sessions },
  passwords,
  clock,
  limits,
  known,
  check,
}: WayParts): Pick<SessionsPort, "list" | "end" | "endOthers" | "changePassword"> {
  return {
    async list({ id, person }) {
      const now = clock.now();
      const all = await sessions.list(id);
      return all
        .filter((session) => isAlive(session, { now, idleMs: limits.idleMs }))
        .map((session) => toAnswer(session, session.id === person?.sessionId));
    },
    async end({ id: userId }, id) {
      await sessions.end(id, userId);
      known.forget();
    },
    async endOthers({ id, person }) {
      const ended = await sessions.endOthers(id, person?.sessionId ?? "");
      known.forget();
      return ended;
    },
    async changePassword({ id, name, person }, { current, password }) {
      const checked = await check({ name, password: current, address: `user ${id}` });
      if (checked.kind !== "right" || checked.user.id !== id)
        throw toError(ACCOUNT_PROBLEMS, "SESSION_PASSWORD");
      refuseWeak(password, [name, checked.user.email]);
      await users.setPassword(id, await passwords.hash(password), person?.sessionId ?? null);
      known.forget();
    },
  };
}

type Checked =
  | { readonly kind: "right"; readonly user: StoredUser }
  | { readonly kind: "refused" }
  | { readonly kind: "wait"; readonly seconds: number };

/** Tells a right password from anything else, doing the same work whether there is such a user or not. */
function createCheck({
  store: { users, together },
  passwords,
  clock,
  limits,
}: SessionParts & { readonly limits: SessionLimits }) {
  const perAddress = createAttempts({ clock, together, what: "sign-in from" }, limits.perAddress);
  const perName = createAttempts({ clock, together, what: "sign-in as" }, limits.perName);
  return async (asked: {
    readonly name: string;
    readonly password: string;
    readonly address: string;
  }): Promise<Checked> => {
    const address = toAddressKey(asked.address);
    const name = asked.name.normalize("NFKC").toLowerCase();
    const seconds = Math.max(...(await Promise.all([perAddress.take(address), perName.take(name)])));
    if (seconds > 0) return { kind: "wait", seconds };
    const user = await users.findByName(asked.name);
    const isRight = await passwords.verify(asked.password, user?.passwordHash ?? null);
    if (!isRight || user === null || user.disabledAt !== null) return { kind: "refused" };
    await Promise.all([perAddress.forgive(address), perName.forgive(name)]);
    return { kind: "right", user };
  };
}

/** Signs somebody in whose right to it was shown. */
function createStart({
  store: { users, sessions },
  clock,
  limits,
}: Pick<SessionParts, "store" | "clock"> & { readonly limits: SessionLimits }) {
  return (user: StoredUser, place: SignInPlace): Promise<SignedIn> =>
    actAs(toAuthor(user, place), async () => {
      const { token, digest } = makeSecret();
      const expiresAt = toEpochMs(clock.now() + limits.absoluteMs);
      await sessions.removeStale(toEpochMs(clock.now() - limits.idleMs));
      const session = await sessions.add({
        id: toSessionId(digest),
        digest,
        userId: user.id,
        address: place.address,
        agent: place.agent?.slice(0, AGENT_LENGTH_MAX) ?? null,
        expiresAt,
      });
      await users.noteSignIn(user.id);
      return { token, expiresAt, caller: toCaller(user, session.id) };
    });
}

const toAuthor = ({ id, name }: Pick<StoredUser, "id" | "name">, { address }: SignInPlace): Author => ({
  kind: "user",
  id,
  name,
  address,
});

const toCaller = ({ id, name, role }: StoredUser, sessionId: string): Caller => ({
  id,
  name,
  scopes: SCOPES_OF_ROLE[role],
  person: { role, sessionId },
});

interface Found {
  readonly session: StoredSession;
  readonly user: StoredUser;
  readonly readAt: number;
}

/** Sessions that were looked up a moment ago. */
function createKnown(
  sessions: SessionStore,
  { clock, idleMs }: { readonly clock: Clock; readonly idleMs: number },
) {
  const remembered = new Map<string, Found>();
  const touchedAt = new Map<string, number>();
  const look = async (digest: string): Promise<Found | null> => {
    const now = clock.now();
    const before = remembered.get(digest);
    if (before !== undefined && now - before.readAt <= FRESH_MS) return before;
    remembered.delete(digest);
    const found = await sessions.find(digest);
    if (found === null) return null;
    const read = { ...found, readAt: now };
    remember(remembered, digest, read);
    return read;
  };
  const touch = async ({ id, usedAt }: StoredSession): Promise<void> => {
    const now = clock.now();
    if (now - Math.max(usedAt, touchedAt.get(id) ?? 0) < TOUCH_MS) return;
    remember(touchedAt, id, now);
    await sessions.touch(id);
  };
  return {
    async resume(token: string): Promise<Caller | null> {
      const digest = toDigest(token);
      const found = await look(digest);
      if (found === null || found.user.disabledAt !== null) return null;
      const { session, user } = found;
      const usedAt = Math.max(session.usedAt, touchedAt.get(session.id) ?? 0);
      if (!isAlive({ ...session, usedAt }, { now: clock.now(), idleMs })) return null;
      await touch(session);
      return toCaller(user, session.id);
    },
    forget: () => remembered.clear(),
  };
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const first = map.size > REMEMBERED_MAX ? map.keys().next() : null;
  if (first?.done === false) map.delete(first.value);
}

const isAlive = (
  { usedAt, expiresAt }: { readonly usedAt: number; readonly expiresAt: number },
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): boolean => expiresAt > now && now - usedAt <= idleMs;

const toIso = (at: number): string => new Date(at).toISOString();

const toAnswer = (session: StoredSession, isCurrent: boolean): SessionAnswer => ({
  id: session.id,
  address: session.address,
  agent: session.agent,
  created_at: toIso(session.createdAt),
  used_at: toIso(session.usedAt),
  expires_at: toIso(session.expiresAt),
  is_current: isCurrent,
});
