import { z } from "zod";
import { SEVERITIES } from "../../domain/index.ts";

/** How a setting is written: text in the environment and in `.env`, the value itself in YAML and in the app. */
export type SettingKind = "text" | "number" | "flag" | "list" | "choice";

/** What a setting is, apart from its value. */
export interface Setting<Value = unknown> {
  readonly kind: SettingKind;
  /** Checks and shapes a value that is there; a value that is not is the default. */
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
  readonly summary: string;
  /** Names in the environment besides `GAIT_` and the key; messages call the setting by the first. */
  readonly aliases?: readonly string[];
  /** Nobody is shown its value. */
  readonly isSecret?: boolean;
  /** People change it in the app, where nobody who runs the server said otherwise. */
  readonly isEditable?: boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Texts that an alias may hold for another program's sake; they count as absent. */
  readonly ignores?: RegExp;
}

type Said = Pick<Setting, "summary" | "aliases" | "isSecret" | "isEditable" | "ignores">;

/** Characters of a setting. */
export const SETTING_CHARS_MAX = 10_000;
/** Items of a list. */
export const SETTING_ITEMS_MAX = 100;

const line = z
  .string("write a text")
  .max(SETTING_CHARS_MAX, `write at most ${SETTING_CHARS_MAX} characters`)
  .regex(/^[^\p{Cc}]*$/u, "write one line without control characters");

/** A text; `check` says whether it will do, `reason` what to write instead. */
export function toText(
  said: Said,
  check?: { readonly holds: (text: string) => boolean; readonly reason: string },
): Setting<string | null> {
  const schema = check === undefined ? line : line.refine(check.holds, check.reason);
  return { kind: "text", schema: schema.nullable(), default: null, ...said };
}

/** A text that is there in any case. */
export const toTextOr = (
  otherwise: string,
  said: Said,
  check: { readonly holds: (text: string) => boolean; readonly reason: string },
): Setting<string> => ({
  kind: "text",
  schema: line.refine(check.holds, check.reason),
  default: otherwise,
  ...said,
});

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}

function toNumberSchema({ min, max, isWhole = false }: Bounds): z.ZodType<number> {
  const reason = `write a ${isWhole ? "whole " : ""}number from ${min} to ${max}`;
  const within = z.number(reason).min(min, reason).max(max, reason);
  return isWhole ? within.int(reason) : within;
}

export const toNumber = (said: Said, bounds: Bounds): Setting<number | null> => ({
  kind: "number",
  schema: toNumberSchema(bounds).nullable(),
  default: null,
  min: bounds.min,
  max: bounds.max,
  ...said,
});

export const toNumberOr = (otherwise: number, said: Said, bounds: Bounds): Setting<number> => ({
  kind: "number",
  schema: toNumberSchema(bounds),
  default: otherwise,
  min: bounds.min,
  max: bounds.max,
  ...said,
});

export const toFlag = (otherwise: boolean, said: Said): Setting<boolean> => ({
  kind: "flag",
  schema: z.boolean("write true or false"),
  default: otherwise,
  ...said,
});

export const toList = (said: Said): Setting<readonly string[]> => ({
  kind: "list",
  schema: z
    .array(line, "write a list")
    .max(SETTING_ITEMS_MAX, `write at most ${SETTING_ITEMS_MAX}`)
    .readonly(),
  default: [],
  ...said,
});

export const toChoice = <Value extends string>(
  choices: readonly Value[],
  otherwise: NoInfer<Value>,
  said: Said,
): Setting<Value> => ({
  kind: "choice",
  schema: z.enum(choices, `write one of ${choices.join(", ")}`),
  default: otherwise,
  choices,
  ...said,
});

export const toMaybeChoice = <Value extends string>(
  choices: readonly Value[],
  said: Said,
): Setting<Value | null> => ({
  kind: "choice",
  schema: z.enum(choices, `write one of ${choices.join(", ")}`).nullable(),
  default: null,
  choices,
  ...said,
});

export const toSeverity = (
  otherwise: (typeof SEVERITIES)[number],
  said: Said,
): Setting<(typeof SEVERITIES)[number]> => toChoice(SEVERITIES, otherwise, said);

const YES = new Set(["true", "1", "yes", "on"]);
const NO = new Set(["false", "0", "no", "off"]);

/** A text as the value that its kind means. What means nothing stays a text, which the schema then refuses. */
export function readText(kind: SettingKind, text: string): unknown {
  const trimmed = text.trim();
  switch (kind) {
    case "text":
      return trimmed;
    case "number": {
      const number = Number(trimmed);
      return Number.isNaN(number) ? trimmed : number;
    }
    case "flag": {
      const word = trimmed.toLowerCase();
      if (YES.has(word)) return true;
      return NO.has(word) ? false : trimmed;
    }
    case "choice":
      return trimmed.toLowerCase();
    case "list":
      return trimmed
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "");
  }
}
