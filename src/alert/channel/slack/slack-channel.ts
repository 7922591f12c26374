import { postJson } from "../../http/post-json.ts";
import { type AlertBody, toParts, toSubject } from "../../message/message.ts";
import type { Secret } from "../../secret.ts";
import type { Channel } from "../channel.ts";

export interface SlackSettings {
  /** Address of an incoming webhook; whoever knows it can post. */
  readonly url: Secret;
  readonly allowPrivate: boolean;
}

/** Posts alerts to an incoming webhook of Slack (or of what speaks like it: Mattermost, Rocket.Chat). */
export function createSlackChannel({ url: secret, allowPrivate }: SlackSettings): Channel {
  const url = new URL(secret.reveal());
  return {
    name: "slack",
    place: url.host,
    send: ({ id, body }, { signal }) =>
      postJson({ url, headers: {}, text: JSON.stringify(toSlackJson(id, body)), allowPrivate, signal }),
  };
}

/** What Slack takes of a section, and of blocks in a message. */
const SECTION_CHARS_MAX = 3000;
const BLOCKS_MAX = 50;
/** Slack takes 150 characters of a header. */
const HEADER_CHARS_MAX = 150;

function toSlackJson(id: string, body: AlertBody): object {
  const subject = toSubject(body);
  const sections = toParts(body).map(({ head, lines }) => ({
    type: "section",
    // Plain text: no name from a log becomes a link, a mention or a style.
    text: { type: "plain_text", emoji: false, text: cut([head, ...lines].join("\n"), SECTION_CHARS_MAX) },
  }));
  return {
    text: escapeSlack(subject),
    blocks: [
      { type: "header", text: { type: "plain_text", emoji: false, text: cut(subject, HEADER_CHARS_MAX) } },
      ...sections.slice(0, BLOCKS_MAX - 2),
      { type: "context", elements: [{ type: "plain_text", emoji: false, text: `Gait alert ${id}` }] },
    ],
  };
}

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);

/** As Slack asks: with these three, nothing is a mention or a link. */
const escapeSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
