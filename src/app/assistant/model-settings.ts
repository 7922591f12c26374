import { type ModelSettings, readModelSettings } from "../../assistant/index.ts";
import type { ResolvedSettings } from "../settings/resolve.ts";

/**
 * The language model that settings name; null: none. A key that whoever runs the server gave goes only where they said:
 * somebody who sets another address in the app brings a key of their own. Throws ASSISTANT_MODEL_SETTING.
 */
export function toModelSettings({ values, origins }: ResolvedSettings): ModelSettings | null {
  const isElsewhere = origins["llm.base_url"].kind === "app" && origins["llm.api_key"].kind !== "app";
  return readModelSettings({
    provider: values["llm.provider"] ?? undefined,
    baseUrl: values["llm.base_url"] ?? undefined,
    apiKey: isElsewhere ? undefined : (values["llm.api_key"] ?? undefined),
    model: values["llm.model"] ?? undefined,
    pseudonyms: String(values["llm.pseudonyms"]),
    tokensPerDay: String(values["llm.tokens_per_day"]),
  });
}
