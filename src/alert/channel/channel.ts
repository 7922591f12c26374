import type { AlertMessage } from "../message/message.ts";

/** What became of a message. Only what surely arrived is `delivered`. */
export type SendOutcome =
  | { readonly kind: "delivered" }
  /** Another attempt may do: nobody answers, or it was asked to wait. `afterMs`: not before; null: it did not say. */
  | { readonly kind: "retry-later"; readonly problem: string; readonly afterMs: number | null }
  /** Another attempt would end alike. */
  | { readonly kind: "refused"; readonly problem: string };

/** A way to people. Sending the same message again is allowed: it carries the same id. */
export interface Channel {
  /** Differs between any two channels: `file`, `webhook`, `email:ann@example.org`. */
  readonly name: string;
  /** Where it leads, for people to read; without secrets. */
  readonly place: string;
  /** Never throws because of what the other side does. Ends soon after the signal. */
  send(message: AlertMessage, options: { readonly signal: AbortSignal }): Promise<SendOutcome>;
}

export const retryLater = (problem: string, afterMs: number | null = null): SendOutcome => ({
  kind: "retry-later",
  problem,
  afterMs,
});

/** What an error of a connection or a disk says, in one short line. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  const first = error.message.split("\n", 1)[0] ?? "";
  return first.startsWith(code) ? cut(first) : cut(`${code}${first}`);
}

/** Characters of a problem that are kept. */
const PROBLEM_CHARS_MAX = 300;

const cut = (text: string): string =>
  text.length <= PROBLEM_CHARS_MAX ? text : `${text.slice(0, PROBLEM_CHARS_MAX)}…`;
