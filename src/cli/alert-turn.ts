import { escapeTerminal, formatPlural, paintDim } from "./terminal.ts";

/** What one look at the incidents gave to tell, and what became of what was to be delivered. */
export interface AlertTurn {
  /** Names of the channels; none: nothing is configured, and the counts say what would be told. */
  readonly channels: readonly string[];
  /** Alerts that are new, digests included. */
  readonly added: number;
  readonly updated: number;
  readonly reminded: number;
  /** Incidents of which everything is muted or allowed. */
  readonly muted: number;
  /** Incidents that wait for the next digest. */
  readonly held: number;
  readonly delivered: number;
  /** Deliveries that went wrong and are tried again. */
  readonly postponed: readonly FailedDelivery[];
  /** Deliveries that were given up. */
  readonly dead: readonly FailedDelivery[];
  /** Deliveries that wait: for quiet hours to end, or for another attempt. */
  readonly waiting: number;
}

export interface FailedDelivery {
  readonly channel: string;
  readonly problem: string;
}

/** Failures that are named. */
const FAILURES_SHOWN_MAX = 3;

/** Some lines about alerts; empty: there is nothing to say. */
export function formatAlertTurn(turn: AlertTurn): string {
  const said = turn.added + turn.updated + turn.reminded;
  const muted = turn.muted === 0 ? "" : ` ${formatPlural(turn.muted, "incident")} muted.`;
  if (turn.channels.length === 0)
    return said === 0
      ? ""
      : `${formatPlural(said, "alert")} would be sent: no channel is configured.${muted} ${paintDim("See `gait alerts --help`.")}\n`;
  const held = turn.held === 0 ? "" : ` ${formatPlural(turn.held, "incident")} for the next digest.`;
  const waiting =
    turn.waiting === 0
      ? ""
      : ` ${formatPlural(turn.waiting, "delivery").replace(/deliverys$/, "deliveries")} waiting.`;
  const failed = [...turn.dead.map(toLine("given up")), ...turn.postponed.map(toLine("tried again later"))];
  const shown = failed.slice(0, FAILURES_SHOWN_MAX);
  if (said + turn.delivered + failed.length === 0 && muted === "" && held === "" && waiting === "") return "";
  const more =
    failed.length > shown.length ? [`  … and ${failed.length - shown.length} more: \`gait alerts\``] : [];
  return `${[
    `Alerts: ${turn.added} new, ${turn.updated} updated, ${turn.reminded} reminded; ${formatPlural(turn.delivered, "message")} delivered.${waiting}${held}${muted}`,
    ...shown,
    ...more,
  ].join("\n")}\n`;
}

const toLine =
  (end: string) =>
  ({ channel, problem }: FailedDelivery): string =>
    `  ${escapeTerminal(channel)}: ${escapeTerminal(problem, 300)} (${end})`;
