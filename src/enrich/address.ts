import ipaddr from "ipaddr.js";
import type { Address, AddressKind, JsonValue } from "../domain/index.ts";
import { clip } from "./field.ts";
import type { GeoReader } from "./geo.ts";

/** Longer than any address or service name; what is longer is shown cut. */
export const ADDRESS_LENGTH_MAX = 256;

const ABSENT: Address = { kind: "absent", text: null, country: null };

/** An address field as an `Address`. Leading zeros are invalid: readers disagree whether they mean octal. */
export function parseAddress(value: JsonValue | undefined, geo: GeoReader | null): Address {
  if (value === undefined || value === null) return ABSENT;
  if (typeof value !== "string") return { kind: "invalid", text: scalarText(value), country: null };
  const text = value.length > ADDRESS_LENGTH_MAX ? clip(value, ADDRESS_LENGTH_MAX) : value.trim();
  if (text === "" || text === "-") return ABSENT;
  const parsed = value.length > ADDRESS_LENGTH_MAX ? null : parseIp(text);
  if (parsed !== null) {
    const kind = RANGE_KINDS[parsed.range()] ?? "reserved";
    const canonical = parsed.toString();
    return {
      kind,
      text: canonical,
      country: kind === "public" ? (geo?.findCountry(canonical) ?? null) : null,
    };
  }
  return { kind: nameKind(text), text, country: null };
}

function nameKind(text: string): AddressKind {
  const lower = text.toLowerCase();
  if (lower === "aws internal") return "aws-internal";
  return SERVICE_NAME.test(lower) ? "service" : "invalid";
}
const SERVICE_NAME =
  /^[a-z0-9][a-z0-9.-]*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|api\.aws|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;

const scalarText = (value: JsonValue): string | null =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : null;

function parseIp(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(":")) return null;
  const lastColon = text.lastIndexOf(":");
  const tail = text.slice(lastColon + 1);
  if (tail.includes(".") && !ipaddr.IPv4.isValidFourPartDecimal(tail)) return null;
  const withoutZone = text.indexOf("%") < 0 ? text : text.slice(0, text.indexOf("%"));
  if (!ipaddr.IPv6.isValid(withoutZone)) return null;
  const address = ipaddr.IPv6.parse(withoutZone);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** The range names of ipaddr.js. Translation ranges (6to4, NAT64, Teredo) carry public addresses. */
const RANGE_KINDS: Readonly<Record<string, AddressKind>> = {
  unicast: "public",
  "6to4": "public",
  rfc6052: "public",
  rfc6145: "public",
  teredo: "public",
  private: "private",
  uniqueLocal: "private",
  linkLocal: "private",
  loopback: "private",
  carrierGradeNat: "private",
};
