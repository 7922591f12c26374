import { toError } from "../../domain/index.ts";
import type { Settings } from "../settings/catalogue.ts";
import { SERVE_PROBLEMS } from "./problems.ts";

export interface ServeSettings {
  /** A key with every right, from the settings; null: none. */
  readonly apiKey: string | null;
  /** From this score on a single action is an anomaly; null: the default. */
  readonly threshold: number | null;
}

/** Characters of an API_KEY that may be used beyond this machine. */
export const API_KEY_LENGTH_MIN = 16;
/** The key of an example that many copy. */
const EXAMPLE_KEYS: readonly string[] = ["your-api-key-here"];

/** What the settings say of the server. */
export const toServeSettings = (settings: Settings): ServeSettings => ({
  apiKey: settings["server.api_key"],
  threshold: settings["alerts.threshold"],
});

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** Throws where others could reach a server that has no key, or one that is easily guessed. */
export function refuseOpen(
  host: string,
  {
    apiKey,
    storedKeys,
    users,
  }: { readonly apiKey: string | null; readonly storedKeys: number; readonly users: number },
): void {
  if (isLoopback(host)) return;
  const least = API_KEY_LENGTH_MIN;
  if (apiKey === null && storedKeys === 0 && users === 0)
    throw toError(SERVE_PROBLEMS, "SERVE_NO_KEY", { host, least });
  if (apiKey !== null && (apiKey.length < least || EXAMPLE_KEYS.includes(apiKey)))
    throw toError(SERVE_PROBLEMS, "SERVE_KEY_WEAK", { host, least });
}
