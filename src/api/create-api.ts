import { randomUUID } from "node:crypto";
import { type RequestListener, type Server, STATUS_CODES } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { serializerCompiler } from "fastify-type-provider-zod";
import {
  type Clock,
  describeProblem,
  type ProblemCatalogue,
  SCOPES,
  SYSTEM_CLOCK,
  toError,
} from "../domain/index.ts";
import { addAccess } from "./access.ts";
import { addFileRoutes } from "./file-body.ts";
import { API_LIMITS, type ApiLimits, ID_LENGTH_MAX } from "./limits.ts";
import { addOpenApi, addOpenApiRoute } from "./openapi.ts";
import type { Caller } from "./port/asked.ts";
import type { ApiPorts } from "./ports.ts";
import { describeError, PROBLEM_TYPE, toDocument } from "./problem-document.ts";
import { API_PROBLEMS } from "./problems.ts";
import { createPrometheus } from "./prometheus.ts";
import { createRateStore } from "./rate-store.ts";
import { addActorRoutes } from "./route/actor-routes.ts";
import { addAlertRoutes } from "./route/alert-routes.ts";
import { addAskRoutes } from "./route/ask-routes.ts";
import { addAuditRoutes } from "./route/audit-routes.ts";
import { addBatchFileRoute, addBatchRoutes } from "./route/batch-routes.ts";
import { addKeyRoutes } from "./route/catalogue-routes.ts";
import { addCommandRoute } from "./route/command-routes.ts";
import { addDetectionRoutes } from "./route/detection-routes.ts";
import { addEventRoutes } from "./route/event-routes.ts";
import { addExceptionRoutes } from "./route/exception-routes.ts";
import { addExportRoutes } from "./route/export-routes.ts";
import { addLogFileRoute } from "./route/file-routes.ts";
import { addFindingRoutes } from "./route/finding-routes.ts";
import { addHuntRoutes } from "./route/hunt-routes.ts";
import { addInsightRoutes } from "./route/insight-routes.ts";
import { addJobRoutes } from "./route/job-routes.ts";
import { addMcpRoutes } from "./route/mcp-routes.ts";
import { addModelRoutes } from "./route/model-routes.ts";
import { addOverviewRoutes } from "./route/overview-routes.ts";
import { addPredictionRoutes } from "./route/prediction-routes.ts";
import { addProbeRoutes } from "./route/probe-routes.ts";
import { addReferenceRoute } from "./route/reference-routes.ts";
import { addReportRoutes } from "./route/report-routes.ts";
import { addRuleRoutes } from "./route/rule-routes.ts";
import { addScheduleRoutes } from "./route/schedule-routes.ts";
import { addSessionRoutes } from "./route/session-routes.ts";
import { addSettingRoutes } from "./route/setting-routes.ts";
import { addStatisticsRoutes } from "./route/statistics-routes.ts";
import { addTriageRoutes } from "./route/triage-routes.ts";
import { addUploadAnalysisRoute, addUploadFileRoute } from "./route/upload-analysis-routes.ts";
import { addUserRoutes } from "./route/user-routes.ts";
import { addViewRoutes } from "./route/view-routes.ts";
import { createServed } from "./served.ts";
import { addWebRoutes } from "./web-routes.ts";

export interface ApiOptions {
  readonly ports: ApiPorts;
  /** Whoever asks on this machine may do everything, without a key: for data that are nobody's. */
  readonly isOpen?: boolean;
  /** Only this machine can reach it, and no proxy stands before it: requests must name this machine. */
  readonly isLocal?: boolean;
  /** Proxies whose word on addresses and TLS counts: addresses and networks with commas between; null: nobody's. */
  readonly trustProxy?: string | null;
  /** PEM; null: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string } | null;
  /** Every problem that can occur, for the page that describes them. */
  readonly problems: readonly ProblemCatalogue[];
  readonly limits?: Partial<ApiLimits>;
  readonly clock?: Clock;
  /** The folder of the built web app; null: the API alone is served. */
  readonly web?: string | null;
  /** Where log lines go, one JSON object each; null: nowhere. */
  readonly log?: { write(line: string): void } | null;
}

