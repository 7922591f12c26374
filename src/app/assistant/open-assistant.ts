import { type Assistant, createAssistant } from "../../assistant/index.ts";
import type { Clock } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { resolveSettings, type SettingSources } from "../settings/resolve.ts";
import { toModelSettings } from "./model-settings.ts";
import { keepTalk } from "./model-talks.ts";
import { createStoreQueries } from "./store-queries.ts";

export interface AssistantParts {
  readonly store: Store;
  readonly clock: Clock;
  /** What the surroundings say of settings; what people set in the app is read for each question. */
  readonly sources: SettingSources;
}

/** The assistant over a store, with a model where the settings name one. */
export function openAssistant({ store, clock, sources }: AssistantParts): Assistant {
  const readSettings = async () => resolveSettings({ ...sources, app: await store.settings.readAll() });
  return createAssistant({
    queries: createStoreQueries(store),
    clock,
    readModel: async () => toModelSettings(await readSettings()),
    onModelUse: async (use) =>
      keepTalk({ store, clock }, use, (await readSettings()).values["llm.keep_days"]),
  });
}

/** Days for which talks with a model are kept in full. */
export const readKeepDays = async ({ store, sources }: AssistantParts): Promise<number> =>
  resolveSettings({ ...sources, app: await store.settings.readAll() }).values["llm.keep_days"];
