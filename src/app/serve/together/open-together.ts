import type { TalliesPort } from "../../../api/index.ts";
import type { Clock } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { createNewsExchange, type NewsExchange } from "./news-exchange.ts";
import { createSharedTallies } from "./shared-tallies.ts";

export interface TogetherParts {
  readonly store: Pick<Store, "together">;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

/** What this server shares with others over the same database while they run. */
export interface Together {
  readonly news: NewsExchange;
  /** Null: there are no others. */
  readonly tallies: TalliesPort | null;
  stop(): Promise<void>;
}

export function openTogether(parts: TogetherParts): Together {
  const news = createNewsExchange(parts);
  const tallies = parts.store.together.isShared ? createSharedTallies(parts) : null;
  return {
    news,
    tallies,
    async stop() {
      await Promise.all([news.stop(), tallies?.stop()]);
    },
  };
}
