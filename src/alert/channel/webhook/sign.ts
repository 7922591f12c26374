import { createHmac } from "node:crypto";
import type { Secret } from "../../secret.ts";

export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly text: string;
}

const PREFIX = "whsec_";

/** Bytes of a key: what follows `whsec_` is base64; any other text is used as it stands. */
function toKey(secret: Secret): Buffer {
  const text = secret.reveal();
  return text.startsWith(PREFIX) ? Buffer.from(text.slice(PREFIX.length), "base64") : Buffer.from(text);
}

/** Headers after the specification Standard Webhooks 1.0 (symmetric signature, `v1`). */
export function toSignatureHeaders(
  { id, timestamp, text }: Signed,
  secret: Secret | null,
): Readonly<Record<string, string>> {
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  if (secret === null) return headers;
  const signature = createHmac("sha256", toKey(secret)).update(`${id}.${timestamp}.${text}`).digest("base64");
  return { ...headers, "webhook-signature": `v1,${signature}` };
}
