import type { JsonObject } from "../../../domain/index.ts";
import { FEATURES, type ValueHistory } from "../../../profile/index.ts";
import type { Lexicon } from "../../pass/day-pass-types.ts";
import type { Sight } from "../../pass/looker.ts";
import { nameValue, toFactor } from "../explain-profile.ts";
import type { FirstSeenParameters, NewDimension } from "../parameters.ts";

/** A value that the actor never used before. */
export interface NewValue {
  readonly dimension: NewDimension;
  readonly code: number;
  /** Surprise, lowered for whoever does new things daily. */
  readonly bits: number;
  readonly history: ValueHistory;
}

/** One value can say no more than this: a profile of a million events makes no value a million times stranger. */
export const BITS_OF_VALUE_MAX = 10;
/** Whoever brings a new value with every 32nd event or more seldom is told in full; the others in proportion. */
const NOVELTY_BITS_FULL = 5;

const toNewnessPlace = (dimension: NewDimension): number =>
  FEATURES.findIndex(({ name }) => name === `new_${dimension}`);
/** Where the features say how new the value is: above 0 for days after it was first seen, NaN where there is none. */
const NEWNESS_PLACES: Readonly<Record<NewDimension, number>> = {
  action: toNewnessPlace("action"),
  service: toNewnessPlace("service"),
  region: toNewnessPlace("region"),
  country: toNewnessPlace("country"),
  network: toNewnessPlace("network"),
  address: toNewnessPlace("address"),
  tool: toNewnessPlace("tool"),
  container: toNewnessPlace("container"),
};

/** The event's value of the dimension if the actor never used it; null: it did, or the log does not say. */
export function findNewValue({ profile, features }: Sight, dimension: NewDimension): NewValue | null {
  // Asked of every event: the history is only made for values that may be new.
  if (!(features[NEWNESS_PLACES[dimension]]! > 0)) return null;
  const history = profile.historyOf(dimension);
  if (history.code === 0 || !Number.isNaN(history.firstAt)) return null;
  const surprise = Number.isNaN(history.bits) ? 0 : Math.min(history.bits, BITS_OF_VALUE_MAX);
  const bits = Math.max(0, surprise) * Math.min(1, profile.noveltyBits(dimension) / NOVELTY_BITS_FULL);
  return { dimension, code: history.code, bits, history };
}

/** Shares of other actors that use a value; 0 where there are none. */
export const peersShareOf = ({ peerActors, peerCount }: ValueHistory): number =>
  peerCount > 0 ? peerActors / peerCount : 0;
export const tenantShareOf = ({ tenantActors, tenantCount }: ValueHistory): number =>
  tenantCount > 0 ? tenantActors / tenantCount : 0;

/** Whether so few others use the value that it is news. */
export const isWithinShares = (
  { history }: NewValue,
  { peers_share_max, tenant_share_max }: Pick<FirstSeenParameters, "peers_share_max" | "tenant_share_max">,
): boolean => peersShareOf(history) <= peers_share_max && tenantShareOf(history) <= tenant_share_max;

export const toNewFactor = ({ dimension, history }: NewValue, lexicon: Lexicon): JsonObject =>
  toFactor(dimension, history, lexicon);

const NOUNS: Readonly<Record<NewDimension, string>> = {
  action: "action",
  service: "service",
  region: "region",
  country: "country",
  network: "network",
  address: "address",
  tool: "tool",
  container: "resource",
};

/** `the network 203.0.113.0/24 (never used by anybody here)`. */
export function describeNewValue({ dimension, code, history }: NewValue, lexicon: Lexicon): string {
  const { tenantActors, peerActors, peerCount } = history;
  const known =
    tenantActors === 0
      ? "nobody here has used it"
      : peerActors === 0
        ? "none of its peers has used it"
        : `${peerActors} of ${peerCount} peers have used it`;
  return `the ${NOUNS[dimension]} ${nameValue(code, lexicon)} (${known})`;
}
