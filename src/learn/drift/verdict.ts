import type { DriftLevel, FeatureDrift } from "./feature-drift.ts";

/** Features that a verdict names before it says "and n more". */
const NAMED_MAX = 3;

/** The report in sentences: what changed most, whether the source is to blame, what to do. */
export function wordDrift(level: DriftLevel, features: readonly FeatureDrift[]): string {
  const drifted = features.filter((feature) => feature.level !== "none");
  const faulty = features.filter((feature) => feature.fault !== null);
  const sentences = [
    drifted.length === 0
      ? `None of ${features.length} features drifted.`
      : `${drifted.length} of ${features.length} features drifted: ${listWorst(drifted)}.`,
  ];
  if (drifted.length > 0 && level === "none") {
    sentences.push("None of them matters much to the model, so nothing needs doing.");
  }
  if (faulty.length > 0) {
    sentences.push(`Check the source first: ${faulty.slice(0, NAMED_MAX).map(wordFault).join(", ")}.`);
  }
  if (level === "severe")
    sentences.push("The model no longer describes this data: train it again on a clean window.");
  if (level === "moderate") sentences.push("Watch the next windows; train again if it lasts.");
  return sentences.join(" ");
}

function listWorst(drifted: readonly FeatureDrift[]): string {
  const weight = ({ psi, importance }: FeatureDrift): number => psi * (importance ?? 1);
  const worst = [...drifted].sort((a, b) => weight(b) - weight(a));
  const named = worst.slice(0, NAMED_MAX).map((f) => `${f.name} (PSI ${f.psi.toFixed(2)}, ${f.level})`);
  const more = worst.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

function wordFault({ name, fault, missing, unseenShare }: FeatureDrift): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return fault === "unseen-categories"
    ? `${percent(unseenShare)} of ${name} are values never seen before`
    : `${name} is missing in ${percent(missing.current)} of rows, ${percent(missing.reference)} before`;
}
