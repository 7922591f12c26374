import type { Address } from "../../domain/index.ts";

/**
 * The network around an address, as text: `/24` of IPv4, `/48` of IPv6; of what is no address (a service's name) the
 * text itself. null: the log names no address.
 */
export function toNetworkText({ kind, text }: Address): string | null {
  if (text === null) return null;
  if (kind !== "public" && kind !== "private" && kind !== "reserved") return text;
  if (!text.includes(":")) return `${text.slice(0, text.lastIndexOf(".") + 1)}0/24`;
  return `${toFirstGroups(text).join(":")}::/48`;
}

/** The first three groups of an IPv6 address in canonical form. */
function toFirstGroups(text: string): readonly string[] {
  const gap = text.indexOf("::");
  if (gap < 0) return text.split(":").slice(0, 3);
  const before = gap === 0 ? [] : text.slice(0, gap).split(":");
  const after = gap + 2 === text.length ? [] : text.slice(gap + 2).split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 3);
}
