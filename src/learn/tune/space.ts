import { createRng, mix } from "../../domain/index.ts";
import { checkParameter } from "../parameter.ts";

/** The values that a hyper-parameter may take in a search. */
export type Choice =
  | { readonly kind: "one-of"; readonly values: readonly unknown[] }
  | {
      readonly kind: "between";
      readonly min: number;
      readonly max: number;
      readonly integer?: boolean;
      /** Draw the logarithm evenly: for scales such as a learning rate's. */
      readonly log?: boolean;
    };

/** Parameters that are not named keep their defaults. */
export type SearchSpace<Params> = { readonly [Name in keyof Params]?: Choice };

/** What is worth searching for a random forest. */
export const RANDOM_FOREST_SPACE = {
  trees: { kind: "between", min: 100, max: 300, integer: true },
  maxDepth: { kind: "between", min: 8, max: 20, integer: true },
  minLeaf: { kind: "between", min: 1, max: 20, integer: true, log: true },
  mtry: { kind: "one-of", values: ["sqrt", 0.3, 0.5] },
  classWeight: { kind: "one-of", values: ["none", "balanced", "balanced_subsample"] },
} as const;

/** What is worth searching for an isolation forest, where there are labels or injected attacks to tell. */
export const ISOLATION_FOREST_SPACE = {
  sampleSize: { kind: "one-of", values: [256, 512, 1024] },
  maxDepth: { kind: "one-of", values: [8, 12, "none"] },
  poolGain: { kind: "one-of", values: [0, 0.25, 0.5, 0.75] },
  ndim: { kind: "one-of", values: [1, 2] },
} as const;

/** The parameters of one trial; trial t of a seed is always the same, however many trials there are. */
export function drawParams<Params>(space: SearchSpace<Params>, seed: number, trial: number): Partial<Params> {
  const rng = createRng(mix(seed, trial));
  const drawn: Record<string, unknown> = {};
  for (const [name, choice] of Object.entries<Choice | undefined>(space)) {
    if (choice !== undefined) drawn[name] = drawValue(choice, rng.next());
  }
  return drawn as Partial<Params>;
}

function drawValue(choice: Choice, share: number): unknown {
  if (choice.kind === "one-of") return choice.values[Math.floor(share * choice.values.length)];
  const { min, max, integer, log } = choice;
  checkParameter("max", max, { min, max: Number.MAX_VALUE });
  // One above the greatest integer, so that both ends are drawn as often as the rest.
  const top = integer === true ? max + 1 : max;
  const value = log === true ? min * (top / min) ** share : min + (top - min) * share;
  return integer === true ? Math.min(Math.floor(value), max) : value;
}
