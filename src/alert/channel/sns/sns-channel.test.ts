import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startReceiver } from "../../http/json-receiver.suite.ts";
import { type Behaviour, describeChannel, HOSTILE, sampleMessage } from "../channel.suite.ts";
import { createSnsChannel } from "./sns-channel.ts";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";

beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not a real one");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

interface Published {
  readonly authorization: string;
  readonly form: URLSearchParams;
}

const toXml = (name: string, inner: string): string =>
  `<${name} xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${inner}</${name}>`;
const toFault = (type: "Sender" | "Receiver", code: string): string =>
  toXml("ErrorResponse", `<Error><Type>${type}</Type><Code>${code}</Code><Message>no</Message></Error>`);

const ANSWERS: Readonly<Record<Behaviour, (response: ServerResponse) => void>> = {
  fine: (response) =>
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end(toXml("PublishResponse", "<PublishResult><MessageId>m-1</MessageId></PublishResult>")),
  down: (response) => response.destroy(),
  silent: () => {},
  refusing: (response) =>
    response.writeHead(404, { "content-type": "text/xml" }).end(toFault("Sender", "NotFound")),
  busy: (response) =>
    response.writeHead(400, { "content-type": "text/xml" }).end(toFault("Sender", "Throttled")),
  dropping: (response) => response.destroy(),
};

/** SNS as far as publishing goes: the Query protocol over HTTP, on this machine. */
async function startSns() {
  const published: Published[] = [];
  const { origin, behave, close } = await startReceiver(ANSWERS, ({ headers }, text) =>
    published.push({ authorization: headers.authorization ?? "", form: new URLSearchParams(text) }),
  );
  return {
    published,
    channel: createSnsChannel({ topicArn: TOPIC, endpoint: origin }),
    endpoint: origin,
    behave,
    close,
  };
}

const attributeOf = (form: URLSearchParams, name: string): string | null => {
  for (let at = 1; form.has(`MessageAttributes.entry.${at}.Name`); at++)
    if (form.get(`MessageAttributes.entry.${at}.Name`) === name)
      return form.get(`MessageAttributes.entry.${at}.Value.StringValue`);
  return null;
};

describeChannel("sns", {
  open: async () => {
    const sns = await startSns();
    return {
      ...sns,
      received: async () =>
        sns.published.map(({ form }) => ({
          id: attributeOf(form, "alert") ?? "",
          text: form.get("Message") ?? "",
        })),
    };
  },
});

const patience = () => ({ signal: AbortSignal.timeout(5000) });

test("S4-07: an alert is published to the topic, signed, with what filters ask for", async () => {
  const { published, channel, close } = await startSns();
  onTestFinished(close);
  await channel.send(sampleMessage({ title: `${HOSTILE} ${"é".repeat(500)}` }), patience());
  const { authorization, form } = published[0]!;
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d+\/eu-central-1\/sns\//,
  );
  expect([form.get("Action"), form.get("TopicArn")]).toEqual(["Publish", TOPIC]);
  expect(form.get("Subject")).toMatch(/^[\x20-\x7e]{1,100}$/);
  expect(["severity", "reason", "kind"].map((name) => attributeOf(form, name))).toEqual([
    "high",
    "new",
    "incident",
  ]);
  expect(form.has("MessageGroupId")).toBe(false);
});

test("a topic that keeps order gets what it needs for that, and drops what comes twice", async () => {
  const { published, endpoint, close } = await startSns();
  onTestFinished(close);
  const channel = createSnsChannel({ topicArn: `${TOPIC}.fifo`, endpoint });
  const message = sampleMessage();
  await channel.send(message, patience());
  const { form } = published[0]!;
  expect(form.get("MessageDeduplicationId")).toBe(message.id);
  expect(form.get("MessageGroupId")).toBe(message.body.alert_id);
});

test("a message is never larger than SNS takes", async () => {
  const { published, channel, close } = await startSns();
  onTestFinished(close);
  const incident = { ...sampleMessage().body.incidents[0]!, summary: "é".repeat(2000) };
  await channel.send(sampleMessage({ incidents: Array.from({ length: 200 }, () => incident) }), patience());
  expect(Buffer.byteLength(published[0]!.form.get("Message")!)).toBeLessThanOrEqual(256 * 1024);
});
