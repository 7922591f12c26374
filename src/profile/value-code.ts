/**
 * A text as a 32-bit number, the same in every process and run: profiles, tables of the tenant and partitions speak of
 * values by their codes. Two of the few hundred values of one profile share a code with a probability under 1e-4; what
 * is lost then is that one of them looks familiar. MurmurHash3's mixing over UTF-16 units.
 */
export function toValueCode(text: string | null): number {
  if (text === null || text === "") return 0;
  let h = 0x2f0b4c47;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = (h ^ (h >>> 16)) >>> 0;
  // 0 means that there is no value.
  return h === 0 ? 1 : h;
}
