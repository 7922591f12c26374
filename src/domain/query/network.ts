import { type Pattern, toExactPattern } from "./condition.ts";

export type Network =
  | { readonly kind: "patterns"; readonly patterns: readonly Pattern[] }
  | { readonly kind: "wrong"; readonly expected: string };

const NETWORK = /^([0-9a-f.:]+)\/(\d{1,3})$/;
/** Shorter prefixes would be half of the internet. */
const PREFIX_MIN = 4;

/** The addresses of an IPv4 network as texts begin: at most 128 beginnings, or 128 whole addresses. Null: no network is meant. */
export function readNetwork(text: string): Network | null {
  const parts = NETWORK.exec(text);
  if (parts === null) return null;
  const bytes = parts[1]!.split(".").map(Number);
  const prefix = Number(parts[2]);
  const isAddress =
    bytes.length === 4 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
  if (!isAddress || prefix < PREFIX_MIN || prefix > 32)
    return {
      kind: "wrong",
      expected: `an IPv4 network of /${PREFIX_MIN} to /32 (of IPv6 write the beginning: 2001:db8:*)`,
    };
  const whole = Math.floor(prefix / 8);
  const fixed = bytes.slice(0, whole);
  const spare = prefix % 8;
  if (spare === 0) return { kind: "patterns", patterns: [toBeginning(fixed)] };
  const width = 2 ** (8 - spare);
  const first = Math.floor(bytes[whole]! / width) * width;
  return {
    kind: "patterns",
    patterns: Array.from({ length: width }, (_, step) => toBeginning([...fixed, first + step])),
  };
}

const toBeginning = (bytes: readonly number[]): Pattern =>
  bytes.length === 4
    ? toExactPattern(bytes.join("."))
    : [{ kind: "text", text: `${bytes.join(".")}.` }, { kind: "any-run" }];
