import type { Clock } from "../../../domain/index.ts";
import { postJson } from "../../http/post-json.ts";
import type { AlertReason } from "../../message/message.ts";
import type { Secret } from "../../secret.ts";
import type { Channel } from "../channel.ts";
import { toSignatureHeaders } from "./sign.ts";

export interface WebhookSettings {
  /** The whole address is a secret: services put a token into it. */
  readonly url: Secret;
  /** Null: requests are not signed. */
  readonly secret: Secret | null;
  /** Also to addresses of this machine and its networks. */
  readonly allowPrivate: boolean;
}

const EVENT_TYPES: Readonly<Record<AlertReason, string>> = {
  new: "alert.created",
  update: "alert.updated",
  reminder: "alert.reminded",
  test: "alert.test",
};

/** Posts alerts as JSON, signed after Standard Webhooks: `{"type", "timestamp", "data"}`. */
export function createWebhookChannel(settings: WebhookSettings, clock: Clock): Channel {
  const url = new URL(settings.url.reveal());
  return {
    name: "webhook",
    place: url.host,
    send({ id, body }, { signal }) {
      const text = JSON.stringify({ type: EVENT_TYPES[body.reason], timestamp: body.at, data: body });
      const timestamp = Math.floor(clock.now() / 1000);
      const headers = toSignatureHeaders({ id: `msg_${id}`, timestamp, text }, settings.secret);
      return postJson({ url, headers, text, allowPrivate: settings.allowPrivate, signal });
    },
  };
}
