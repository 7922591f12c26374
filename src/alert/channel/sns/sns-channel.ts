import type { SNSClient } from "@aws-sdk/client-sns";
import { cleanLine } from "../../message/clean-text.ts";
import { type AlertBody, toParts, toSubject } from "../../message/message.ts";
import { type Channel, describeFailure, retryLater, type SendOutcome } from "../channel.ts";

export interface SnsSettings {
  readonly topicArn: string;
  /** Another address than AWS' own; null: AWS' own for the topic's region. */
  readonly endpoint: string | null;
}

/** What SNS takes of a subject, and of a message in bytes. */
const SUBJECT_CHARS_MAX = 100;
const MESSAGE_BYTES_MAX = 256 * 1024;
/** Left for what SNS counts besides the text. */
const SPARE_BYTES = 4096;
const CONNECT_MS_MAX = 10_000;
const ANSWER_MS_MAX = 15_000;

/**
 * Publishes alerts to a topic of AWS SNS. Credentials and their renewal are AWS' own way: environment, profile, role.
 * The SDK is loaded with the first alert: whoever has no topic never waits for it.
 */
export function createSnsChannel(settings: SnsSettings): Channel {
  let client: Promise<SNSClient> | null = null;
  return {
    name: "sns",
    place: settings.topicArn,
    async send({ id, body }, { signal }) {
      try {
        signal.throwIfAborted();
        const { PublishCommand } = await import("@aws-sdk/client-sns");
        client ??= openClient(settings);
        const command = new PublishCommand(toPublish(settings.topicArn, { id, body }));
        await (await client).send(command, { abortSignal: signal });
        return { kind: "delivered" };
      } catch (error) {
        return toOutcome(error);
      }
    },
  };
}

async function openClient({ topicArn, endpoint }: SnsSettings): Promise<SNSClient> {
  const { SNSClient } = await import("@aws-sdk/client-sns");
  return new SNSClient({
    region: topicArn.split(":")[3] ?? "us-east-1",
    ...(endpoint === null ? {} : { endpoint }),
    // Attempts are counted in the outbox.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_MS_MAX, requestTimeout: ANSWER_MS_MAX },
  });
}

function toPublish(topicArn: string, { id, body }: { readonly id: string; readonly body: AlertBody }) {
  const lines = toParts(body).flatMap(({ head, lines: own }) => [head, ...own, ""]);
  const text = [toSubject(body), "", ...lines, `Gait alert ${id}`].join("\n");
  const attribute = (value: string) => ({ DataType: "String", StringValue: value });
  return {
    TopicArn: topicArn,
    Subject: toAscii(toSubject(body)),
    Message: cutBytes(text),
    MessageAttributes: {
      alert: attribute(id),
      severity: attribute(body.severity),
      reason: attribute(body.reason),
      kind: attribute(body.kind),
    },
    // A topic that keeps order drops the second of two with one id.
    ...(topicArn.endsWith(".fifo") ? { MessageGroupId: body.alert_id, MessageDeduplicationId: id } : {}),
  };
}

/** A subject is ASCII, begins with a letter, digit or punctuation, and has no line breaks. */
const toAscii = (text: string): string =>
  cleanLine(text, SUBJECT_CHARS_MAX)
    .replace(/…$/, "...")
    .replace(/[^\x20-\x7e]/g, "?")
    .slice(0, SUBJECT_CHARS_MAX);

function cutBytes(text: string): string {
  const bytes = Buffer.from(text);
  const most = MESSAGE_BYTES_MAX - SPARE_BYTES;
  // A character that is cut through becomes the replacement character, which is three bytes.
  return bytes.length <= most ? text : `${bytes.subarray(0, most - 8).toString("utf8")}…`;
}

/** What another attempt would not change: the topic is gone, or takes no such message. */
const FINAL_NAMES = new Set([
  "NotFoundException",
  "InvalidParameterException",
  "InvalidParameterValueException",
  "EndpointDisabledException",
  "ValidationException",
]);

function toOutcome(error: unknown): SendOutcome {
  const problem = describeFailure(error);
  if (!(error instanceof Error)) return retryLater(problem);
  return FINAL_NAMES.has(error.name)
    ? { kind: "refused", problem: `${error.name}: ${problem}` }
    : retryLater(problem);
}
