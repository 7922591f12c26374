/**
 * Writes small MaxMind DB files for tests, after the published format (version 2.0): a binary tree of 32-bit records
 * over version 6 addresses, a data section, and metadata. Version 4 networks stand at `::/96`, as the format wants.
 */
export function writeMmdb(
  networks: Readonly<Record<string, object>>,
  about: { readonly type: string; readonly builtAtSeconds: number },
): Buffer {
  const nodes: [Leaf, Leaf][] = [[null, null]];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [cidr, value] of Object.entries(networks)) {
    const encoded = encode(value);
    data.push(encoded);
    insert(nodes, toBits(cidr), { data: offset });
    offset += encoded.length;
  }
  const tree = Buffer.alloc(nodes.length * 8);
  nodes.forEach((pair, index) => {
    pair.forEach((leaf, side) => {
      const value =
        leaf === null ? nodes.length : typeof leaf === "number" ? leaf : nodes.length + 16 + leaf.data;
      tree.writeUInt32BE(value, index * 8 + side * 4);
    });
  });
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: about.builtAtSeconds,
    database_type: about.type,
    description: { en: "made for a test" },
    ip_version: 6,
    languages: ["en"],
    node_count: nodes.length,
    record_size: 32,
  });
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from("abcdef4d61784d696e642e636f6d", "hex"),
    metadata,
  ]);
}

/** Another node, a place in the data section, or nothing. */
type Leaf = number | { readonly data: number } | null;

function toBits(cidr: string): readonly number[] {
  const [address, prefix] = cidr.split("/");
  const octets = address!.split(".").map(Number);
  const bits = octets.flatMap((octet) => Array.from({ length: 8 }, (_, i) => (octet >> (7 - i)) & 1));
  return [...Array<number>(96).fill(0), ...bits.slice(0, Number(prefix))];
}

function insert(nodes: [Leaf, Leaf][], bits: readonly number[], leaf: Leaf): void {
  let at = 0;
  bits.forEach((bit, depth) => {
    const side = bit === 0 ? 0 : 1;
    const pair = nodes[at]!;
    if (depth === bits.length - 1) pair[side] = leaf;
    else {
      const next = pair[side];
      if (typeof next === "number") at = next;
      else {
        at = nodes.push([null, null]) - 1;
        pair[side] = at;
      }
    }
  });
}

/** Control byte of a type and size; types over 7 take a second byte. Sizes here stay under 285. */
function control(type: number, size: number): Buffer {
  const first = size < 29 ? size : 29;
  const bytes = type <= 7 ? [(type << 5) | first] : [first, type - 7];
  return Buffer.from(size < 29 ? bytes : [...bytes, size - 29]);
}

function encode(value: unknown): Buffer {
  if (typeof value === "string")
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") return encodeNumber(value);
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const fields = Object.entries(value as object);
  return Buffer.concat([
    control(7, fields.length),
    ...fields.flatMap(([key, item]) => [encode(key), encode(item)]),
  ]);
}

function encodeNumber(value: number): Buffer {
  const bytes = Buffer.alloc(Number.isInteger(value) && value >= 0 ? 4 : 8);
  if (bytes.length === 4) bytes.writeUInt32BE(value);
  else bytes.writeDoubleBE(value);
  return Buffer.concat([control(bytes.length === 4 ? 6 : 3, bytes.length), bytes]);
}
