import type { AddressInfo } from "node:net";
import { type ApiLimits, type ApiOptions, createApi } from "../../api/index.ts";
import { type Clock, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { createActorAnswers } from "./actor-answers.ts";
import { createAccess, type GivenKey, isValid, makeKey } from "./api-keys.ts";
import { createBackgroundDetection } from "./background-detection.ts";
import { createCatalogueAnswers, createKeyAnswers } from "./catalogue-answers.ts";
import { createEventAnswers } from "./event-answers.ts";
import { createHealth, createStatistics } from "./figures.ts";
import { createFileAnswers } from "./file-answers.ts";
import { createFindingAnswers } from "./finding-answers.ts";
import { createInsightAnswers } from "./insight/insight-answers.ts";
import { createJobs } from "./jobs.ts";
import { openPredictions, type Predictions } from "./predictions.ts";
import { SERVED_CATALOGUES } from "./problem-catalogues.ts";
import { SERVE_PROBLEMS } from "./problems.ts";
import { isLoopback, refuseOpen, type ServeSettings } from "./serve-settings.ts";
import { WEB_FOLDER } from "./web-folder.ts";
import { createWorkQueue } from "./work-queue.ts";

export interface ServerOptions {
  readonly store: Store;
  readonly settings: ServeSettings;
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** Whoever asks on this machine may do everything, without a key: for the demo, whose data are nobody's. */
  readonly isOpen?: boolean;
  /** The folder of the built web app; that of this checkout or package without it. */
  readonly web?: string;
  readonly log?: ApiOptions["log"];
  readonly limits?: Partial<ApiLimits>;
  readonly clock?: Clock;
}

/** A server that listens. */
export interface Server {
  /** `http://host:port`. */
  readonly address: string;
  /** A key for this run; null: there are others. */
  readonly onceKey: string | null;
  readonly models: Predictions["how"];
  /** Takes no more requests, answers those that came, ends. */
  close(): Promise<void>;
}

const NO_KEYS: GivenKeys = { given: [], onceKey: null };
/** How long answers may take when the server stops. */
const CLOSE_MS = 10_000;

/** Serves an open store, which stays open when the server ends. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { store, settings, host, port } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const isOpen = options.isOpen ?? false;
  if (isOpen && !isLoopback(host)) throw toError(SERVE_PROBLEMS, "SERVE_OPEN", { host });
  const { given, onceKey } = isOpen ? NO_KEYS : await chooseKeys(options, clock);
  const predictions = await openPredictions({
    models: store.models,
    threshold: settings.threshold,
    now: () => clock.now(),
  });
  const access = createAccess({ keys: store.keys, given, clock });
  const queue = createWorkQueue();
  const detection = createBackgroundDetection({
    store,
    queue,
    onFailure: (error) => app.log.error({ err: error }, "detection broke off"),
  });
  const jobs = createJobs({
    store,
    clock,
    onFailure: (error) => app.log.error({ err: error }, "a job broke off"),
  });
  const onNew = (): void => void detection.request();
  const app = await createApi({
    ports: {
      access,
      health: createHealth(store, options.version),
      predictions,
      statistics: createStatistics(store, clock),
      events: createEventAnswers({ store, queue, onNew }),
      findings: createFindingAnswers(store),
      actors: createActorAnswers(store),
      insights: createInsightAnswers(store),
      catalogue: createCatalogueAnswers(store),
      detection,
      jobs,
      files: createFileAnswers({ store, queue, jobs, onNew }),
      keys: createKeyAnswers(store, { access, clock }),
    },
    isOpen,
    web: options.web ?? WEB_FOLDER,
    problems: SERVED_CATALOGUES,
    clock,
    log: options.log ?? null,
    limits: options.limits ?? {},
  });
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(SERVE_PROBLEMS, "SERVE_PORT", { host, port, reason }, { cause });
  }
  const address = toUrl(host, app.server.address());
  await store.announce(address);
  // What came in while nobody was there.
  if ((await store.passes.readProgress()).inputsWaiting > 0) await detection.request();
  return {
    address,
    onceKey,
    models: predictions.how,
    async close() {
      const late = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS);
      try {
        detection.stop();
        await app.close();
        await jobs.close();
        await queue.idle();
      } finally {
        clearTimeout(late);
      }
    },
  };
}

interface GivenKeys {
  readonly given: readonly GivenKey[];
  readonly onceKey: string | null;
}

/** The keys that are not in the store; on this machine alone one is made where there is none at all. */
async function chooseKeys({ store, settings, host }: ServerOptions, clock: Clock): Promise<GivenKeys> {
  const stored = (await store.keys.list()).filter((key) => isValid(key, clock.now()));
  refuseOpen(host, { apiKey: settings.apiKey, storedKeys: stored.length });
  if (settings.apiKey !== null) return { given: [{ key: settings.apiKey, name: "API_KEY" }], onceKey: null };
  if (stored.length > 0 || !isLoopback(host)) return { given: [], onceKey: null };
  const { secret } = makeKey();
  return { given: [{ key: secret, name: "first run" }], onceKey: secret };
}

function toUrl(host: string, bound: AddressInfo | string | null): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  return `http://${shown}:${typeof bound === "object" ? bound?.port : 0}`;
}