/** Who asks where no key is needed. */
const OPEN_CALLER: Caller = {
  id: "demo",
  name: "demo",
  scopes: SCOPES,
  person: { role: "admin", sessionId: null },
};
/** Characters of a path that are logged. */
const LOGGED_URL_MAX = 500;

/** The server with all its paths, not listening yet. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const limits = { ...API_LIMITS, ...options.limits };
  const clock = options.clock ?? SYSTEM_CLOCK;
  const app = createServer(options, limits);
  answerHalfClosed(app);
  app.setValidatorCompiler(() => (data) => ({ value: data }));
  app.setSerializerCompiler(serializerCompiler);
  addProblems(app);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  addLeaving(app);
  app.decorate("keptAnswers", options.ports.keptAnswers);
  await addProtection(app, { ...options, limits });
  await addOpenApi(app);
  await addRoutes(app, { ...options, limits, clock });
  if (typeof options.web === "string") await addWebRoutes(app, options.web);
  return app;
}

function createServer(
  { log = null, tls = null, trustProxy = null }: ApiOptions,
  limits: ApiLimits,
): FastifyInstance {
  return fastify({
    ...(tls === null ? {} : { serverFactory: toTlsServer(tls, limits) }),
    trustProxy: trustProxy ?? false,
    logger:
      log === null
        ? false
        : {
            level: "info",
            stream: log,
            serializers: {
              // Headers carry keys: they are not logged.
              req: ({ method, url, ip }: FastifyRequest) => ({
                method,
                url: url.slice(0, LOGGED_URL_MAX),
                ip,
              }),
            },
          },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestMs,
    http: toTimes(limits),
    routerOptions: { maxParamLength: ID_LENGTH_MAX },
    clientErrorHandler(error, socket) {
      if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
      const code = error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "API_SLOW" : "API_REQUEST";
      const report = describeProblem(API_PROBLEMS, code, { reason: "it is no HTTP that can be read" });
      const body = JSON.stringify(toDocument(report, { requestId: randomUUID() }));
      socket.end(
        `HTTP/1.1 ${report.status} ${STATUS_CODES[report.status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    },
  });
}

/**
 * Whoever has sent all that it has to say and closes its side still hears the answer. Events without an end have none:
 * whoever listens to them and closes its side has left.
 */
function answerHalfClosed(app: FastifyInstance): void {
  Object.assign(app.server, { httpAllowHalfOpen: true });
  app.addHook("onRequest", async ({ raw: { socket, headers } }, reply) => {
    if (headers.accept?.includes("text/event-stream") !== true) return;
    const leave = (): void => void socket.destroy();
    socket.once("end", leave);
    reply.raw.once("close", () => socket.off("end", leave));
  });
}

const toTimes = ({ requestMs }: ApiLimits) => ({
  headersTimeout: Math.min(requestMs, 20_000),
  connectionsCheckingInterval: Math.min(1000, requestMs),
});

const toTlsServer =
  (tls: { readonly cert: string; readonly key: string }, limits: ApiLimits) =>
  (handle: RequestListener): Server =>
    createHttpsServer(
      { ...tls, minVersion: "TLSv1.2", requestTimeout: limits.requestMs, ...toTimes(limits) },
      handle,
    );

/** Whoever is answered while the server ends is told to come back by another connection: nobody waits for this one. */
function addLeaving(app: FastifyInstance): void {
  let isLeaving = false;
  app.addHook("preClose", async () => {
    isLeaving = true;
  });
  app.addHook("onSend", async (_, reply) => {
    if (isLeaving) reply.header("connection", "close");
  });
}

/** Every refusal and every failure leaves as a problem document. */
function addProblems(app: FastifyInstance): void {
  app.setErrorHandler<Error>((error, request, reply) => {
    const { report, errors, isBug } = describeError(error);
    if (isBug || report.status >= 500) request.log.error({ err: error }, "request failed");
    const document = toDocument(report, { requestId: request.id, errors });
    return reply.code(report.status).type(PROBLEM_TYPE).send(JSON.stringify(document));
  });
  app.setNotFoundHandler(async ({ method, url }) => {
    const path = url.split("?", 1)[0]!.slice(0, 200);
    throw toError(API_PROBLEMS, "API_ROUTE_UNKNOWN", { method, path });
  });
}

