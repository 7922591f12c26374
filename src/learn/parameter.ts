import { toError } from "../domain/index.ts";
import { LEARN_PROBLEMS } from "./problems.ts";

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** The least value itself is not legal. */
  readonly aboveMin?: boolean;
}

/** Throws LEARN_PARAMETER, naming the legal values, unless the number lies in the range. */
export function checkParameter(parameter: string, value: unknown, range: NumberRange): void {
  const legal =
    typeof value === "number" &&
    (range.integer === true ? Number.isInteger(value) : !Number.isNaN(value)) &&
    (range.aboveMin === true ? value > range.min : value >= range.min) &&
    value <= range.max;
  if (legal) return;
  const noun = range.integer === true ? "an integer" : "a number";
  const from = range.aboveMin === true ? `above ${range.min}` : `from ${range.min}`;
  throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER", {
    parameter,
    value: String(value),
    legal: `${noun} ${from} to ${range.max}`,
  });
}

/** Throws LEARN_PARAMETER unless the value is one of the list. */
export function checkChoice(parameter: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const legal = `one of ${choices.map(String).join(", ")}`;
  throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER", { parameter, value: String(value), legal });
}

/** `given` over `defaults`; a name that the defaults do not have is an error, `undefined` means the default. */
export function fillDefaults<Params extends object>(
  kind: string,
  defaults: Params,
  given: Partial<Params>,
): Params {
  const known = Object.keys(defaults);
  for (const parameter of Object.keys(given)) {
    if (!known.includes(parameter)) {
      const legal = known.join(", ");
      throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER_UNKNOWN", { kind, parameter, legal });
    }
  }
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(chosen) };
}

export const SEED_MAX = 4294967295;
export const THREADS_MAX = 64;

/** Checks what all `fit` calls share. */
export function checkFitOptions(options: { readonly seed: number; readonly threads?: number }): void {
  checkParameter("seed", options.seed, { min: 0, max: SEED_MAX, integer: true });
  checkParameter("threads", options.threads ?? 1, { min: 1, max: THREADS_MAX, integer: true });
}
