import { Webhook } from "standardwebhooks";
import type { Secret } from "../../secret.ts";

export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly text: string;
}

const PREFIX = "whsec_";

/** Whether a text may be a key: behind `whsec_` stands base64 of at least a byte; any other text is used as it stands. */
export const isWebhookSecret = (text: string): boolean =>
  !text.startsWith(PREFIX) ||
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(
    text.slice(PREFIX.length),
  );

/** Headers after the specification Standard Webhooks 1.0 (symmetric signature, `v1`). */
export function toSignatureHeaders(
  { id, timestamp, text }: Signed,
  secret: Secret | null,
): Readonly<Record<string, string>> {
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  if (secret === null) return headers;
  const key = secret.reveal();
  const webhook = key.startsWith(PREFIX)
    ? new Webhook(key)
    : new Webhook(Buffer.from(key), { format: "raw" });
  return { ...headers, "webhook-signature": webhook.sign(id, new Date(timestamp * 1000), text) };
}
