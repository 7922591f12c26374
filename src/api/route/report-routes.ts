import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { REPORT_FORMATS, type ReportSubject } from "../../domain/index.ts";
import { checkInput } from "../check-input.ts";
import { ID_LENGTH_MAX } from "../limits.ts";
import type { ReportFile, ReportsPort } from "../port/report-port.ts";
import { problemSchema } from "../problem-document.ts";
import { addRoute, toSecurity } from "../route.ts";
import { flag, idParams, periodQuery, toPeriod } from "./list.ts";

const TAG = "reports";

const formatQuery = {
  format: z
    .enum(REPORT_FORMATS)
    .default("html")
    .describe(
      "html stands by itself and prints well; md; json (docs/schema/report.schema.json); csv: the events of the evidence; stix: a bundle of STIX 2.1; ocsf: Detection Findings; navigator: a layer for the ATT&CK Navigator",
    ),
  download: flag.describe("true: to be saved as a file"),
};
const shapeQuery = z.object(formatQuery);
const spanQuery = z.object({ ...formatQuery, ...periodQuery });

/**
 * A report is made of text that strangers wrote. It may load nothing, run nothing, be framed by ourselves alone, and has
 * no rights of the site that served it; its own policy narrows the style to the one that it came with.
 */
const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

interface PageRoute<Query> {
  readonly url: string;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query: z.ZodType<Query>;
  readonly write: (request: FastifyRequest, query: Query) => Promise<ReportFile>;
}

interface ReportRoute<Query> extends Omit<PageRoute<Query>, "write"> {
  readonly toSubject: (request: FastifyRequest, query: Query) => ReportSubject;
}

/** Reports for people and for programs. */
export function addReportRoutes(app: FastifyInstance, reports: ReportsPort): void {
  const readId = (request: FastifyRequest): string => checkInput(idParams, request.params, "params").id;
  addReport(app, reports, {
    url: "/api/v1/reports/incidents/:id",
    summary: "An incident for people who were not there; the beginning of its id will do",
    params: idParams,
    query: shapeQuery,
    toSubject: (request) => ({ kind: "incident", id: readId(request) }),
  });
  addReport(app, reports, {
    url: "/api/v1/reports/actors/:id",
    summary: "An identity: who it is, what was found about it, its risk; by id or name",
    params: idParams,
    query: spanQuery,
    toSubject: (request, query) => ({ kind: "actor", actor: readId(request), ...toPeriod(query) }),
  });
  addReport(app, reports, {
    url: "/api/v1/reports/period",
    summary: "What happened in a time; the last seven days that have events without one",
    query: spanQuery,
    toSubject: (_, query) => ({ kind: "period", ...toPeriod(query) }),
  });
  addReport(app, reports, {
    url: "/api/v1/reports/posture",
    summary:
      "Where things stand as of the newest event: open incidents, risk, what can be seen, what would help",
    query: shapeQuery,
    toSubject: () => ({ kind: "posture" }),
  });
  addKeptRoutes(app, reports);
}

const kept = z
  .object({
    name: z.string(),
    kind: z.enum(["period", "posture"]),
    made_at: z.string(),
    bytes: z.int(),
  })
  .meta({ id: "KeptReport" });

const keptShape = z.object({ download: formatQuery.download });
const keptName = z.object({ name: z.string().min(1).max(ID_LENGTH_MAX) });

/** Reports that were written by schedule. */
function addKeptRoutes(app: FastifyInstance, reports: ReportsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/reports/kept",
    scope: "read",
    tag: TAG,
    summary: "Reports that were written by schedule, the latest first",
    answer: z.object({ items: z.array(kept) }),
    handle: async () => ({ items: await reports.listKept() }),
  });
  addPage(app, {
    url: "/api/v1/reports/kept/:name",
    summary: "A report that was written by schedule, as it was then",
    params: keptName,
    query: keptShape,
    write: (request) => reports.readKept(checkInput(keptName, request.params, "params").name),
  });
}

const addReport = <Query extends z.infer<typeof shapeQuery>>(
  app: FastifyInstance,
  reports: ReportsPort,
  { toSubject, ...route }: ReportRoute<Query>,
): void =>
  addPage(app, {
    ...route,
    write: (request, query) => reports.write(toSubject(request, query), query.format),
  });

function addPage<Query extends z.infer<typeof keptShape>>(
  app: FastifyInstance,
  route: PageRoute<Query>,
): void {
  app.get(
    route.url,
    {
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: route.summary,
        security: toSecurity("read"),
        ...(route.params === undefined ? {} : { params: route.params }),
        querystring: route.query,
        response: { 200: z.string(), default: problemSchema },
      },
    },
    async (request, reply) => {
      const query = checkInput(route.query, request.query, "query");
      const { text, type, fileName } = await route.write(request, query);
      return sendFile(reply, { type, fileName, isDownload: query.download === "true" }).send(text);
    },
  );
}

function sendFile(
  reply: FastifyReply,
  file: { readonly type: string; readonly fileName: string; readonly isDownload: boolean },
): FastifyReply {
  const how = file.isDownload ? "attachment" : "inline";
  return reply
    .type(file.type)
    .header("content-disposition", `${how}; filename="${file.fileName}"`)
    .header("content-security-policy", REPORT_POLICY)
    .header("cache-control", "private, no-store");
}
