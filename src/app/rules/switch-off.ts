import type { ParsedCorrelation, ParsedRule, ParsedSigma } from "../../sigma/index.ts";

/** What a Sigma document is known by as a detector. */
export const toDetectorId = ({ id, title }: { readonly id: string | null; readonly title: string }): string =>
  id ?? title;

/**
 * Leaves out the detectors that are off. What others stand on stays and reports nothing; what only fed a correlation
 * that is off goes with it, so that nobody hears of it all of a sudden.
 */
export function leaveOff(
  sigma: readonly ParsedSigma[],
  isOff: (id: string) => boolean,
): readonly ParsedSigma[] {
  const correlations = sigma.flatMap((file) => file.correlations);
  if (![...sigma.flatMap((file) => file.rules), ...correlations].some((one) => isOff(toDetectorId(one))))
    return sigma;
  const speaks = toSpeaks(correlations);
  const kept = keepNeeded(correlations, (one) => speaks(one) && !isOff(toDetectorId(one)));
  const needed = toReferences([...kept]);
  const isKept = (rule: ParsedRule): boolean =>
    isNamed(rule, needed) || (speaks(rule) && !isOff(toDetectorId(rule)));
  const mute = <One extends ParsedRule | ParsedCorrelation>(one: One): One =>
    isOff(toDetectorId(one)) ? { ...one, isMuted: true } : one;
  return sigma.map((file) => ({
    ...file,
    rules: file.rules.filter(isKept).map(mute),
    correlations: file.correlations.filter((one) => kept.has(one)).map(mute),
  }));
}

type Named = Pick<ParsedRule, "id" | "name">;

/** Whether something reports by itself while all are on: it feeds nothing, or something that lets it. */
function toSpeaks(correlations: readonly ParsedCorrelation[]): (one: Named) => boolean {
  const all = toReferences(correlations);
  const generating = toReferences(correlations.filter(({ generate }) => generate));
  return (one) => !isNamed(one, all) || isNamed(one, generating);
}

/** Correlations that report, and those that they stand on. */
function keepNeeded(
  correlations: readonly ParsedCorrelation[],
  isWanted: (one: ParsedCorrelation) => boolean,
): ReadonlySet<ParsedCorrelation> {
  const kept = new Set(correlations.filter(isWanted));
  for (let size = -1; size !== kept.size; ) {
    size = kept.size;
    const needed = toReferences([...kept]);
    for (const one of correlations) if (isNamed(one, needed)) kept.add(one);
  }
  return kept;
}

/** Ids and names that correlations refer to. */
const toReferences = (correlations: readonly ParsedCorrelation[]): ReadonlySet<string> =>
  new Set(correlations.flatMap(({ rules }) => rules.flatMap(({ text }) => [text, text.toLowerCase()])));

const isNamed = ({ id, name }: Named, references: ReadonlySet<string>): boolean =>
  (name !== null && references.has(name)) || (id !== null && references.has(id.toLowerCase()));

/**
 * A text by itself: with the rules and correlations of a library that its correlations refer to, which report nothing.
 */
export function gatherReferred(
  texts: readonly ParsedSigma[],
  library: readonly ParsedSigma[],
): readonly ParsedSigma[] {
  const own = texts.flatMap(({ rules, correlations }) => [...rules, ...correlations]);
  const rules: ParsedRule[] = [];
  const correlations: ParsedCorrelation[] = [];
  let open: readonly ParsedCorrelation[] = texts.flatMap((one) => one.correlations);
  const taken = new Set<ParsedRule | ParsedCorrelation>();
  while (open.length > 0) {
    const wanted = toReferences(open);
    const found = library
      .flatMap((file) => file.correlations)
      .filter((one) => isNamed(one, wanted) && !taken.has(one) && !isThere(one, own));
    for (const one of found) taken.add(one);
    for (const one of library.flatMap((file) => file.rules))
      if (isNamed(one, wanted) && !taken.has(one) && !isThere(one, own)) {
        taken.add(one);
        rules.push({ ...one, isMuted: true });
      }
    correlations.push(...found.map((one): ParsedCorrelation => ({ ...one, isMuted: true })));
    open = found;
  }
  if (rules.length + correlations.length === 0) return texts;
  return [...texts, { file: "referred", rules, correlations, filters: [], problems: [] }];
}

const isThere = (
  one: ParsedRule | ParsedCorrelation,
  own: readonly (ParsedRule | ParsedCorrelation)[],
): boolean =>
  own.some(
    ({ id, name }) =>
      (name !== null && name === one.name) || (id !== null && id.toLowerCase() === one.id?.toLowerCase()),
  );
