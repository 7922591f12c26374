/**
 * Event ids as four 32-bit words: a UUID in lower-case canonical form packs exactly, any other text is interned.
 * Keeps a match under 64 bytes however many there are.
 */
export const EVENT_ID_WORDS = 4;
const UUID_LENGTH = 36;

/** Value of a lower-case hexadecimal digit's character code, or -1. */
function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

/** Writes the four words of a UUID at `offset`; false (and nothing meant by the words) when `id` is no canonical UUID. */
export function packUuid(id: string, words: Uint32Array, offset: number): boolean {
  if (id.length !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let i = 0; i < UUID_LENGTH; i++) {
    const code = id.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 45) return false;
      continue;
    }
    const value = hexValue(code);
    if (value < 0) return false;
    word = (word << 4) | value;
    digits++;
    if ((digits & 7) === 0) words[offset + (digits >> 3) - 1] = word;
  }
  return true;
}

/** The UUID that `packUuid` took apart. */
export function unpackUuid(words: Uint32Array, offset: number): string {
  const hex =
    wordText(words[offset]!) +
    wordText(words[offset + 1]!) +
    wordText(words[offset + 2]!) +
    wordText(words[offset + 3]!);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const wordText = (word: number): string => word.toString(16).padStart(8, "0");

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

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
