import type { CategoricalColumn, NumericColumn } from "../matrix.ts";
import { quantileOfSorted } from "../threshold.ts";
import { FAULT_SHARE_MIN, GAP_MIN } from "./column-drift.ts";
import { largestGap } from "./distances.ts";
import type { DriftLevel } from "./feature-drift.ts";
import { countCategories, sortedValues } from "./reference.ts";

/** One feature in both windows; categorical codes are of one common list. */
export type ColumnPair =
  | { readonly kind: "numeric"; readonly before: NumericColumn; readonly now: NumericColumn }
  | { readonly kind: "categorical"; readonly before: CategoricalColumn; readonly now: CategoricalColumn };

/** Features that a verdict names. */
const NAMED_MAX = 3;
/** Alone the feature is as before, so what changed is how it goes together with others. */
const TOGETHER = "alone as before, but not together with others";

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Four significant digits. */
const number = (value: number): string => String(Number(value.toPrecision(4)));

/** What became of a feature: its gaps, its middle, or the category whose share changed most. */
export const wordChange = (pair: ColumnPair): string =>
  pair.kind === "numeric" ? wordNumbers(pair.before, pair.now) : wordCategories(pair.before, pair.now);

function wordNumbers(before: NumericColumn, now: NumericColumn): string {
  const old = sortedValues(before.values);
  const fresh = sortedValues(now.values);
  const gaps = wordGaps(1 - old.length / before.values.length, 1 - fresh.length / now.values.length);
  if (gaps !== null) return gaps;
  if (old.length === 0 || fresh.length === 0 || largestGap(old, fresh) <= GAP_MIN) return TOGETHER;
  const [was, is] = [quantileOfSorted(old, 0.5), quantileOfSorted(fresh, 0.5)];
  // A wider spread around the same middle shows at the ends.
  const [wasHigh, isHigh] = [quantileOfSorted(old, 0.9), quantileOfSorted(fresh, 0.9)];
  return Math.abs(isHigh - wasHigh) > 2 * Math.abs(is - was)
    ? `upper tenth from ${number(wasHigh)} before, ${number(isHigh)} now`
    : `median ${number(was)} before, ${number(is)} now`;
}

function wordCategories(before: CategoricalColumn, now: CategoricalColumn): string {
  const old = countCategories(before.codes, before.categories.length);
  const fresh = countCategories(now.codes, now.categories.length);
  const gaps = wordGaps(old.missing / before.codes.length, fresh.missing / now.codes.length);
  if (gaps !== null) return gaps;
  const shares = before.categories.map((category, code) => ({
    category,
    was: old.counts[code]! / before.codes.length,
    is: fresh.counts[code]! / now.codes.length,
  }));
  const [most] = shares.sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was));
  if (most === undefined || Math.abs(most.is - most.was) <= FAULT_SHARE_MIN) return TOGETHER;
  return `${most.category} in ${percent(most.was)} of rows before, ${percent(most.is)} now`;
}

const wordGaps = (was: number, is: number): string | null =>
  Math.abs(is - was) > FAULT_SHARE_MIN
    ? `missing in ${percent(was)} of rows before, ${percent(is)} now`
    : null;

/** The report in sentences: how well the windows are told apart, by what, and what to do. */
export function wordJointDrift(found: {
  readonly level: DriftLevel;
  readonly area: number;
  readonly p: number;
  readonly features: readonly {
    readonly name: string;
    readonly share: number;
    readonly sure: boolean;
    readonly change: string;
  }[];
}): string {
  const { level, area, p, features } = found;
  const chance = p < 0.001 ? "p below 0.001" : `p = ${p.toFixed(3)}`;
  const sure = features.filter((feature) => feature.sure).slice(0, NAMED_MAX);
  const reasons = sure.map(({ name, share, change }) => `${name} (${percent(share)} of it: ${change})`);
  const sentences = [
    `A classifier tells the windows' rows apart with an area of ${area.toFixed(2)} (0.5 is chance; ${chance}).`,
  ];
  if (level === "none") {
    sentences.push(
      p < 0.01 ? "Something differs, but little." : "The windows do not differ by more than chance.",
    );
  }
  if (p < 0.01 && reasons.length > 0) sentences.push(`It goes by ${reasons.join("; ")}.`);
  if (level === "moderate") sentences.push("Watch the next windows; train again if it lasts.");
  if (level === "severe")
    sentences.push("The model no longer describes this data: check the source, then train it again.");
  return sentences.join(" ");
}
