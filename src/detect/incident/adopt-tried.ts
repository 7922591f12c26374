import { DAY_MS, HOUR_MS } from "../../domain/index.ts";
import { toAspect } from "./aspect.ts";
import { toPublicAddress } from "./public-address.ts";
import type { Statement, StoryRoot } from "./statement.ts";

/** An attempt's first failures come before they are many enough to be found. */
const BEFORE_MS = HOUR_MS;
/** Whoever guessed a password uses it within a day. */
const AFTER_MS = DAY_MS;

interface Spell {
  readonly root: StoryRoot;
  readonly from: number;
  readonly until: number;
}

/**
 * Where one address tried many identities, that each of them was used from a strange place is part of the address's
 * story, and no story of theirs.
 */
export function adoptTried(statements: readonly Statement[]): readonly Statement[] {
  const spells = new Map<string, Spell[]>();
  for (const { root, finding } of statements) {
    if (root.kind !== "address") continue;
    const spell = { root, from: finding.at - BEFORE_MS, until: finding.until + AFTER_MS };
    const known = spells.get(root.address);
    if (known === undefined) spells.set(root.address, [spell]);
    else known.push(spell);
  }
  if (spells.size === 0) return statements;
  return statements.map((one) => {
    if (one.root.kind === "address" || toAspect(one.finding) !== "where") return one;
    const { at } = one.finding;
    const spell = spells
      .get(toPublicAddress(one) ?? "")
      ?.find(({ from, until }) => at >= from && at <= until);
    return spell === undefined ? one : { ...one, root: spell.root };
  });
}

/** True when the finding's identity was used in the story, and not only tried by an address. */
export const isUsed = ({ finding, first, root }: Statement): boolean =>
  root.kind === "actor" || (finding.entity.type !== "ip" && first.detail.outcome === "success");
