import { expect, onTestFinished, test } from "vitest";
import { startJsonReceiver } from "../../http/json-receiver.suite.ts";
import { Secret } from "../../secret.ts";
import { describeChannel, HOSTILE, sampleMessage } from "../channel.suite.ts";
import { createSlackChannel } from "./slack-channel.ts";

interface SlackJson {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: { readonly type: string; readonly text: string };
  }[];
}

const open = async () => {
  const receiver = await startJsonReceiver();
  const channel = createSlackChannel({ url: new Secret(receiver.url), allowPrivate: true });
  return { receiver, channel };
};

describeChannel("slack", {
  open: async () => {
    const { receiver, channel } = await open();
    return {
      channel,
      behave: receiver.behave,
      close: receiver.close,
      received: async () =>
        receiver.requests.map(({ text }) => ({ id: /Gait alert ([\w.]+)/.exec(text)?.[1] ?? "", text })),
    };
  },
});

test("no name from a log mentions anybody or is longer than Slack takes", async () => {
  const { receiver, channel } = await open();
  onTestFinished(() => receiver.close());
  const incident = { ...sampleMessage().body.incidents[0]!, summary: `${HOSTILE} ${"x".repeat(10_000)}` };
  const incidents = Array.from({ length: 100 }, () => incident);
  await channel.send(sampleMessage({ incidents, incidents_total: 100 }), {
    signal: AbortSignal.timeout(5000),
  });
  const said = JSON.parse(receiver.requests[0]!.text) as SlackJson;
  expect(said.text).not.toContain("<!channel>");
  expect(said.blocks.length).toBeLessThanOrEqual(50);
  for (const { text } of said.blocks) {
    if (text === undefined) continue;
    expect(text.type).toBe("plain_text");
    expect(text.text.length).toBeLessThanOrEqual(3000);
  }
});
