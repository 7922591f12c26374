import { createHash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;
/** Characters of the digest that name a session. */
const ID_LENGTH = 16;

/** Something that only its holder can say, and what is kept of it. */
export interface Secret {
  readonly token: string;
  readonly digest: string;
}

export function makeSecret(): Secret {
  const token = randomBytes(SECRET_BYTES).toString("base64url");
  return { token, digest: toDigest(token) };
}

/** Lower-case hex SHA-256. */
export const toDigest = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Names a session without being of use to sign in: it says half of a digest. */
export const toSessionId = (digest: string): string => digest.slice(0, ID_LENGTH);
