import { type AlertBody, type Channel, toAlertMessage } from "../../alert/index.ts";
import type { TestedChannel } from "../../cli/alerts-port.ts";
import { type Clock, type EpochMs, type JsonObject, toError } from "../../domain/index.ts";
import type { Alerting } from "./open-channels.ts";
import { ALERT_PROBLEMS } from "./problems.ts";

const TEST_MS_MAX = 60_000;

/** The channels of that name, or all of a kind: `email` is every reader's. Throws a problem where there is none. */
export function chooseChannels({ channels }: Alerting, name: string): readonly Channel[] {
  if (channels.length === 0) throw toError(ALERT_PROBLEMS, "ALERT_NO_CHANNEL");
  const wanted = channels.filter((one) => one.name === name || one.name.startsWith(`${name}:`));
  if (wanted.length === 0)
    throw toError(ALERT_PROBLEMS, "ALERT_CHANNEL_UNKNOWN", {
      name: name.slice(0, 100),
      channels: channels.map((one) => one.name).join(", "),
    });
  return wanted;
}

/** Sends a message that says that it is a test. */
export async function testChannel(channel: Channel, clock: Clock): Promise<TestedChannel> {
  const now = clock.now();
  const message = toAlertMessage(JSON.parse(JSON.stringify(toTestBody(now))) as JsonObject);
  const outcome = await channel.send(message, { signal: AbortSignal.timeout(TEST_MS_MAX) });
  return {
    channel: channel.name,
    place: channel.place,
    problem: outcome.kind === "delivered" ? null : outcome.problem,
  };
}

const toTestBody = (now: EpochMs): AlertBody => {
  const at = new Date(now).toISOString();
  return {
    alert_id: `test-${now}`,
    version: 1,
    kind: "incident",
    reason: "test",
    severity: "info",
    at,
    title: "alerts arrive here",
    actors: [],
    tactics: [],
    incidents: [
      {
        id: "",
        severity: "info",
        score: 0,
        from: at,
        until: at,
        findings: 0,
        summary: "Somebody tried out this channel. Nothing happened.",
      },
    ],
    incidents_total: 1,
    findings: [],
    findings_total: 0,
  };
};
