import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { checkInput } from "../check-input.ts";
import type { ExportPort } from "../port/export-port.ts";
import { problemSchema } from "../problem-document.ts";
import { toSecurity } from "../route.ts";
import { eventsQuery, toEventsChoice } from "./event-routes.ts";
import { findingsQuery, incidentsQuery, toFindingsChoice, toIncidentsChoice } from "./finding-routes.ts";

interface ExportRoute<Query> {
  /** Name of the file, and of the heading under which it is documented. */
  readonly name: "findings" | "incidents" | "events";
  readonly summary: string;
  readonly query: z.ZodType<Query>;
  readonly read: (query: Query) => Promise<AsyncIterable<string>>;
}

/** Everything that a list holds, as a file that is sent while it is read. */
export function addExportRoutes(app: FastifyInstance, exports: ExportPort): void {
  addExport(app, {
    name: "findings",
    summary: "All findings that match, as CSV; 409 while nothing was ever looked at",
    query: findingsQuery,
    read: (query) => exports.findings(toFindingsChoice(query)),
  });
  addExport(app, {
    name: "incidents",
    summary: "All incidents that match, as CSV; 409 while nothing was ever looked at",
    query: incidentsQuery,
    read: (query) => exports.incidents(toIncidentsChoice(query)),
  });
  addExport(app, {
    name: "events",
    summary: "All events that match, as CSV",
    query: eventsQuery,
    read: (query) => exports.events(toEventsChoice(query)),
  });
}

function addExport<Query>(app: FastifyInstance, { name, summary, query, read }: ExportRoute<Query>): void {
  app.get(
    `/api/v1/${name}.csv`,
    {
      config: { scope: "read" },
      schema: {
        tags: [name === "incidents" ? "findings" : name],
        summary: `${summary}. Cells that a spreadsheet would take for a formula begin with an apostrophe`,
        security: toSecurity("read"),
        querystring: query,
        response: { 200: z.string(), default: problemSchema },
      },
    },
    async (request, reply) => {
      const lines = await read(checkInput(query, request.query, "query"));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}.csv"`)
        .header("cache-control", "private, no-store")
        .send(Readable.from(lines));
    },
  );
}
