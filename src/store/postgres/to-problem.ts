import { GaitError, toError } from "../../domain/index.ts";
import { STORE_PROBLEMS } from "../problems.ts";

export interface DatabaseNames {
  /** Host, port and database. */
  readonly place: string;
  readonly user: string;
}

type ProblemCode = keyof typeof STORE_PROBLEMS;

/** SQLSTATE to what a user can do about it: appendix A of PostgreSQL's manual. */
const BY_STATE: Readonly<Record<string, ProblemCode>> = {
  "28000": "STORE_DATABASE_REFUSED",
  "28P01": "STORE_DATABASE_REFUSED",
  "3D000": "STORE_DATABASE_MISSING",
  "42501": "STORE_DATABASE_RIGHTS",
  "25006": "STORE_DATABASE_READ_ONLY",
  "53100": "STORE_DATABASE_FULL",
  "53300": "STORE_DATABASE_UNREACHABLE",
  "57P03": "STORE_DATABASE_UNREACHABLE",
  "40001": "STORE_DATABASE_BUSY",
  "40P01": "STORE_DATABASE_BUSY",
  "55P03": "STORE_DATABASE_BUSY",
  "57014": "STORE_DATABASE_BUSY",
  "57P01": "STORE_DATABASE_LOST",
  "57P02": "STORE_DATABASE_LOST",
  "57P05": "STORE_DATABASE_LOST",
  "25P03": "STORE_DATABASE_LOST",
};

const LOST =
  /^Connection terminated unexpectedly|^Client has encountered a connection error|^Connection ended/;
const UNREACHABLE =
  /timeout exceeded when trying to connect|connection timeout|does not support SSL|certificate|There was an error establishing an SSL connection/i;
const REFUSED = /SASL|password/i;
/** System errors of a socket: before a connection stands, and after. */
const SOCKET_UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOENT|EACCES)$/;
const SOCKET_LOST = /^(?:ECONNRESET|EPIPE)$/;

/** What the driver threw as a problem that a user can act on; a bug stays what it is. */
export function toDatabaseProblem(error: unknown, names: DatabaseNames): unknown {
  if (!(error instanceof Error) || error instanceof GaitError) return error;
  const code = findProblem(error);
  if (code === null) return error;
  const details = { place: names.place, user: names.user, reason: toReason(error) };
  return toError(STORE_PROBLEMS, code, details, { cause: error });
}

function findProblem(error: Error): ProblemCode | null {
  const state = codeOf(error);
  if (state !== null) {
    const known = BY_STATE[state];
    if (known !== undefined) return known;
    if (SOCKET_UNREACHABLE.test(state)) return "STORE_DATABASE_UNREACHABLE";
    if (SOCKET_LOST.test(state) || /^08...$/.test(state)) return "STORE_DATABASE_LOST";
  }
  if (LOST.test(error.message)) return "STORE_DATABASE_LOST";
  if (UNREACHABLE.test(error.message)) return "STORE_DATABASE_UNREACHABLE";
  return REFUSED.test(error.message) && state === null ? "STORE_DATABASE_REFUSED" : null;
}

/** A host with several addresses fails with one error for each. */
function toReason(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message : error.message;
  return text.split("\n", 1)[0]!.slice(0, 200);
}

/** The server is there soon: it is starting, or nobody listens yet. */
export function isStartingUp(error: unknown): boolean {
  const code = codeOf(error);
  return code === "57P03" || code === "ECONNREFUSED";
}

/** Given up for another process's sake: serialization failure, deadlock, lock timeout. */
export function isGivenUp(error: unknown): boolean {
  const code = codeOf(error);
  return code === "40001" || code === "40P01" || code === "55P03";
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
