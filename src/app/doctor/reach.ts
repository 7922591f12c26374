import { createConnection } from "node:net";
import type { Examined } from "../../cli/doctor.ts";
import type { Settings } from "../settings/catalogue.ts";
import { failed, ok } from "./examined.ts";

/** Somebody that Gait talks to. */
interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** For people; without secrets. */
  readonly what: string;
}

const CONNECT_MS_MAX = 5000;

/** Whether everybody who is configured can be reached: a connection, over which nothing is said. */
export const examineReach = (settings: Settings): Promise<readonly Examined[]> =>
  Promise.all(listTargets(settings).map(reach));

function listTargets(settings: Settings): readonly Target[] {
  const targets: (Target | null)[] = [];
  const host = settings["alerts.smtp_server"];
  if (settings["alerts.email_enabled"] && host !== null)
    targets.push({ name: "mail", host, port: settings["alerts.smtp_port"], what: "the mail server" });
  targets.push(ofUrl("webhook", settings["alerts.webhook_url"], "the webhook's host"));
  targets.push(ofUrl("slack", settings["alerts.slack_url"], "Slack's host"));
  targets.push(ofUrl("teams", settings["alerts.teams_url"], "Teams' host"));
  const topic = settings["alerts.sns_topic_arn"];
  if (topic !== null) {
    const own = `https://sns.${topic.split(":")[3] ?? ""}.amazonaws.com`;
    targets.push(ofUrl("sns", settings["alerts.sns_endpoint"] ?? own, "AWS SNS"));
  }
  const syslog = settings["alerts.syslog"];
  if (syslog !== null && !syslog.startsWith("udp:"))
    targets.push(
      ofUrl("syslog", syslog.replace(/^tcp:/, "http:").replace(/^tls:/, "https:"), "the syslog server"),
    );
  targets.push(ofUrl("llm", settings["llm.base_url"], "the language model's host"));
  return targets.filter((target) => target !== null);
}

function ofUrl(name: string, text: string | null, what: string): Target | null {
  const url = text === null ? null : URL.parse(text);
  if (url === null) return null;
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  return { name, host: url.hostname.replace(/^\[|\]$/g, ""), port, what };
}

function reach({ name, host, port, what }: Target): Promise<Examined> {
  const place = `${host} port ${port}`;
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (examined: Examined): void => {
      socket.destroy();
      resolve(examined);
    };
    const refuse = (reason: string): void =>
      end(
        failed(
          name,
          `${what} at ${place} cannot be reached: ${reason}.`,
          "See whether the setting is right, and whether a firewall or a proxy is between.",
        ),
      );
    socket.setTimeout(CONNECT_MS_MAX, () => refuse(`no answer within ${CONNECT_MS_MAX / 1000} s`));
    socket.once("error", (error) => refuse(error.message));
    socket.once("connect", () => end(ok(name, `${what} at ${place} can be reached.`)));
  });
}
