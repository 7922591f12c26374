/**
 * Event ids as four 32-bit words: a UUID in lower-case canonical form packs exactly, any other text is interned.
 * Keeps a match under 64 bytes however many there are.
 */
export const EVENT_ID_WORDS = 4;
const UUID_LENGTH = 36;

/** Values of lower-case hexadecimal digits by their character codes; of anything else a number with bits above the fourth. */
const HEX_VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : 0x80;
});
const DASH = 45;
/** Where the eight groups of four digits of a UUID begin. */
const GROUPS = [0, 4, 9, 14, 19, 24, 28, 32] as const;

/** Writes the four words of a UUID at `offset`; false (and nothing meant by the words) when `id` is no canonical UUID. */
export function packUuid(id: string, words: Uint32Array, offset: number): boolean {
  if (
    id.length !== UUID_LENGTH ||
    id.charCodeAt(8) !== DASH ||
    id.charCodeAt(13) !== DASH ||
    id.charCodeAt(18) !== DASH ||
    id.charCodeAt(23) !== DASH
  )
    return false;
  let bad = 0;
  for (let word = 0; word < EVENT_ID_WORDS; word++) {
    const upper = readGroup(id, GROUPS[word * 2]!);
    const lower = readGroup(id, GROUPS[word * 2 + 1]!);
    bad |= upper | lower;
    words[offset + word] = (upper << 16) | lower;
  }
  return bad <= 0xffff;
}

/** Four digits as a number; above 16 bits where one of them is none. */
function readGroup(id: string, at: number): number {
  const a = id.charCodeAt(at);
  const b = id.charCodeAt(at + 1);
  const c = id.charCodeAt(at + 2);
  const d = id.charCodeAt(at + 3);
  if ((a | b | c | d) > 127) return NO_DIGITS;
  const high = HEX_VALUES[a]! | HEX_VALUES[b]! | HEX_VALUES[c]! | HEX_VALUES[d]!;
  if (high > 15) return NO_DIGITS;
  return (HEX_VALUES[a]! << 12) | (HEX_VALUES[b]! << 8) | (HEX_VALUES[c]! << 4) | HEX_VALUES[d]!;
}
const NO_DIGITS = 0x10000;

/** Two hexadecimal digits of every 8-bit number. */
const BYTE_TEXTS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** Four hexadecimal digits of the upper or lower half of a word. */
const upperText = (word: number): string => BYTE_TEXTS[word >>> 24]! + BYTE_TEXTS[(word >>> 16) & 255]!;
const lowerText = (word: number): string => BYTE_TEXTS[(word >>> 8) & 255]! + BYTE_TEXTS[word & 255]!;

/** The UUID that `packUuid` took apart. */
export function unpackUuid(words: Uint32Array, offset: number): string {
  const a = words[offset]!;
  const b = words[offset + 1]!;
  const c = words[offset + 2]!;
  const d = words[offset + 3]!;
  return `${upperText(a)}${lowerText(a)}-${upperText(b)}-${lowerText(b)}-${upperText(c)}-${lowerText(c)}${upperText(d)}${lowerText(d)}`;
}

/**
 * A 64-bit fingerprint of an event id, as two words at `offset` of `out`. Two ids of ten million share one with a
 * probability under 3e-6 (birthday bound), so a duplicate is recognised by its fingerprint alone.
 */
export function fingerprintEventId(id: string, out: Uint32Array, offset: number): void {
  // Two FNV-1a-like lanes with different multipliers, finished by MurmurHash3's avalanche.
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) + a;
  }
  out[offset] = avalanche(a ^ (b >>> 15));
  out[offset + 1] = avalanche(b ^ id.length);
}

/** The same for an id that is a packed UUID, from its four words at `at` of `ids`; written to the start of `out`. */
export function fingerprintWords(ids: Uint32Array, at: number, out: Uint32Array): void {
  const a = ids[at]!;
  const b = ids[at + 1]!;
  const c = ids[at + 2]!;
  const d = ids[at + 3]!;
  out[0] = avalanche(Math.imul(a ^ avalanche(c), 0x9e3779b1) + Math.imul(b ^ avalanche(d), 0x85ebca77));
  out[1] = avalanche(Math.imul(b ^ avalanche(c ^ 0x27d4eb2f), 0xc2b2ae3d) + Math.imul(a + d, 0x165667b1));
}

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
