import { type CategoricalColumn, type Column, MISSING_CODE } from "../matrix.ts";

/**
 * `ordinal`: the position in the training list, which means an order that is not there; for trees only. `one-hot`: a
 * column a category. `frequency`: the category's share of the training rows, which stays meaningful for new ones.
 */
export type EncodingKind = "keep" | "drop" | "ordinal" | "one-hot" | "frequency";

/**
 * What was learned about a categorical column. Unseen categories have a place: the ordinal after the last, the one-hot
 * column `name=(other)`, the frequency 0. Missing values stay missing as an ordinal, stand with the unseen in one-hot,
 * and have the share of missing rows as their frequency.
 */
export type Encoder =
  | { readonly of: "categorical"; readonly kind: "keep" | "drop" }
  | {
      readonly of: "categorical";
      readonly kind: "ordinal" | "one-hot";
      readonly categories: readonly string[];
    }
  | {
      readonly of: "categorical";
      readonly kind: "frequency";
      readonly shares: readonly number[];
      readonly missing: number;
    };

export function fitEncoder({ codes, categories }: CategoricalColumn, kind: EncodingKind): Encoder {
  switch (kind) {
    case "keep":
    case "drop":
      return { of: "categorical", kind };
    case "ordinal":
    case "one-hot":
      return { of: "categorical", kind, categories: [...categories] };
    case "frequency": {
      const counts = new Array<number>(categories.length).fill(0);
      let missing = 0;
      for (const code of codes) {
        if (code < 0) missing++;
        else counts[code]!++;
      }
      const shares = counts.map((count) => count / codes.length);
      return { of: "categorical", kind, shares, missing: missing / codes.length };
    }
  }
}

/** The aligned column as the encoder makes it: none, one, or one a category and one for all others. */
export function encode(encoder: Encoder, column: CategoricalColumn): readonly Column[] {
  const { name, codes } = column;
  switch (encoder.kind) {
    case "keep":
      return [column];
    case "drop":
      return [];
    case "ordinal": {
      const after = encoder.categories.length;
      const values = Float64Array.from(codes, (code) =>
        code >= 0 ? code : code === MISSING_CODE ? Number.NaN : after,
      );
      return [{ kind: "numeric", name, values }];
    }
    case "frequency": {
      const values = Float64Array.from(codes, (code) =>
        code >= 0 ? encoder.shares[code]! : code === MISSING_CODE ? encoder.missing : 0,
      );
      return [{ kind: "numeric", name, values }];
    }
    case "one-hot": {
      const isCode = (wanted: number): Float64Array =>
        Float64Array.from(codes, (code) => (code === wanted ? 1 : 0));
      const known = encoder.categories.map(
        (category, code): Column => ({
          kind: "numeric",
          name: `${name}=${category}`,
          values: isCode(code),
        }),
      );
      return [
        ...known,
        {
          kind: "numeric",
          name: `${name}=(other)`,
          values: Float64Array.from(codes, (code) => (code < 0 ? 1 : 0)),
        },
      ];
    }
  }
}
