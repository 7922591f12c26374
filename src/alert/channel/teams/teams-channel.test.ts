import { expect, onTestFinished, test } from "vitest";
import { startJsonReceiver } from "../../http/json-receiver.suite.ts";
import { Secret } from "../../secret.ts";
import { describeChannel, HOSTILE, sampleMessage } from "../channel.suite.ts";
import { createTeamsChannel } from "./teams-channel.ts";

interface Card {
  readonly attachments: readonly {
    readonly contentType: string;
    readonly content: { readonly type: string; readonly body: readonly { readonly text: string }[] };
  }[];
}

const open = async () => {
  const receiver = await startJsonReceiver();
  const channel = createTeamsChannel({ url: new Secret(receiver.url), allowPrivate: true });
  return { receiver, channel };
};
const readText = (json: string): string => {
  const blocks = (JSON.parse(json) as Card).attachments[0]!.content.body;
  return blocks.map(({ text }) => text.replace(/\\([\\`*_{}[\]()#+!|<>~])/g, "$1")).join("\n");
};

describeChannel("teams", {
  open: async () => {
    const { receiver, channel } = await open();
    return {
      channel,
      behave: receiver.behave,
      close: receiver.close,
      received: async () =>
        receiver.requests.map(({ text }) => ({
          id: /Gait alert ([\w.]+)/.exec(readText(text))?.[1] ?? "",
          text: readText(text),
        })),
    };
  },
});

test("a card says it in plain words, whatever is in a log, and is no larger than Teams takes", async () => {
  const { receiver, channel } = await open();
  onTestFinished(() => receiver.close());
  const summary = `${HOSTILE} [click](https://evil.example) **now** ${"x".repeat(10_000)}`;
  const incidents = Array.from({ length: 100 }, () => ({ ...sampleMessage().body.incidents[0]!, summary }));
  await channel.send(sampleMessage({ incidents }), { signal: AbortSignal.timeout(5000) });
  const { text } = receiver.requests[0]!;
  expect(Buffer.byteLength(text)).toBeLessThan(28_000);
  const [attachment] = (JSON.parse(text) as Card).attachments;
  expect(attachment!.contentType).toBe("application/vnd.microsoft.card.adaptive");
  expect(attachment!.content.type).toBe("AdaptiveCard");
  const said = attachment!.content.body.map((block) => block.text).join("\n");
  expect(said).toContain("\\[click\\]\\(https://evil.example\\)");
  expect(said).toContain("and more");
});
