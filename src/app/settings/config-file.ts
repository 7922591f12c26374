import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { suggestNearest, toError } from "../../domain/index.ts";
import { isSettingKey, SETTING_KEYS, type SettingKey } from "./catalogue.ts";
import { CONFIG_PROBLEMS } from "./problems.ts";

/** Bytes of a file of settings. */
const FILE_BYTES_MAX = 1024 * 1024;
const DEPTH_MAX = 8;

/** What a file of YAML says, by key. Throws CONFIG_FILE, CONFIG_UNKNOWN. Null: there is no such file. */
export function readConfigFile(path: string): ReadonlyMap<SettingKey, unknown> | null {
  const text = readFileOr(path);
  if (text === null) return null;
  if (text.length > FILE_BYTES_MAX) throw refuse(path, `it is larger than ${FILE_BYTES_MAX} bytes`);
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    throw refuse(path, cause instanceof Error ? cause.message.split("\n", 1)[0]! : "it is no YAML");
  }
  const said = new Map<SettingKey, unknown>();
  if (root === null) return said;
  if (!isMap(root)) throw refuse(path, "it is no map of settings");
  collect({ path, said, above: "", depth: 0 }, root);
  return said;
}

interface Place {
  readonly path: string;
  readonly said: Map<SettingKey, unknown>;
  /** Names above, with a dot after the last. */
  readonly above: string;
  readonly depth: number;
}

function collect(place: Place, map: Readonly<Record<string, unknown>>): void {
  const { path, said, above, depth } = place;
  for (const [name, value] of Object.entries(map)) {
    const key = `${above}${name}`;
    if (isSettingKey(key)) said.set(key, value);
    else if (isMap(value) && depth < DEPTH_MAX)
      collect({ ...place, above: `${key}.`, depth: depth + 1 }, value);
    else throw toUnknown(key, path);
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function toUnknown(key: string, origin: string) {
  const shown = key.slice(0, 100);
  const near = suggestNearest(shown, SETTING_KEYS);
  const guess = near === null ? "" : ` ${near}`;
  return toError(CONFIG_PROBLEMS, "CONFIG_UNKNOWN", { key: shown, origin, guess });
}

function readFileOr(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw refuse(path, error instanceof Error ? error.message : "it cannot be opened");
  }
}

const refuse = (file: string, reason: string) => toError(CONFIG_PROBLEMS, "CONFIG_FILE", { file, reason });
