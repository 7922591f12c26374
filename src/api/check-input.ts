import type { z } from "zod";
import { describeProblem, GaitError } from "../domain/index.ts";
import { API_PROBLEMS } from "./problems.ts";

/** A wrong part of a request: where, as a JSON pointer that begins with the part, and why. */
export interface InputFault {
  readonly pointer: string;
  readonly detail: string;
  /** Of a filter: the characters that are wrong. */
  readonly at?: number;
  readonly length?: number;
}

/** A request that its schemas refuse. */
export class InputProblem extends GaitError {
  readonly faults: readonly InputFault[];

  constructor(faults: readonly InputFault[]) {
    const [first] = faults;
    const told = first === undefined ? "" : `${first.pointer} ${first.detail}.`;
    super(describeProblem(API_PROBLEMS, "API_INPUT", { first: told }));
    this.faults = faults;
  }
}

/** Wrong parts that are told of one request. */
const FAULTS_MAX = 20;

/** The part of a request as its schema reads it. Throws InputProblem. */
export function checkInput<T>(
  schema: z.ZodType<T> | undefined,
  given: unknown,
  part: "params" | "query" | "body",
): T {
  // Where there is no schema nothing is looked at, and T is unknown.
  if (schema === undefined) return undefined as T;
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new InputProblem(toFaults(read.error, part));
}

export const toFaults = (error: z.ZodError, part: string): readonly InputFault[] =>
  error.issues.slice(0, FAULTS_MAX).map(({ path, message }) => ({
    pointer: ["", part, ...path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"))].join(
      "/",
    ),
    detail: message.slice(0, 300),
  }));
