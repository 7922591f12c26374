import type { AddressInfo } from "node:net";
import { type ApiLimits, type ApiOptions, createApi } from "../../api/index.ts";
import { type Clock, SYSTEM_CLOCK, toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { openAssistantPorts } from "../assistant/ask-answers.ts";
import type { SettingSources } from "../settings/resolve.ts";
import { type CertificateFiles, followCertificate } from "./accounts/certificate.ts";
import { openAccounts } from "./accounts/open-accounts.ts";
import type { Passwords } from "./accounts/passwords.ts";
import type { SessionLimits } from "./accounts/sessions.ts";
import { createActorAnswers } from "./actor-answers.ts";
import { createAnalyticsAnswers } from "./analytics-answers.ts";
import { makeKey } from "./api-keys.ts";
import { type BackgroundDetection, createBackgroundDetection } from "./background-detection.ts";
import { createCommandAnswers } from "./command-answers.ts";
import { createDriftAnswers } from "./drift-answers.ts";
import { createEventAnswers } from "./event-answers.ts";
import { createExceptionAnswers } from "./exception-answers.ts";
import { createExportAnswers } from "./export-answers.ts";
import { createHealth, createStatistics } from "./figures.ts";
import { createFindingAnswers } from "./finding-answers.ts";
import { createInsightAnswers } from "./insight/insight-answers.ts";
import { createJobPorts } from "./job-ports.ts";
import { createJobs } from "./jobs.ts";
import { openOperations } from "./operations/operations.ts";
import { openPredictions, type Predictions } from "./predictions.ts";
import { SERVED_CATALOGUES } from "./problem-catalogues.ts";
import { SERVE_PROBLEMS } from "./problems.ts";
import { createReportAnswers } from "./report-answers.ts";
import { createRuleAnswers } from "./rules/rule-answers.ts";
import { isLoopback, type ServeSettings } from "./serve-settings.ts";
import { openTogether } from "./together/open-together.ts";
import { createTrainingAnswers } from "./training-answers.ts";
import { createTriageAnswers } from "./triage-answers.ts";
import { createViewAnswers } from "./view-answers.ts";
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
  /** Proxies whose word on addresses and TLS counts: addresses and networks with commas between. */
  readonly trustProxy?: string | null;
  /** PEM of the server's certificate and its key; plain HTTP without it. */
  readonly tls?: ApiOptions["tls"];
  /** Where it was read from: a renewed one is taken over. */
  readonly tlsFiles?: CertificateFiles | null;
  /** How often it is looked for. */
  readonly tlsEveryMs?: number;
  /** Where people find it, when that is not where it listens: `https://gait.example.com`. */
  readonly publicUrl?: string | null;
  readonly passwords?: Passwords;
  readonly sessionLimits?: Partial<SessionLimits>;
  /** The folder of the built web app; that of this checkout or package without it. */
  readonly web?: string;
  /** Settings from outside of the store; none without it. */
  readonly sources?: SettingSources;
  /** Folder of the file of alerts; without it alerts go to no file. */
  readonly logsFolder?: string | null;
  readonly log?: ApiOptions["log"];
  readonly limits?: Partial<ApiLimits>;
  readonly clock?: Clock;
}

/** A server that listens. */
export interface Server {
  /** `http://host:port`. */
  readonly address: string;
  /** A key for this run; null: there are others, or somebody who can sign in. */
  readonly onceKey: string | null;
  /** Where the first administrator makes an account, once; null: there are users. */
  readonly setUpLink: string | null;
  readonly models: Predictions["how"];
  /** Takes no more requests, answers those that came, ends. */
  close(): Promise<void>;
}

/** How long answers may take when the server stops. */
const CLOSE_MS = 10_000;

