import type { Schema } from "../../client/client.ts";
import type { UrlState } from "../../url/url-state.ts";

export type Instance = Schema<"Instance">;
export type FieldName = Exclude<keyof Instance, "explain">;

interface Field {
  readonly label: string;
  readonly kind: "text" | "number" | "choice" | "flag";
  readonly isNeeded?: true;
  readonly choices?: readonly string[];
  readonly placeholder?: string;
}

/** Every field of an action, as the API's schema has them: a new one there does not compile here. */
export const FIELDS: Readonly<Record<FieldName, Field>> = {
  user_id: { label: "User", kind: "text", isNeeded: true, placeholder: "user-001" },
  timestamp: { label: "Time (UTC)", kind: "text", isNeeded: true, placeholder: "2024-01-15T10:30:00Z" },
  action_type: {
    label: "Action",
    kind: "choice",
    isNeeded: true,
    choices: ["login", "logout", "view", "download", "upload", "delete", "admin"],
  },
  resource_id: { label: "Resource", kind: "text", placeholder: "file-001" },
  ip_address: { label: "IP address", kind: "text", placeholder: "192.0.2.10" },
  data_volume_mb: { label: "Data (MB)", kind: "number" },
  location: { label: "Location", kind: "text", placeholder: "New York" },
  device_type: { label: "Device", kind: "choice", choices: ["desktop", "mobile", "tablet", "server"] },
  failed_attempts: { label: "Failed attempts before", kind: "number" },
  location_change: { label: "Elsewhere than before", kind: "flag" },
};

export const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is FieldName => name in FIELDS);

/** What is in the fields, as texts; empty: not said. */
export type FieldTexts = Readonly<Record<FieldName, string>>;

const fill = (toText: (name: FieldName) => string): FieldTexts => ({
  user_id: toText("user_id"),
  timestamp: toText("timestamp"),
  action_type: toText("action_type"),
  resource_id: toText("resource_id"),
  ip_address: toText("ip_address"),
  data_volume_mb: toText("data_volume_mb"),
  location: toText("location"),
  device_type: toText("device_type"),
  failed_attempts: toText("failed_attempts"),
  location_change: toText("location_change"),
});

export const fromUrl = (state: UrlState): FieldTexts => fill((name) => state[name] ?? "");

export const fromInstance = (instance: Readonly<Record<string, unknown>>): FieldTexts =>
  fill((name) => {
    const value = instance[name];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
  });

/** As the API takes it; what is wrong in it the API says. */
export const toBody = (texts: FieldTexts): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    FIELD_NAMES.flatMap((name): readonly (readonly [string, unknown])[] => {
      const text = texts[name].trim();
      if (text === "") return [];
      if (FIELDS[name].kind === "number") return [[name, Number(text)]];
      return [[name, FIELDS[name].kind === "flag" ? text === "true" : text]];
    }),
  );

export const isAsked = (texts: FieldTexts): boolean =>
  texts.user_id !== "" && texts.timestamp !== "" && texts.action_type !== "";

/** The same request for a terminal; a single quote in a text does not end it. */
export const toCurl = (texts: FieldTexts, origin: string): string =>
  [
    `curl -X POST ${origin}/api/predict`,
    `  -H 'Content-Type: application/json' -H 'X-API-Key: YOUR-KEY'`,
    `  -d '${JSON.stringify({ ...toBody(texts), explain: true }).replaceAll("'", "'\\''")}'`,
  ].join(" \\\n");
