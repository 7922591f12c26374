/** Quantiles that are remembered at most; beyond them all are worked out anew. */
export const QUANTILES_MAX = 4096;

/** Quantiles by dimension, group and share: every actor of a group asks for the same ones all day. */
export class QuantileCache {
  readonly #byShare = new Map<number, Map<number, number>>();
  #size = 0;

  /** undefined: not remembered. */
  get(dimension: number, group: number, share: number): number | undefined {
    return this.#byShare.get(share)?.get(keyOf(dimension, group));
  }

  set(dimension: number, group: number, { share, quantile }: QuantileOfShare): void {
    if (this.#size >= QUANTILES_MAX) this.clear();
    let ofShare = this.#byShare.get(share);
    if (ofShare === undefined) {
      ofShare = new Map();
      this.#byShare.set(share, ofShare);
    }
    ofShare.set(keyOf(dimension, group), quantile);
    this.#size++;
  }

  clear(): void {
    this.#byShare.clear();
    this.#size = 0;
  }
}

export interface QuantileOfShare {
  readonly share: number;
  readonly quantile: number;
}

/** A group takes 32 bits, a dimension eight: together they are a safe integer. */
const keyOf = (dimension: number, group: number): number => dimension * 2 ** 32 + group;