interface Protection extends Pick<ApiOptions, "ports" | "isOpen" | "isLocal"> {
  readonly limits: ApiLimits;
}

async function addProtection(
  app: FastifyInstance,
  { limits, ports, isOpen, isLocal }: Protection,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
  });
  const most = limits.requestsPerMinuteMax;
  await app.register(rateLimit, {
    ...(ports.tallies === null ? {} : { store: createRateStore(ports.tallies) }),
    max: most,
    timeWindow: 60_000,
    // Who asks is known by then, so that a wrong key uses up nobody's share.
    hook: "preParsing",
    keyGenerator: (request) => `${request.caller?.id ?? "nobody"} ${request.ip}`,
    errorResponseBuilder: () => toError(API_PROBLEMS, "API_RATE", { most }),
  });
  await addAccess(app, {
    access: ports.access,
    sessions: ports.sessions,
    open: isOpen === true ? OPEN_CALLER : null,
    isLocal: isLocal === true || isOpen === true,
    wrongKeysPerMinuteMax: limits.wrongKeysPerMinuteMax,
  });
}

interface RouteParts extends ApiOptions {
  readonly limits: ApiLimits;
  readonly clock: Clock;
}

async function addRoutes(
  app: FastifyInstance,
  { ports, problems, limits, clock, isOpen = false }: RouteParts,
): Promise<void> {
  const served = createServed(clock);
  const prometheus = createPrometheus(ports.health, clock);
  app.addHook("onResponse", async (request, { statusCode: status, elapsedTime: ms }) => {
    const route = request.routeOptions.url ?? "unknown";
    if (route.startsWith("/api/")) served.noteRequest({ ms, status });
    prometheus.noteRequest({ method: request.method, route, status, ms });
  });
  addProbeRoutes(app, { health: ports.health, clock, prometheus });
  addPredictionRoutes(app, {
    ...ports,
    served,
    batchBytesMax: limits.batchBytesMax,
    notePredictions: (counts) => {
      served.notePredictions(counts);
      prometheus.notePredictions(counts);
    },
  });
  await addEventRoutes(app, { events: ports.events, uploadBytesMax: limits.uploadBytesMax });
  addFindingRoutes(app, ports.findings);
  addExceptionRoutes(app, ports.exceptions);
  addTriageRoutes(app, ports.triage);
  addViewRoutes(app, ports.views);
  addActorRoutes(app, ports.actors);
  addInsightRoutes(app, ports.insights);
  addOverviewRoutes(app, ports.analytics);
  addStatisticsRoutes(app, ports.analytics);
  addRuleRoutes(app, ports.rules);
  await addDetectionRoutes(app, { detection: ports.detection, listenersMax: limits.listenersMax });
  addAlertRoutes(app, ports.alerts);
  addSettingRoutes(app, ports.settings);
  addScheduleRoutes(app, ports.schedule);
  addCommandRoute(app, ports.commands);
  addJobRoutes(app, { jobs: ports.jobs, listenersMax: limits.listenersMax });
  await addFileRoutes(app, (scope) => {
    addLogFileRoute(scope, { files: ports.files, uploadBytesMax: limits.uploadBytesMax });
    addBatchFileRoute(scope, { batches: ports.batches, bytesMax: limits.uploadBytesMax });
    addUploadFileRoute(scope, { uploads: ports.uploads, bytesMax: limits.uploadBytesMax });
  });
  addBatchRoutes(app, ports.batches);
  addHuntRoutes(app, ports.hunts);
  addUploadAnalysisRoute(app, ports.uploads);
  addModelRoutes(app, ports);
  addKeyRoutes(app, ports.keys);
  addSessionRoutes(app, { sessions: ports.sessions, version: ports.health.version, isOpen });
  addUserRoutes(app, ports.users);
  addAuditRoutes(app, ports.audit);
  addAskRoutes(app, ports.assistant);
  addMcpRoutes(app, ports.mcp);
  addReportRoutes(app, ports.reports);
  addExportRoutes(app, ports.exports);
  addOpenApiRoute(app);
  addReferenceRoute(app, problems);
}
