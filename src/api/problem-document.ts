import { STATUS_CODES } from "node:http";
import type { FastifyError } from "fastify";
import { z } from "zod";
import { describeProblem, GaitError, type ProblemReport, QueryProblem } from "../domain/index.ts";
import { type InputFault, InputProblem } from "./check-input.ts";
import { API_PROBLEMS } from "./problems.ts";

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
/** Where problems are described, with the code as the fragment. */
export const REFERENCE = "/docs/reference/problems";

/** RFC 9457, with `code`, `remedy` and `errors` besides. */
export const problemSchema = z
  .object({
    type: z.string().describe("where the problem is described; the fragment is its code"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z
      .string()
      .describe("urn:uuid of the request, as in the server's log and the header X-Request-Id"),
    code: z.string(),
    remedy: z.string().describe("what to do"),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          detail: z.string(),
          at: z.int().optional().describe("of a filter: the character where it is wrong, from 0"),
          length: z.int().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });
export type ProblemDocument = z.infer<typeof problemSchema>;

export function toDocument(
  report: ProblemReport,
  { requestId, errors = [] }: { readonly requestId: string; readonly errors?: readonly InputFault[] },
): ProblemDocument {
  return {
    type: `${REFERENCE}#${report.code}`,
    title: STATUS_CODES[report.status] ?? "Problem",
    status: report.status,
    detail: report.text,
    instance: `urn:uuid:${requestId}`,
    code: report.code,
    remedy: report.remedy,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
}

export interface Described {
  readonly report: ProblemReport;
  readonly errors: readonly InputFault[];
  /** True: nobody but us can do something about it. */
  readonly isBug: boolean;
}

/** Any error as a problem. What is no problem of ours or the caller's is a bug: its words stay in the log. */
export function describeError(error: FastifyError | Error): Described {
  if (error instanceof InputProblem) return { report: error.report, errors: error.faults, isBug: false };
  if (error instanceof QueryProblem) {
    const { report, span } = error;
    return { report, errors: [{ pointer: "/query/q", detail: report.text, ...span }], isBug: false };
  }
  if (error instanceof GaitError) return { report: error.report, errors: [], isBug: false };
  const report = describeRefusal(error);
  if (report !== null) return { report, errors: [], isBug: false };
  return { report: describeProblem(API_PROBLEMS, "API_UNEXPECTED"), errors: [], isBug: true };
}

/** What the server itself refuses; null: it is no refusal. */
function describeRefusal(error: FastifyError | Error): ProblemReport | null {
  const status = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  if (status >= 500) return null;
  const code = "code" in error ? error.code : "";
  const reason = error.message.replace(/\.$/, "");
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return describeProblem(API_PROBLEMS, "API_BODY_LARGE");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return describeProblem(API_PROBLEMS, "API_BODY_TYPE");
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return describeProblem(API_PROBLEMS, "API_BODY", { reason });
    default:
      return { ...describeProblem(API_PROBLEMS, "API_REQUEST", { reason }), status };
  }
}
