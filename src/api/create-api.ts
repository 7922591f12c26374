import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
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
import type { ApiPorts, Caller } from "./ports.ts";
import { describeError, PROBLEM_TYPE, toDocument } from "./problem-document.ts";
import { API_PROBLEMS } from "./problems.ts";
import { createPrometheus } from "./prometheus.ts";
import { addActorRoutes } from "./route/actor-routes.ts";
import { addCatalogueRoutes, addKeyRoutes } from "./route/catalogue-routes.ts";
import { addDetectionRoutes } from "./route/detection-routes.ts";
import { addEventRoutes } from "./route/event-routes.ts";
import { addLogFileRoute } from "./route/file-routes.ts";
import { addFindingRoutes } from "./route/finding-routes.ts";
import { addInsightRoutes } from "./route/insight-routes.ts";
import { addJobRoutes } from "./route/job-routes.ts";
import { addPredictionRoutes } from "./route/prediction-routes.ts";
import { addProbeRoutes } from "./route/probe-routes.ts";
import { addReferenceRoute } from "./route/reference-routes.ts";
import { createServed } from "./served.ts";
import { addWebRoutes } from "./web-routes.ts";

export interface ApiOptions {
  readonly ports: ApiPorts;
  /** Whoever asks on this machine may do everything, without a key: for data that are nobody's. */
  readonly isOpen?: boolean;
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
const OPEN_CALLER: Caller = { id: "demo", name: "demo", scopes: SCOPES };
/** Characters of a path that are logged. */
const LOGGED_URL_MAX = 500;

/** The server with all its paths, not listening yet. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const limits = { ...API_LIMITS, ...options.limits };
  const clock = options.clock ?? SYSTEM_CLOCK;
  const app = createServer(options.log ?? null, limits);
  app.setValidatorCompiler(() => (data) => ({ value: data }));
  app.setSerializerCompiler(serializerCompiler);
  addProblems(app);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  await addProtection(app, { ...options, limits });
  await addOpenApi(app);
  await addRoutes(app, { ...options, limits, clock });
  if (typeof options.web === "string") await addWebRoutes(app, options.web);
  return app;
}

function createServer(log: (ApiOptions["log"] & {}) | null, limits: ApiLimits): FastifyInstance {
  return fastify({
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
    http: {
      headersTimeout: Math.min(limits.requestMs, 20_000),
      connectionsCheckingInterval: Math.min(1000, limits.requestMs),
    },
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

interface Protection extends Pick<ApiOptions, "ports" | "isOpen"> {
  readonly limits: ApiLimits;
}

async function addProtection(app: FastifyInstance, { limits, ports, isOpen }: Protection): Promise<void> {
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
    max: most,
    timeWindow: 60_000,
    // Who asks is known by then, so that a wrong key uses up nobody's share.
    hook: "preParsing",
    keyGenerator: (request) => `${request.caller?.id ?? "nobody"} ${request.ip}`,
    errorResponseBuilder: () => toError(API_PROBLEMS, "API_RATE", { most }),
  });
  addAccess(app, {
    access: ports.access,
    open: isOpen === true ? OPEN_CALLER : null,
    wrongKeysPerMinuteMax: limits.wrongKeysPerMinuteMax,
  });
}

interface RouteParts extends ApiOptions {
  readonly limits: ApiLimits;
  readonly clock: Clock;
}

async function addRoutes(
  app: FastifyInstance,
  { ports, problems, limits, clock }: RouteParts,
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
  addActorRoutes(app, ports.actors);
  addInsightRoutes(app, ports.insights);
  addCatalogueRoutes(app, ports.catalogue);
  await addDetectionRoutes(app, { detection: ports.detection, listenersMax: limits.listenersMax });
  addJobRoutes(app, { jobs: ports.jobs, listenersMax: limits.listenersMax });
  await addFileRoutes(app, (scope) => {
    addLogFileRoute(scope, { files: ports.files, uploadBytesMax: limits.uploadBytesMax });
  });
  addKeyRoutes(app, ports.keys);
  addOpenApiRoute(app);
  addReferenceRoute(app, problems);
}
