import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { toError } from "../../../domain/index.ts";
import { ACCOUNT_PROBLEMS } from "./problems.ts";

/** Makes hashes of passwords that are slow to guess from, and checks against them. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Null stands for nobody's hash: the same work is done, and the answer is false. */
  verify(password: string, hash: string | null): Promise<boolean>;
}

/** OWASP's parameters for argon2id: 19 MiB, two passes. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;
/** Hashed at once, so that requests of other kinds find a thread; and how many may wait. */
const AT_ONCE_MAX = 2;
const WAITING_MAX = 50;

const HASH =
  /^\$argon2id\$v=19\$m=(\d{4,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{40,88})$/;

/** Nobody's password has this hash: its tag is made of zeros. */
const NOBODY = format({ ...PARAMETERS, nonce: Buffer.alloc(SALT_BYTES) }, Buffer.alloc(PARAMETERS.tagLength));

/** argon2id, in the PHC string format. */
export function createPasswords(): Passwords {
  const run = createTurns();
  return {
    async hash(password) {
      const parameters = { ...PARAMETERS, message: toMessage(password), nonce: randomBytes(SALT_BYTES) };
      return format(parameters, await run(() => derive(parameters)));
    },
    async verify(password, hash) {
      const [, memory, passes, parallelism, salt, tag] = HASH.exec(hash ?? NOBODY) ?? [];
      if (salt === undefined || tag === undefined) throw new TypeError("this is no hash of a password");
      const expected = Buffer.from(tag, "base64");
      const found = await run(() =>
        derive({
          message: toMessage(password),
          nonce: Buffer.from(salt, "base64"),
          memory: Number(memory),
          passes: Number(passes),
          parallelism: Number(parallelism),
          tagLength: expected.length,
        }),
      );
      return timingSafeEqual(found, expected) && hash !== null;
    },
  };
}

/** However a letter was typed, it is the same letter. */
const toMessage = (password: string): Buffer => Buffer.from(password.normalize("NFKC"), "utf8");

const derive = (parameters: Argon2Parameters): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, tag) => (error === null ? resolve(tag) : reject(error)));
  });

function format(
  { memory, passes, parallelism, nonce }: Omit<Argon2Parameters, "message">,
  tag: Uint8Array,
): string {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
  const salt = Buffer.from(nonce as Uint8Array);
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;
}

/** Few at once, in the order in which they came; with too many waiting the next is refused. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= AT_ONCE_MAX) {
      if (waiting.length >= WAITING_MAX)
        throw toError(ACCOUNT_PROBLEMS, "SESSION_BUSY", { waiting: waiting.length });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/** Characters of a new password at least; what is longer than that need not be odd. */
export const PASSWORD_LENGTH_MIN = 12;
const DIFFERENT_MIN = 5;

/** Throws USERS_PASSWORD where a password is guessed easily by whoever knows its user. */
export function refuseWeak(password: string, about: readonly (string | null)[]): void {
  const reason = findWeakness(password.normalize("NFKC"), about);
  if (reason !== null)
    throw toError(ACCOUNT_PROBLEMS, "USERS_PASSWORD", { reason, least: PASSWORD_LENGTH_MIN });
}

function findWeakness(password: string, about: readonly (string | null)[]): string | null {
  if (password.length < PASSWORD_LENGTH_MIN) return "it is too short";
  if (new Set(password).size < DIFFERENT_MIN) return "it repeats few characters";
  const lower = password.toLowerCase();
  if (about.some((word) => word !== null && word.toLowerCase() === lower)) return "it is the user's own name";
  const rest = lower.replaceAll(/password|passwort|qwerty|welcome|letmein|admin|gait|\d|[^\p{L}]/gu, "");
  return rest.length === 0 && !/[^\p{L}\p{N}\s]/u.test(password) ? "it is one that everybody tries" : null;
}
