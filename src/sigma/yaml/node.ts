/** A YAML document as a plain tree in which every node knows its place. Aliases are followed, merge keys merged. */
export type YamlNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** A plain scalar as written (`012`, `1.0`), the content of a quoted one. */
  readonly text: string;
  /** Position of the node in the file, in UTF-16 units. */
  readonly offset: number;
  /** Position of the first character of the content where it stands on one line as written, else null. */
  readonly contentOffset: number | null;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly offset: number;
}

export interface MapNode {
  readonly kind: "map";
  readonly pairs: readonly MapPair[];
  readonly offset: number;
}

export interface MapPair {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: YamlNode;
}

export function findPair(map: MapNode, key: string): MapPair | null {
  return map.pairs.find((pair) => pair.key === key) ?? null;
}

/** What a node is, in words for messages. */
export function nameKind(node: YamlNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a map";
  if (node.value === null) return "null";
  if (typeof node.value === "string") return node.value === "" ? "an empty text" : "a text";
  return typeof node.value === "number" ? "a number" : "a boolean";
}
