import { randomUUID } from "node:crypto";
import type { News } from "../../../api/index.ts";
import { isJsonObject, type JsonValue } from "../../../domain/index.ts";
import { NEWS_PAGE_MAX, type Store, type ToldNews } from "../../../store/index.ts";
import { createRepeater } from "../operations/repeater.ts";

/** How often a process looks what the others told. */
const HEAR_MS = 500;

/** News for whoever listens, at this process or at another over the same database. */
export interface NewsExchange {
  tell(news: News): void;
  /** Calls with everything new until the answer is called. */
  listen(onNews: (news: News) => void): () => void;
  /** False: it is known that nobody listens. */
  mayBeHeard(): boolean;
  /** Tells the others what is left. */
  stop(): Promise<void>;
}

export interface ExchangeParts {
  readonly store: Pick<Store, "together">;
  readonly onFailure: (error: unknown) => void;
}

/** Own listeners are told at once, those of other processes through the store. */
export function createNewsExchange(parts: ExchangeParts): NewsExchange {
  const listeners = new Set<(news: News) => void>();
  const tellHere = (news: News): void => {
    for (const listener of listeners) listener(news);
  };
  const listen: NewsExchange["listen"] = (onNews) => {
    listeners.add(onNews);
    return () => listeners.delete(onNews);
  };
  const mayBeHeard = (): boolean => listeners.size > 0;
  if (!parts.store.together.isShared) return { tell: tellHere, listen, mayBeHeard, stop: async () => {} };
  const others = connectOthers(parts, { tellHere, mayBeHeard });
  return {
    tell(news) {
      tellHere(news);
      others.tell(news);
    },
    listen,
    mayBeHeard: () => true,
    stop: () => others.stop(),
  };
}

interface Here {
  readonly tellHere: (news: News) => void;
  readonly mayBeHeard: () => boolean;
}

function connectOthers(
  { store: { together }, onFailure }: ExchangeParts,
  { tellHere, mayBeHeard }: Here,
): Pick<NewsExchange, "tell" | "stop"> {
  const teller = randomUUID();
  const waiting: ToldNews[] = [];
  let telling: Promise<void> | null = null;
  const tellAll = async (): Promise<void> => {
    try {
      while (waiting.length > 0) await together.tell(teller, waiting.splice(0, NEWS_PAGE_MAX));
    } catch (error) {
      onFailure(error);
    }
    telling = null;
  };
  let heard: number | null = null;
  const hearing = createRepeater({
    async work() {
      // Also while nobody listens: whoever comes then hears everything from that moment on.
      if (heard === null || !mayBeHeard()) {
        heard = await together.readLatest();
        return undefined;
      }
      for (const { number, teller: by, event, data } of await together.hear(heard)) {
        heard = number;
        if (by !== teller && isKnown(event)) tellHere({ event, data });
      }
      return undefined;
    },
    onFailure,
    everyMs: HEAR_MS,
  });
  hearing.request();
  return {
    tell(news) {
      waiting.push(toTold(news));
      // What is told in one go leaves in one go.
      telling ??= Promise.resolve().then(tellAll);
    },
    async stop() {
      await hearing.stop();
      await telling;
    },
  };
}

/** Processes of another version may tell what nobody here knows. */
const KNOWN: Readonly<Record<News["event"], true>> = {
  finding: true,
  incident: true,
  detection: true,
  alert: true,
};

const isKnown = (event: string): event is News["event"] => Object.hasOwn(KNOWN, event);

function toTold({ event, data }: News): ToldNews {
  const plain: JsonValue = JSON.parse(JSON.stringify(data));
  return { event, data: isJsonObject(plain) ? plain : {} };
}