/** Serves an open store, which stays open when the server ends. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { store, host, port, tls = null } = options;
  const isOpen = options.isOpen ?? false;
  if (isOpen && !isLoopback(host)) throw toError(SERVE_PROBLEMS, "SERVE_OPEN", { host });
  const { secret: terminalKey } = makeKey();
  const parts = await openParts(options, terminalKey);
  const app = await createServedApi(options, parts);
  parts.log.tellTo(app.log);
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await Promise.all([app.close(), parts.together.stop()]);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw toError(SERVE_PROBLEMS, "SERVE_PORT", { host, port, reason }, { cause });
  }
  const { accounts, predictions, detection, operations, jobs, queue, intake } = parts;
  const certificate = keepCertificate(options, app.server, parts.log);
  const address = toUrl({ host, isSecure: tls !== null }, app.server.address());
  const publicUrl = options.publicUrl ?? address;
  await store.announce(address, terminalKey);
  await operations.start();
  // What came in while nobody was there.
  if ((await store.passes.readProgress()).inputsWaiting > 0) detection.wake();
  return {
    address,
    onceKey: accounts.onceKey,
    setUpLink: accounts.setUpPath === null ? null : `${publicUrl}${accounts.setUpPath}`,
    models: predictions.how,
    async close() {
      const late = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS);
      try {
        certificate?.stop();
        detection.stop();
        await operations.stop();
        await app.close();
        await jobs.close();
        await Promise.all([queue.idle(), intake.idle()]);
        await parts.together.stop();
      } finally {
        clearTimeout(late);
      }
    },
  };
}

/** What a server does besides answering. */
async function openParts(options: ServerOptions, terminalKey: string) {
  const { store, settings, isOpen = false } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const log = createLateLog();
  const accounts = await openAccounts({ ...options, terminalKey, clock, isOpen, apiKey: settings.apiKey });
  const predictions = await openPredictions({
    store,
    threshold: settings.threshold,
    readThreshold: async () =>
      options.sources === undefined ? settings.threshold : (await operations.live.read())["alerts.threshold"],
    now: () => clock.now(),
  });
  const queue = createWorkQueue();
  // What is sent is taken in while a pass goes on.
  const intake = createWorkQueue();
  const together = openTogether({
    store,
    clock,
    onFailure: (error) => log.error(error, "hearing of other processes broke off"),
  });
  const detection: BackgroundDetection = createBackgroundDetection({
    store,
    queue,
    news: together.news,
    onFailure: (error) => log.error(error, "detection broke off"),
    onPass: () => operations.afterPass(),
  });
  const jobs = createJobs({ store, clock, onFailure: (error) => log.error(error, "a job broke off") });
  const operations = openOperations({
    store,
    queue,
    clock,
    sources: options.sources ?? {},
    logsFolder: options.logsFolder ?? null,
    drift: createDriftAnswers({ store, jobs }),
    training: createTrainingAnswers({ store, jobs, clock, onChange: () => {} }),
    tell: (news) => together.news.tell(news),
    detect: () => detection.wake(),
    onSettings: () => predictions.refresh(),
    onFailure: (error, what) => log.error(error, `${what} broke off`),
    onProblem: (text) => log.warn(text),
  });
  return {
    clock,
    log,
    terminalKey,
    accounts,
    predictions,
    queue,
    intake,
    together,
    detection,
    jobs,
    operations,
  };
}

type Parts = Awaited<ReturnType<typeof openParts>>;

function createServedApi(options: ServerOptions, parts: Parts): ReturnType<typeof createApi> {
  const { host, isOpen = false, trustProxy = null, tls = null } = options;
  return createApi({
    ports: createPorts(options, parts),
    isOpen,
    isLocal: isLoopback(host) && trustProxy === null,
    trustProxy,
    tls,
    web: options.web ?? WEB_FOLDER,
    problems: SERVED_CATALOGUES,
    clock: parts.clock,
    log: options.log ?? null,
    limits: options.limits ?? {},
  });
}

/** Who answers what. */
function createPorts({ store, sources = {}, version }: ServerOptions, parts: Parts): ApiOptions["ports"] {
  const { clock, terminalKey, accounts, predictions, queue, intake, detection, jobs, operations } = parts;
  const onNew = (): void => detection.wake();
  return {
    ...accounts.ports,
    tallies: parts.together.tallies,
    health: createHealth({
      store,
      version,
      clock,
      readGapHours: async () => (await operations.live.read())["gaps.hours"],
    }),
    statistics: createStatistics(store, clock),
    events: createEventAnswers({ store, queue: intake, clock, onNew }),
    findings: createFindingAnswers(store, clock),
    exceptions: createExceptionAnswers(store),
    triage: createTriageAnswers(store, clock),
    views: createViewAnswers(store),
    actors: createActorAnswers(store),
    insights: createInsightAnswers(store),
    reports: createReportAnswers(store, clock),
    exports: createExportAnswers(store, clock),
    analytics: createAnalyticsAnswers({ store, clock }),
    rules: createRuleAnswers({ store, clock, jobs, onChange: () => detection.wakeForRules() }),
    detection,
    alerts: operations.alerts,
    settings: operations.settings,
    schedule: operations.schedule,
    commands: createCommandAnswers({ store, queue, terminalKey, onNew }),
    ...openAssistantPorts({ store, clock, sources, version }),
    ...createJobPorts({ store, clock, queue, jobs, predictions, onNew }),
  };
}

/** A server that runs for months outlives its certificate. */
function keepCertificate({ tlsFiles = null, tlsEveryMs }: ServerOptions, server: object, log: LateLog) {
  if (tlsFiles === null) return null;
  return followCertificate({
    files: tlsFiles,
    server,
    ...(tlsEveryMs === undefined ? {} : { everyMs: tlsEveryMs }),
    onRenewed: () => log.warn("the renewed certificate is in use"),
    onProblem: (text) => log.warn(text),
  });
}

interface Log {
  error(about: { readonly err: unknown }, text: string): void;
  warn(text: string): void;
}

type LateLog = ReturnType<typeof createLateLog>;

/** What works before the server is there tells its log afterwards. */
function createLateLog() {
  let log: Log | null = null;
  return {
    tellTo(given: Log): void {
      log = given;
    },
    error: (err: unknown, text: string): void => log?.error({ err }, text),
    warn: (text: string): void => log?.warn(text),
  };
}

function toUrl(
  { host, isSecure }: { readonly host: string; readonly isSecure: boolean },
  bound: AddressInfo | string | null,
): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  return `${isSecure ? "https" : "http"}://${shown}:${typeof bound === "object" ? bound?.port : 0}`;
}
