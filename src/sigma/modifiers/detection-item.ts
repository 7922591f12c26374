import type { FieldPath } from "../field/field-path.ts";
import type { Place } from "../problems.ts";
import type { ModifierChain } from "./modifier-chain.ts";

export interface ItemValue {
  readonly value: string | number | boolean | null;
  /** As the rule writes it: an account id keeps its leading zeros. */
  readonly text: string;
  readonly place: Place;
}

/** `field|modifier|modifier: values` of a rule, with its modifiers checked and its values not yet read. */
export interface DetectionItem {
  /** null: a keyword, searched in all values of a record. */
  readonly path: FieldPath | null;
  readonly chain: ModifierChain;
  readonly values: readonly ItemValue[];
  /** The values were written as a list. */
  readonly listed: boolean;
  readonly place: Place;
}
