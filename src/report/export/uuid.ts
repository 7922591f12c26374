import { createHash } from "node:crypto";

/** Namespace of our own ids: made from a name, so that the same thing has the same id in every export. */
const OWN_NAMESPACE = "6f1d6a52-1f0e-5c3f-9b0a-6c1f5f2f7a11";
/** Namespace that STIX 2.1 (section 2.9) gives for observables, so that everybody's ids of one address agree. */
const STIX_NAMESPACE = "00abedb4-aa42-466c-9c01-fed23315a9b7";

/** UUID version 5 (RFC 9562, section 5.5) of a name. */
export function toUuid5(name: string, namespace: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Id of an object that we made: `indicator--…`. */
export const toOwnId = (type: string, name: string): string =>
  `${type}--${toUuid5(`${type} ${name}`, OWN_NAMESPACE)}`;

/** Id of an observable from the properties that STIX names for its type, in the order of their names (RFC 8785). */
export const toObservableId = (type: string, properties: Readonly<Record<string, string>>): string => {
  const sorted = Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${type}--${toUuid5(JSON.stringify(sorted), STIX_NAMESPACE)}`;
};
