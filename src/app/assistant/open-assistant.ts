import { type Assistant, createAssistant, type ModelUse } from "../../assistant/index.ts";
import type { Clock, JsonObject } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { resolveSettings, type SettingSources } from "../settings/resolve.ts";
import { toModelSettings } from "./model-settings.ts";
import { createStoreQueries } from "./store-queries.ts";

export interface AssistantParts {
  readonly store: Store;
  readonly clock: Clock;
  /** What the surroundings say of settings; what people set in the app is read for each question. */
  readonly sources: SettingSources;
}

/** Characters of a question that the audit keeps. */
const AUDITED_CHARS_MAX = 500;

/** The assistant over a store, with a model where the settings name one. */
export const openAssistant = ({ store, clock, sources }: AssistantParts): Assistant =>
  createAssistant({
    queries: createStoreQueries(store),
    clock,
    readModel: async () =>
      toModelSettings(resolveSettings({ ...sources, app: await store.settings.readAll() })),
    onModelUse: (use) =>
      store.audit.append({
        action: "assistant.ask",
        target: { type: "language-model", id: use.host, name: use.model },
        after: toAudited(use),
      }),
  });

/** What was asked and how much left; what tools gave is not kept twice. */
const toAudited = ({ question, usesPseudonyms, outcome, spent }: ModelUse): JsonObject => ({
  question: question.slice(0, AUDITED_CHARS_MAX),
  pseudonyms: usesPseudonyms,
  outcome,
  tokens: spent.tokens,
  steps: spent.steps,
  tools: [...spent.tools],
  sent_chars: spent.sentChars,
});
