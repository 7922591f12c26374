import type { Preset } from "./preset.ts";
import { ACCOUNTS_PRESET } from "./s2-accounts.ts";
import { SOC_PRESET } from "./s3-soc.ts";
import { DRILL_PRESET } from "./s4-drill.ts";

/** Recipes by name. */
export const PRESETS: Readonly<Record<Preset["name"], Preset>> = {
  s2: ACCOUNTS_PRESET,
  s3: SOC_PRESET,
  s4: DRILL_PRESET,
};
