/** An address as sixteen bytes in four words; IPv4 stands in its mapped form (::ffff:a.b.c.d), so one comparison serves both. */
export type AddressWords = readonly [number, number, number, number];

export interface Cidr {
  readonly words: AddressWords;
  /** Leading bits that count, 0 to 128 in the mapped form. */
  readonly bits: number;
}

const MAPPED_PREFIX = 0x0000ffff;
/** The longest text of an IPv6 address, with an IPv4 tail and a zone. */
const ADDRESS_CHARS_MAX = 64;

export function parseAddress(text: string): AddressWords | null {
  if (text.length > ADDRESS_CHARS_MAX) return null;
  return text.includes(":") ? parseIpv6(text) : toMapped(parseIpv4(text));
}

function toMapped(ipv4: number | null): AddressWords | null {
  return ipv4 === null ? null : [0, 0, MAPPED_PREFIX, ipv4];
}

/** Strict dotted quad: four decimal numbers without leading zeros, which some readers take for octal. */
function parseIpv4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let word = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part)) return null;
    const byte = Number(part);
    if (byte > 255) return null;
    word = word * 256 + byte;
  }
  return word;
}

function parseIpv6(text: string): AddressWords | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const word = (i: number): number => groups[2 * i]! * 65536 + groups[2 * i + 1]!;
  return [word(0), word(1), word(2), word(3)];
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (mayEndInIpv4 && i === parts.length - 1 && part.includes(".")) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === null) return null;
      groups.push(Math.floor(ipv4 / 65536), ipv4 % 65536);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups.length > 8 ? null : groups;
}

export function parseCidr(text: string): Cidr | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const words = parseAddress(match[1]!);
  const isIpv6 = match[1]!.includes(":");
  const prefix = Number(match[2]);
  if (words === null || prefix > (isIpv6 ? 128 : 32)) return null;
  return { words, bits: isIpv6 ? prefix : prefix + 96 };
}

/** The network with the bits outside its prefix cleared. */
export function maskCidr(cidr: Cidr): Cidr {
  const mask = (i: number): number => (cidr.words[i]! & maskOf(cidr.bits, i)) >>> 0;
  return { words: [mask(0), mask(1), mask(2), mask(3)], bits: cidr.bits };
}

export function formatCidr(cidr: Cidr): string {
  const [a, b, c, d] = cidr.words;
  if (a === 0 && b === 0 && c === MAPPED_PREFIX && cidr.bits >= 96) {
    return `${d >>> 24}.${(d >>> 16) & 255}.${(d >>> 8) & 255}.${d & 255}/${cidr.bits - 96}`;
  }
  const groups = cidr.words.flatMap((word) => [word >>> 16, word & 0xffff]);
  return `${groups.map((group) => group.toString(16)).join(":")}/${cidr.bits}`;
}

/** An IPv4 address is in networks of IPv4 only, not in ::/0. */
export function isInCidr(address: AddressWords, cidr: Cidr): boolean {
  if (cidr.bits < 96 && address[0] === 0 && address[1] === 0 && address[2] === MAPPED_PREFIX) return false;
  for (let i = 0; i < 4; i++) {
    if (((address[i]! ^ cidr.words[i]!) & maskOf(cidr.bits, i)) !== 0) return false;
  }
  return true;
}

function maskOf(bits: number, word: number): number {
  const left = bits - word * 32;
  return left <= 0 ? 0 : left >= 32 ? -1 : -1 << (32 - left);
}
