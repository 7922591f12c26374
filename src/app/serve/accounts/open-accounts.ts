import type { ApiPorts, Caller } from "../../../api/index.ts";
import type { Clock } from "../../../domain/index.ts";
import { actAs, type Store } from "../../../store/index.ts";
import { createAccess, type GivenKey, isValid, makeKey } from "../api-keys.ts";
import { createKeyAnswers } from "../catalogue-answers.ts";
import { isLoopback, refuseOpen } from "../serve-settings.ts";
import { createAuditAnswers, toAuthor } from "./audit-answers.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { createSessions, type SessionLimits } from "./sessions.ts";
import { createUsers, makeSetUpLink } from "./users.ts";

export interface AccountOptions {
  readonly store: Store;
  readonly host: string;
  readonly clock: Clock;
  /** Whoever asks on this machine may do everything: no key is made, nobody needs to sign in. */
  readonly isOpen: boolean;
  /** Of the settings; null: none. */
  readonly apiKey: string | null;
  /** A key of this machine's terminal, for as long as the server runs. */
  readonly terminalKey: string;
  readonly passwords?: Passwords;
  readonly sessionLimits?: Partial<SessionLimits>;
}

export interface Accounts {
  readonly ports: Pick<ApiPorts, "access" | "keys" | "sessions" | "users" | "audit" | "keptAnswers">;
  /** A key for this run; null: there are others, or somebody who can sign in. */
  readonly onceKey: string | null;
  /** Path of the page on which the first administrator makes an account; null: there are users. */
  readonly setUpPath: string | null;
}

/** Everything about who may do what. Throws SERVE_NO_KEY and SERVE_KEY_WEAK. */
export async function openAccounts(options: AccountOptions): Promise<Accounts> {
  const { store, clock, passwords = createPasswords(), sessionLimits = {} } = options;
  const { given, onceKey, setUpPath } = options.isOpen ? NOTHING : await chooseWaysIn(options);
  const access = createAccess({
    keys: store.keys,
    given: [...given, { key: options.terminalKey, name: "terminal" }],
    clock,
  });
  const sessions = createSessions({ store, passwords, clock, limits: sessionLimits });
  return {
    ports: {
      access: { ...access, actAs: actAsCaller },
      keys: createKeyAnswers(store, { access, clock }),
      sessions,
      users: createUsers({ users: store.users, clock, forget: () => sessions.forget() }),
      audit: createAuditAnswers(store.audit),
      keptAnswers: store.keptAnswers,
    },
    onceKey,
    setUpPath,
  };
}

const actAsCaller = (caller: Caller, address: string, work: () => void): void =>
  actAs(toAuthor(caller, address), work);

interface WaysIn extends Pick<Accounts, "onceKey" | "setUpPath"> {
  readonly given: readonly GivenKey[];
}

const NOTHING: WaysIn = { given: [], onceKey: null, setUpPath: null };

/** The keys that are not in the store; on this machine alone one is made where nobody has any other way in. */
async function chooseWaysIn({ store, host, clock, apiKey }: AccountOptions): Promise<WaysIn> {
  const stored = (await store.keys.list()).filter((key) => isValid(key, clock.now())).length;
  const users = await store.users.count();
  refuseOpen(host, { apiKey, storedKeys: stored, users });
  const setUpPath = await makeSetUpLink({ users: store.users, clock });
  if (apiKey !== null) return { given: [{ key: apiKey, name: "API_KEY" }], onceKey: null, setUpPath };
  if (stored > 0 || users > 0 || !isLoopback(host)) return { given: [], onceKey: null, setUpPath };
  const { secret } = makeKey();
  return { given: [{ key: secret, name: "first run" }], onceKey: secret, setUpPath };
}
