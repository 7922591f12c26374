import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { addFileRoute, fileName } from "../file-body.ts";
import type { FilesPort } from "../port/files-port.ts";
import { jobAnswer } from "./job-routes.ts";

const query = z.object({
  name: fileName,
  format: z.string().min(1).max(40).optional().describe("a format's id; recognised by content without it"),
});

/** Logs as files. */
export function addLogFileRoute(
  scope: FastifyInstance,
  { files: port, uploadBytesMax }: { readonly files: FilesPort; readonly uploadBytesMax: number },
): void {
  addFileRoute(scope, {
    url: "/api/v1/files",
    scope: "ingest",
    tag: "events",
    summary:
      "Take files of logs in: any formats that Gait reads, also gzip or zstd. Answers with a job, whose result says what came in",
    query,
    status: 202,
    answer: jobAnswer,
    handle: ({ query: { format }, files, caller }) =>
      port.take({ files, format: format ?? null, by: caller?.name ?? "", bytesMax: uploadBytesMax }),
  });
}
