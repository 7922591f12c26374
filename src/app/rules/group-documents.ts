import { isBehaviourText } from "../../detect/index.ts";
import { type ParsedSigma, parseSigma } from "../../sigma/index.ts";
import type { RuleDocument } from "./rule-documents.ts";

/** Documents that refer to each other (correlations and filters to rules), in the order of the text. */
export function groupDocuments(documents: readonly RuleDocument[]): readonly (readonly RuleDocument[])[] {
  const parsed = documents.map(({ text }) => (isBehaviourText(text) ? null : parseSigma(text, "text")));
  const places = toPlaces(parsed);
  const roots = documents.map((_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (roots[root] !== root) root = roots[root]!;
    return root;
  };
  for (const [place, file] of parsed.entries())
    for (const reference of toReferences(file)) {
      const other = places.get(reference) ?? places.get(reference.toLowerCase());
      if (other === undefined) continue;
      const [least, most] = [rootOf(place), rootOf(other)].sort((a, b) => a - b) as [number, number];
      roots[most] = least;
    }
  return [...Map.groupBy(documents.keys(), rootOf).values()].map((group) =>
    group.map((place) => documents[place]!),
  );
}

/** Where the documents stand that can be referred to, by id and name. */
function toPlaces(parsed: readonly (ParsedSigma | null)[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, file] of parsed.entries())
    for (const { id, name } of [...(file?.rules ?? []), ...(file?.correlations ?? [])]) {
      if (name !== null) places.set(name, place);
      if (id !== null) places.set(id.toLowerCase(), place);
    }
  return places;
}

const toReferences = (file: ParsedSigma | null): readonly string[] => [
  ...(file?.correlations ?? []).flatMap(({ rules }) => rules.map(({ text }) => text)),
  ...(file?.filters ?? []).flatMap(({ rules }) => (rules ?? []).map(({ text }) => text)),
];
