import type { EpochMs, Role } from "../../domain/index.ts";
import type { Caller } from "./asked.ts";

/** Who signs in from where. */
export interface SignInPlace {
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string | null;
}

export interface SignInRequest extends SignInPlace {
  readonly name: string;
  readonly password: string;
}

export interface SetUpRequest extends SignInPlace {
  readonly token: string;
  readonly name: string;
  readonly email: string | null;
  readonly password: string;
}

export interface RedeemRequest extends SignInPlace {
  readonly token: string;
  readonly password: string;
}

export interface SignedIn {
  /** For the cookie; it is nowhere else. */
  readonly token: string;
  readonly expiresAt: EpochMs;
  readonly caller: Caller;
}

export type SignInOutcome =
  | ({ readonly kind: "signed-in" } & SignedIn)
  /** Of name and password one is wrong, or they may not sign in: which, nobody is told. */
  | { readonly kind: "refused" }
  /** Too many tries from this address or at this name. */
  | { readonly kind: "wait"; readonly seconds: number };

export interface LinkAnswer {
  readonly kind: "set-up" | "invitation" | "reset";
  /** Whose it is; null: a first user's, who has no name yet. */
  readonly name: string | null;
  readonly expires_at: string;
}

export interface SessionAnswer {
  readonly id: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly created_at: string;
  readonly used_at: string;
  readonly expires_at: string;
  readonly is_current: boolean;
}

/** People who are signed in. */
export interface SessionsPort {
  /** Null: nobody is signed in with this token any more. */
  resume(token: string): Promise<Caller | null>;
  needsSetUp(): Promise<boolean>;
  signIn(request: SignInRequest): Promise<SignInOutcome>;
  /** Makes the first administrator and signs them in. Throws SESSION_LINK, USERS_PASSWORD, USERS_NAME. */
  setUp(request: SetUpRequest): Promise<SignedIn>;
  /** Throws SESSION_LINK. */
  readLink(token: string): Promise<LinkAnswer>;
  /** Gives whom a link is for a password and signs them in. Throws SESSION_LINK, USERS_PASSWORD. */
  redeem(request: RedeemRequest): Promise<SignedIn>;
  list(caller: Caller): Promise<readonly SessionAnswer[]>;
  /** Throws STORE_SESSION_UNKNOWN. */
  end(caller: Caller, id: string): Promise<void>;
  endOthers(caller: Caller): Promise<number>;
  /** Ends all other sessions. Throws SESSION_PASSWORD, USERS_PASSWORD. */
  changePassword(
    caller: Caller,
    request: { readonly current: string; readonly password: string },
  ): Promise<void>;
}

export interface UserAnswer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  /** `invited`: has no password yet. */
  readonly state: "active" | "invited" | "disabled";
  readonly created_at: string;
  readonly signed_in_at: string | null;
}

export interface NewLinkAnswer {
  readonly kind: "invitation" | "reset";
  /** Behind the server's address; what stands after # reaches no log. */
  readonly path: string;
  readonly expires_at: string;
}

export interface UserChangeRequest {
  readonly email?: string | null;
  readonly role?: Role;
  readonly isDisabled?: boolean;
}

/** Who may sign in. */
export interface UsersPort {
  list(): Promise<readonly UserAnswer[]>;
  /** Throws USERS_NAME, STORE_USER_NAME. */
  create(request: {
    readonly name: string;
    readonly email: string | null;
    readonly role: Role;
  }): Promise<{ readonly user: UserAnswer; readonly link: NewLinkAnswer }>;
  /** Throws STORE_USER_UNKNOWN, STORE_USER_LAST. */
  change(id: string, change: UserChangeRequest): Promise<UserAnswer>;
  /** A link with which they choose a password; those before end. Throws STORE_USER_UNKNOWN, USERS_DISABLED. */
  makeLink(id: string): Promise<NewLinkAnswer>;
}
