import { join } from "node:path";
import type { JsonValue } from "../../domain/index.ts";
import { readDotEnv, readEnv } from "../config.ts";
import type { Settings } from "./catalogue.ts";
import { readConfigFile } from "./config-file.ts";
import { type ResolvedSettings, resolveSettings, type SettingSources } from "./resolve.ts";

export const CONFIG_FILES = ["gait.config.yaml", "gait.config.yml"] as const;

/** What the surroundings of the process say: its environment, `.env` and gait.config.yaml of the working folder. */
export function readSources(folder: string = process.cwd()): SettingSources {
  const env = readEnv();
  const dotEnv = readDotEnv(folder);
  const named = env["GAIT_CONFIG"] || dotEnv["GAIT_CONFIG"];
  const paths = named ? [named] : CONFIG_FILES.map((name) => join(folder, name));
  for (const path of paths) {
    const said = readConfigFile(path);
    if (said !== null) return { env, dotEnv, file: { path, said } };
  }
  return { env, dotEnv, file: null };
}

/** Settings as this process has them; with what people set in the app, where the store was asked. */
export const readResolved = (app?: ReadonlyMap<string, JsonValue>): ResolvedSettings =>
  resolveSettings({ ...readSources(), ...(app === undefined ? {} : { app }) });

export const readSettings = (app?: ReadonlyMap<string, JsonValue>): Settings => readResolved(app).values;
