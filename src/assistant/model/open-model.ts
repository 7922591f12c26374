import type { LanguageModel } from "ai";
import { hostOf, type ModelSettings } from "./model-settings.ts";

/** Bytes of a list of models. */
const LIST_BYTES_MAX = 1024 * 1024;
const LIST_MODELS_MAX = 500;
const LIST_MS = 10_000;

/** Requests go where the settings say and nowhere else: a redirection is an error. */
const fetchThere: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "error" });

/** The client for a provider, loaded when it is needed. Whoever listens hears each body as it leaves. */
export async function openModel(
  settings: ModelSettings,
  onSend: (body: string) => void,
): Promise<LanguageModel> {
  const { provider, baseUrl, apiKey, model } = settings;
  const fetchHeard: typeof fetch = (input, init) => {
    onSend(typeof init?.body === "string" ? init.body : "");
    return fetchThere(input, init);
  };
  switch (provider) {
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({
        name: "gateway",
        baseURL: baseUrl,
        includeUsage: true,
        fetch: fetchHeard,
        ...(apiKey === null ? {} : { apiKey }),
      })(model);
    }
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic({ baseURL: baseUrl, apiKey: apiKey ?? "", fetch: fetchHeard })(model);
    }
  }
}

/** Names of models that the provider offers, as it lists them. Throws what went wrong. */
export async function listModels(settings: ModelSettings): Promise<readonly string[]> {
  const { provider, baseUrl, apiKey } = settings;
  const headers: Record<string, string> =
    apiKey === null
      ? {}
      : provider === "anthropic"
        ? { "x-api-key": apiKey, "anthropic-version": "2023-06-01" }
        : { authorization: `Bearer ${apiKey}` };
  const response = await fetchThere(`${baseUrl}/models`, { headers, signal: AbortSignal.timeout(LIST_MS) });
  if (!response.ok)
    throw Object.assign(new Error(`${hostOf(settings)} answered ${response.status}`), {
      statusCode: response.status,
    });
  const text = await response.text();
  if (text.length > LIST_BYTES_MAX) throw new Error("the list of models is too long");
  const body: unknown = JSON.parse(text);
  const listed =
    typeof body === "object" && body !== null && "data" in body && Array.isArray(body.data) ? body.data : [];
  return listed
    .flatMap((one: unknown) =>
      typeof one === "object" && one !== null && "id" in one && typeof one.id === "string" ? [one.id] : [],
    )
    .slice(0, LIST_MODELS_MAX)
    .sort();
}
