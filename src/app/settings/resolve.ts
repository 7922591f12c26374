import { readFileSync, statSync } from "node:fs";
import { type JsonValue, toError } from "../../domain/index.ts";
import { nameOf, SETTING_KEYS, type SettingKey, type Settings, settingOf, toEnvNames } from "./catalogue.ts";
import { CONFIG_PROBLEMS } from "./problems.ts";
import { readText } from "./setting.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** Where settings come from, the strongest first: what is said nowhere is the default. */
export interface SettingSources {
  /** Of the command line, by key. */
  readonly flags?: Readonly<Partial<Record<SettingKey, string | null>>>;
  readonly env?: Env;
  /** Of `.env` in the working folder. */
  readonly dotEnv?: Env;
  /** Of gait.config.yaml. */
  readonly file?: { readonly path: string; readonly said: ReadonlyMap<SettingKey, unknown> } | null;
  /** What people set in the app. */
  readonly app?: ReadonlyMap<string, JsonValue>;
}

export type OriginKind = "flag" | "env" | "dotenv" | "file" | "app" | "default";

export interface Origin {
  readonly kind: OriginKind;
  /** What it is called there: `SMTP_PORT`, `--data`, the path of a file; null for the default. */
  readonly name: string | null;
}

export interface ResolvedSettings {
  readonly values: Settings;
  readonly origins: Readonly<Record<SettingKey, Origin>>;
}

const DEFAULT: Origin = { kind: "default", name: null };

/** Every setting with where it comes from. Throws CONFIG_SETTING, never with a value that is a secret. */
export function resolveSettings(sources: SettingSources): ResolvedSettings {
  const values: Partial<Record<SettingKey, unknown>> = {};
  const origins: Partial<Record<SettingKey, Origin>> = {};
  for (const key of SETTING_KEYS) {
    const found = find(key, sources);
    const origin = found?.origin ?? DEFAULT;
    const checked = found === null ? null : check(key, found);
    values[key] = checked === null ? settingOf(key).default : checked.value;
    origins[key] = checked === null ? DEFAULT : origin;
  }
  // Each value was checked by its own schema: together they are the settings.
  return { values: values as Settings, origins: origins as Record<SettingKey, Origin> };
}

interface Found {
  readonly value: unknown;
  readonly origin: Origin;
}

function find(key: SettingKey, { flags, env, dotEnv, file, app }: SettingSources): Found | null {
  const flag = flags?.[key];
  if (flag !== undefined && flag !== null)
    return { value: readText(settingOf(key).kind, flag), origin: { kind: "flag", name: key } };
  const said =
    (env === undefined ? null : findInEnv(key, env, "env")) ??
    (dotEnv === undefined ? null : findInEnv(key, dotEnv, "dotenv"));
  if (said !== null) return said;
  const written = file?.said.get(key);
  if (file != null && written !== undefined && written !== null)
    return { value: fromYaml(key, written), origin: { kind: "file", name: file.path } };
  const own = settingOf(key).isEditable === true ? app?.get(key) : undefined;
  return own === undefined || own === null ? null : { value: own, origin: { kind: "app", name: null } };
}

/** YAML may hold a text where a number is meant, and one name where a list is. */
function fromYaml(key: SettingKey, written: unknown): unknown {
  const { kind } = settingOf(key);
  if (typeof written === "string") return readText(kind, written);
  return kind === "text" && typeof written === "number" ? String(written) : written;
}

/** Bytes of a file that holds a secret. */
const SECRET_BYTES_MAX = 64 * 1024;

function findInEnv(key: SettingKey, env: Env, kind: "env" | "dotenv"): Found | null {
  const { ignores, kind: valueKind } = settingOf(key);
  for (const name of toEnvNames(key)) {
    const text = env[name]?.trim() ?? "";
    if (text !== "" && ignores?.test(text) !== true)
      return { value: readText(valueKind, text), origin: { kind, name } };
    const fileName = `${name}_FILE`;
    const path = env[fileName]?.trim() ?? "";
    if (path === "") continue;
    const held = readSecretFile(fileName, path);
    if (held !== "") return { value: readText(valueKind, held), origin: { kind, name: fileName } };
  }
  return null;
}

function readSecretFile(name: string, path: string): string {
  try {
    const { size } = statSync(path);
    if (size > SECRET_BYTES_MAX) throw new RangeError(`it has ${size} bytes`);
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "it cannot be opened";
    throw toError(CONFIG_PROBLEMS, "CONFIG_SECRET_FILE", { name, reason }, { cause });
  }
}

/** Null: what the app once took is not taken any more, so the default holds. */
function check(key: SettingKey, { value, origin }: Found): { readonly value: unknown } | null {
  const read = settingOf(key).schema.safeParse(value);
  if (read.success) return { value: read.data };
  if (origin.kind === "app") return null;
  const reason = read.error.issues[0]?.message ?? "it is not what it should be";
  const name = origin.kind === "env" || origin.kind === "dotenv" ? origin.name! : nameOf(key);
  throw toError(CONFIG_PROBLEMS, "CONFIG_SETTING", { name, origin: describeOrigin(origin), reason });
}

const ORIGIN_WORDS: Readonly<Record<OriginKind, string>> = {
  flag: "of the command line",
  env: "of the environment",
  dotenv: "of .env",
  file: "of a file",
  app: "set in the app",
  default: "by default",
};

export const describeOrigin = ({ kind, name }: Origin): string =>
  kind === "file" ? `of ${name}` : ORIGIN_WORDS[kind];
