import type { AlertList, ListedAlert, ListedDelivery, ListedMute, TestedChannel } from "./alerts-port.ts";
import {
  escapeTerminal,
  formatCount,
  formatPlural,
  formatTime,
  paintBold,
  paintDim,
  paintError,
  paintSeverity,
} from "./terminal.ts";

export function formatAlerts({ channels, alerts, total, deliveries }: AlertList): string {
  const to =
    channels.length === 0
      ? "No channel is configured: see `gait alerts --help`."
      : `Channels: ${channels.map((name) => escapeTerminal(name)).join(", ")}.`;
  if (total === 0) return `Nobody was told anything yet.\n${paintDim(to)}\n`;
  const lines = alerts.flatMap((alert) => [...formatAlert(alert), ""]);
  const dead =
    deliveries.dead === 0
      ? ""
      : ` ${formatCount(deliveries.dead)} given up: \`gait alerts send --dead\` tries again.`;
  const rest = alerts.length < total ? `${formatCount(alerts.length)} of ` : "";
  return `${lines.join("\n")}${paintDim(
    `${rest}${formatPlural(total, "alert")}; deliveries: ${formatCount(deliveries.delivered)} delivered, ${formatCount(deliveries.waiting)} waiting.${dead} ${to}`,
  )}\n`;
}

function formatAlert(alert: ListedAlert): readonly string[] {
  const about =
    alert.kind === "digest"
      ? formatPlural(alert.incidentsTotal, "incident")
      : `incident ${escapeTerminal(alert.incidents[0] ?? "")}`;
  const version = alert.version === 1 ? "" : `, version ${alert.version} (${escapeTerminal(alert.reason)})`;
  return [
    `${paintSeverity(alert.severity)}  ${formatTime(alert.at)}  ${paintBold(escapeTerminal(alert.title))}`,
    `    ${paintDim(`${about}, alert ${escapeTerminal(alert.id)}${version}`)}`,
    ...alert.deliveries.filter(({ state }) => state !== "superseded").map(formatDelivery),
  ];
}

function formatDelivery({
  channel,
  state,
  dueAt,
  doneAt,
  attempts,
  problem,
  version,
}: ListedDelivery): string {
  const name = `    ${escapeTerminal(channel)}, version ${version}: `;
  const why = problem === null ? "" : `: ${escapeTerminal(problem, 300)}`;
  if (state === "delivered") return `${name}delivered ${doneAt === null ? "" : formatTime(doneAt)}`;
  if (state === "dead")
    return `${name}${paintError("given up")} after ${formatPlural(attempts, "attempt")}${why}`;
  return `${name}waits until ${formatTime(dueAt)} after ${formatPlural(attempts, "attempt")}${why}`;
}

export const formatTested = (tested: readonly TestedChannel[]): string =>
  tested
    .map(({ channel, place, problem }) =>
      problem === null
        ? `${escapeTerminal(channel)}: delivered to ${escapeTerminal(place)}\n`
        : `${escapeTerminal(channel)}: ${paintError("did not arrive")} at ${escapeTerminal(place)}: ${escapeTerminal(problem, 300)}\n`,
    )
    .join("");

export function toMuteLine(mute: ListedMute): string {
  const what = `${mute.purpose === "mute" ? "muted" : "allowed"} ${mute.kind} ${escapeTerminal(mute.target)}`;
  const until = mute.until === null ? "until it is ended" : `until ${formatTime(mute.until)}`;
  const end =
    mute.endedAt === null
      ? ""
      : `, ended ${formatTime(mute.endedAt)} by ${escapeTerminal(mute.endedBy ?? "")}`;
  return `${escapeTerminal(mute.id)}  ${what} ${until}${end}: ${escapeTerminal(mute.reason)} (${escapeTerminal(mute.by)})`;
}

export const formatMutes = (mutes: readonly ListedMute[]): string =>
  mutes.length === 0
    ? "Nothing is muted or allowed.\n"
    : `${mutes.map((mute) => (mute.isHeld ? toMuteLine(mute) : paintDim(toMuteLine(mute)))).join("\n")}\n`;
