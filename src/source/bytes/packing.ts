/** How an input is packed, by its first bytes: names lie. */
export type Packing = "none" | "gzip" | "zstd";

const MAGIC: readonly { readonly packing: Packing; readonly bytes: readonly number[] }[] = [
  { packing: "gzip", bytes: [0x1f, 0x8b] },
  { packing: "zstd", bytes: [0x28, 0xb5, 0x2f, 0xfd] },
];

export function detectPacking(head: Uint8Array): Packing {
  const found = MAGIC.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return found?.packing ?? "none";
}
