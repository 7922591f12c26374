import { postJson } from "../../http/post-json.ts";
import { type AlertBody, toParts, toSubject } from "../../message/message.ts";
import type { Secret } from "../../secret.ts";
import type { Channel } from "../channel.ts";

export interface TeamsSettings {
  /** Address of a workflow's webhook; whoever knows it can post. */
  readonly url: Secret;
  readonly allowPrivate: boolean;
}

/** What Teams takes of a message in bytes, with room for what surrounds the texts. */
const CARD_CHARS_MAX = 20_000;
const BLOCK_CHARS_MAX = 2000;

const COLOURS: Readonly<Record<AlertBody["severity"], string>> = {
  critical: "attention",
  high: "attention",
  medium: "warning",
  low: "accent",
  info: "default",
};

/** Posts alerts to a webhook of Microsoft Teams, as an adaptive card. */
export function createTeamsChannel({ url: secret, allowPrivate }: TeamsSettings): Channel {
  const url = new URL(secret.reveal());
  return {
    name: "teams",
    place: url.host,
    send: ({ id, body }, { signal }) =>
      postJson({ url, headers: {}, text: JSON.stringify(toTeamsJson(id, body)), allowPrivate, signal }),
  };
}

interface TextBlock {
  readonly type: "TextBlock";
  readonly text: string;
  readonly [option: string]: string | boolean;
}

const toBlock = (text: string, options: Readonly<Record<string, string | boolean>>): TextBlock => ({
  type: "TextBlock",
  text: escapeMarkdown(text.slice(0, BLOCK_CHARS_MAX)),
  wrap: true,
  ...options,
});

function toTeamsJson(id: string, body: AlertBody): object {
  const blocks: TextBlock[] = [
    toBlock(toSubject(body), { weight: "bolder", size: "medium", color: COLOURS[body.severity] }),
  ];
  let chars = 0;
  for (const { head, lines } of toParts(body)) {
    const own = [
      toBlock(head, { weight: "bolder" }),
      ...lines.map((line) => toBlock(line, { spacing: "small" })),
    ];
    const length = own.reduce((sum, { text }) => sum + text.length, 0);
    if (chars + length > CARD_CHARS_MAX) {
      blocks.push(toBlock("… and more: gait incidents shows all.", { isSubtle: true }));
      break;
    }
    chars += length;
    blocks.push(...own);
  }
  blocks.push(toBlock(`Gait alert ${id}`, { isSubtle: true, size: "small" }));
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: blocks,
        },
      },
    ],
  };
}

/** Text blocks read some Markdown: no name from a log becomes a link, a list or a style. */
const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~]/g, "\\$&");
