import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { describeFailure, retryLater, type SendOutcome } from "../channel/channel.ts";
import { lookupPublic, PrivateAddressError, refusePrivateHost } from "./guarded-address.ts";

export interface JsonPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

/** An endpoint that does not answer in this time is tried again later. */
export const POST_MS_MAX = 15_000;
/** Bytes of an answer that are read; it says nothing that we need. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** The longest wait that an endpoint may ask for. */
export const RETRY_AFTER_MS_MAX = 6 * 3_600_000;

/** Posts JSON once, follows no redirect, and says what became of it. */
export async function postJson(post: JsonPost): Promise<SendOutcome> {
  try {
    if (!post.allowPrivate) refusePrivateHost(post.url);
    return toOutcome(await exchange(post));
  } catch (error) {
    if (error instanceof PrivateAddressError)
      return {
        kind: "refused",
        problem: `${error.message}; GAIT_ALERTS_ALLOW_PRIVATE=true allows it`,
      };
    return retryLater(describeFailure(error));
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function exchange({ url, headers, text, allowPrivate, signal }: JsonPost): Promise<Answer> {
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  const bytes = Buffer.from(text);
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      {
        method: "POST",
        headers: {
          "user-agent": "gait",
          "content-type": "application/json",
          "content-length": bytes.length,
          ...headers,
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(POST_MS_MAX)]),
        // One connection each: a kept one may be closed by the other side just now.
        agent: false,
        ...(allowPrivate ? {} : { lookup: lookupPublic }),
      },
      (answer) => {
        readToEnd(answer).then(
          () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] }),
          reject,
        );
      },
    );
    sent.on("error", reject);
    sent.end(bytes);
  });
}

/** The status came first and stands, whatever is in the answer; too much of it is not read. */
async function readToEnd(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length;
    if (bytes > ANSWER_BYTES_MAX) {
      answer.destroy();
      return;
    }
  }
}

/** Statuses of a 4xx that say "not now". */
const LATER = new Set([408, 409, 425, 429]);

function toOutcome({ status, retryAfter }: Answer): SendOutcome {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  const problem = `it answered ${status}`;
  if (status >= 500 || LATER.has(status)) return retryLater(problem, toWaitMs(retryAfter));
  return { kind: "refused", problem };
}

/** Seconds only: a date would be one of another machine's clock. */
function toWaitMs(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return null;
  return Math.min(Number(text) * 1000, RETRY_AFTER_MS_MAX);
}
