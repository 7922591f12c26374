import { Argument, type Command, Option } from "commander";
import type { EpochMs } from "../domain/index.ts";
import { formatAlertTurn } from "./alert-turn.ts";
import { type AlertsPort, MUTED_KINDS, type MutedKind, type MuteRequest } from "./alerts-port.ts";
import { formatAlerts, formatMutes, formatTested, toMuteLine } from "./alerts-print.ts";
import { type PlaceFlags, toPlace } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { addPlaceOptions, toLimit, toMaybeLimit } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import { toUntil } from "./until-option.ts";

interface OutFlags extends PlaceFlags {
  readonly json?: boolean;
}

const LIMIT_DEFAULT = 20;

export function addAlertsCommand(program: Command, port: AlertsPort): void {
  const command = program
    .command("alerts")
    .summary("what people are told: alerts, their deliveries, what is muted")
    .description(
      "Alerts about incidents: one for each, updated when it grows, at most as many a day as are welcome; the rest is told\n" +
        "together. `gait detect` and `gait watch` make and send them once a channel is configured, in the environment or in\n" +
        ".env of the working folder:\n\n" +
        "  GAIT_ALERTS_FILE            a file that gets a line of JSON for each: logs/alerts.jsonl\n" +
        "  GAIT_ALERTS_WEBHOOK_URL     signed with GAIT_ALERTS_WEBHOOK_SECRET as Standard Webhooks say\n" +
        "  GAIT_ALERTS_SLACK_URL       an incoming webhook\n" +
        "  GAIT_ALERTS_TEAMS_URL       a webhook of Microsoft Teams; SNS_TOPIC_ARN a topic of AWS SNS\n" +
        "  GAIT_ALERTS_SYSLOG          CEF to udp://host:514, tcp://host:601 or tls://host:6514\n" +
        "  EMAIL_NOTIFICATIONS_ENABLED=true, SMTP_SERVER, SMTP_PORT (587), SMTP_USERNAME, SMTP_PASSWORD,\n" +
        "    SENDER_EMAIL, RECIPIENT_EMAILS (with commas), GAIT_ALERTS_SMTP_TLS (starttls, implicit, opportunistic, none)\n" +
        "  GAIT_ALERTS_PER_DAY (3), GAIT_ALERTS_MIN_SEVERITY (medium), GAIT_ALERTS_MIN_SCORE (0 to 1: any),\n" +
        "    GAIT_ALERTS_QUIET_HOURS (22:00-07:00; what is critical comes all the same), GAIT_ALERTS_TIME_ZONE (UTC),\n" +
        "    GAIT_ALERTS_REMIND_HOURS (never), GAIT_ALERTS_ALLOW_PRIVATE (webhooks to private addresses: false)",
    );
  addList(command, port);
  addSend(command, port);
  addTest(command, port);
  addMute(command, port);
  addAllow(command, port);
  addMuteCare(command, port);
}

function addList(command: Command, port: AlertsPort): void {
  addPlaceOptions(command.command("list", { isDefault: true }))
    .summary("alerts with their deliveries, the latest first")
    .description("Lists alerts with what became of their deliveries, the latest first. Times are UTC.")
    .addOption(new Option("--limit <n>", "at most so many; 0: all").argParser(toLimit).default(LIMIT_DEFAULT))
    .option("--dead", "only those with a delivery that was given up")
    .option("--json", "print JSON")
    .action(async (flags: OutFlags & { readonly limit: number; readonly dead?: boolean }) => {
      const list = await port.list({
        place: toPlace(flags),
        limit: toMaybeLimit(flags.limit),
        deadOnly: flags.dead === true,
      });
      await writeOut(flags.json === true ? `${JSON.stringify(list, null, 2)}\n` : formatAlerts(list));
    });
}

function addSend(command: Command, port: AlertsPort): void {
  addPlaceOptions(command.command("send"))
    .summary("decide what to tell, and deliver what waits")
    .description(
      "Decides what to tell of the incidents that are stored and delivers everything that is due. Doing it again tells\n" +
        "nothing twice. Exit code 1: something could not be delivered.",
    )
    .option("--dead", "try once more what was given up")
    .option("--json", "print JSON")
    .action(async (flags: OutFlags & { readonly dead?: boolean }) => {
      const turn = await port.send({ place: toPlace(flags), revive: flags.dead === true });
      const said = formatAlertTurn(turn);
      await writeOut(
        flags.json === true
          ? `${JSON.stringify(turn, null, 2)}\n`
          : said === ""
            ? "Nothing new to tell.\n"
            : said,
      );
      process.exitCode = turn.postponed.length + turn.dead.length > 0 ? EXIT.failed : EXIT.fine;
    });
}

