import type { components } from "./api.generated.ts";

type ProblemDocument = components["schemas"]["Problem"];

/** What went wrong, as the server says it: with a code that has a page, and what to do. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  /** Of the request, as in the server's log. */
  readonly instance: string | null;
  readonly faults: readonly { readonly pointer: string; readonly detail: string }[];

  constructor(document: Partial<ProblemDocument> & { readonly detail: string; readonly remedy: string }) {
    super(document.detail);
    this.name = "ApiProblem";
    this.status = document.status ?? 0;
    this.code = document.code ?? "WEB_UNKNOWN";
    this.title = document.title ?? "Problem";
    this.detail = document.detail;
    this.remedy = document.remedy;
    this.instance = document.instance ?? null;
    this.faults = document.errors ?? [];
  }
}

/** Any error as a problem that can be shown. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError)
    return new ApiProblem({
      code: "WEB_OFFLINE",
      title: "No answer",
      detail: "The server cannot be reached.",
      remedy: "See whether it still runs, then try again.",
    });
  return new ApiProblem({
    code: "WEB_UNEXPECTED",
    title: "Something went wrong that should not",
    detail: error instanceof Error ? error.message : String(error),
    remedy: "Load the page again, and please report it if it stays.",
  });
}

/** The problem in the body of a refusal; one of our own where the body says nothing. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblemDocument(body)) return new ApiProblem(body);
  return new ApiProblem({
    status: response.status,
    code: "WEB_ANSWER",
    title: response.statusText,
    detail: `The server answered ${response.status} without saying why.`,
    remedy: "Try again; look into the server's log if it stays.",
  });
}

const isProblemDocument = (body: unknown): body is ProblemDocument =>
  typeof body === "object" && body !== null && "code" in body && "detail" in body && "remedy" in body;
