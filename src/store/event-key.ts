import { createHash } from "node:crypto";
import type { EventId } from "../domain/index.ts";
import { toStoredText } from "./stored-text.ts";

/** A UUID as text, in its one canonical spelling. Version 8 is left out: see `toEventKey`. */
const PLAIN_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-79a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 16-byte key of an event, and its id where the key does not say it. */
export interface EventKey {
  readonly key: string;
  readonly id: string | null;
}

/**
 * A UUID is its own key. Any other id gets a version-8 UUID (RFC 9562: custom) from its SHA-256, and UUIDs that come
 * as version 8 are treated as any other text: so no log can bring an id that equals the key of another event.
 */
export function toEventKey(id: EventId): EventKey {
  if (id.length === 36 && PLAIN_UUID.test(id)) return { key: id, id: null };
  const stored = toStoredText(id);
  return { key: toHashUuid(stored), id: stored };
}

/** 122 bits of the SHA-256 of a text as a version-8 UUID. */
export function toHashUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