function addTest(command: Command, port: AlertsPort): void {
  command
    .command("test")
    .argument(
      "<channel>",
      "file, webhook, slack, teams, sns, syslog, email (all recipients) or email:ADDRESS",
    )
    .summary("send a message that says that it is a test")
    .description("Sends a test message through a channel, now and once. Exit code 1: it did not arrive.")
    .option("--json", "print JSON")
    .action(async (channel: string, flags: OutFlags) => {
      const tested = await port.test(channel);
      await writeOut(flags.json === true ? `${JSON.stringify(tested, null, 2)}\n` : formatTested(tested));
      process.exitCode = tested.some(({ problem }) => problem !== null) ? EXIT.failed : EXIT.fine;
    });
}

interface MuteFlags extends OutFlags {
  readonly reason: string;
  readonly until?: EpochMs;
  readonly by?: string;
}

const createKindArgument = (): Argument =>
  new Argument(
    "<kind>",
    "an id of a detector, of an entity or actor, or any value that findings name",
  ).choices(MUTED_KINDS);

function addMute(command: Command, port: AlertsPort): void {
  addPlaceOptions(
    command.command("mute").addArgument(createKindArgument()).argument("<target>", "what is muted"),
  )
    .summary("keep alerts about something away for a while")
    .description(
      "Keeps alerts away that are only about this, until a time. Findings and incidents are kept and shown as before.",
    )
    .requiredOption("--until <time>", "when it ends: ISO 8601, or from now on as 8h, 7d", toUntil)
    .requiredOption("--reason <text>", "why, for those who come after")
    .option("--by <name>", "who mutes (else your user name)")
    .option("--json", "print JSON")
    .action((kind: MutedKind, target: string, flags: MuteFlags) =>
      runMute(port, { ...toMuteRequest(flags), purpose: "mute", kind, target }, flags),
    );
}

function addAllow(command: Command, port: AlertsPort): void {
  addPlaceOptions(
    command.command("allow").addArgument(createKindArgument()).argument("<target>", "what is fine"),
  )
    .summary("put something known to be fine on the list that never alerts")
    .description(
      "Keeps alerts away that are only about this, until it is ended with `gait alerts unmute`. Findings and incidents are\n" +
        "kept and shown as before.",
    )
    .option("--until <time>", "when it ends: ISO 8601, or from now on as 8h, 7d", toUntil)
    .requiredOption("--reason <text>", "why, for those who come after")
    .option("--by <name>", "who allows it (else your user name)")
    .option("--json", "print JSON")
    .action((kind: MutedKind, target: string, flags: MuteFlags) =>
      runMute(port, { ...toMuteRequest(flags), purpose: "allow", kind, target }, flags),
    );
}

const toMuteRequest = (flags: MuteFlags): Omit<MuteRequest, "purpose" | "kind" | "target"> => ({
  place: toPlace(flags),
  reason: flags.reason,
  until: flags.until ?? null,
  by: flags.by ?? null,
});

async function runMute(port: AlertsPort, request: MuteRequest, { json }: OutFlags): Promise<void> {
  const mute = await port.mute(request);
  await writeOut(json === true ? `${JSON.stringify(mute, null, 2)}\n` : `${toMuteLine(mute)}\n`);
}

function addMuteCare(command: Command, port: AlertsPort): void {
  addPlaceOptions(command.command("unmute").argument("<id>", "as `gait alerts mutes` shows it"))
    .summary("end a mute or an allowance before its time")
    .option("--by <name>", "who ends it (else your user name)")
    .option("--json", "print JSON")
    .action(async (id: string, flags: OutFlags & { readonly by?: string }) => {
      const mute = await port.unmute({ place: toPlace(flags), id, by: flags.by ?? null });
      await writeOut(flags.json === true ? `${JSON.stringify(mute, null, 2)}\n` : `${toMuteLine(mute)}\n`);
    });
  addPlaceOptions(command.command("mutes"))
    .summary("what is muted or allowed, by whom, why and until when")
    .option("--json", "print JSON")
    .action(async (flags: OutFlags) => {
      const mutes = await port.listMutes(toPlace(flags));
      await writeOut(flags.json === true ? `${JSON.stringify(mutes, null, 2)}\n` : formatMutes(mutes));
    });
}
