import {
  type AlertPolicy,
  type Channel,
  createEmailChannels,
  createFileChannel,
  createSlackChannel,
  createSnsChannel,
  createSyslogChannel,
  createTeamsChannel,
  createWebhookChannel,
  type ReadReport,
} from "../../alert/index.ts";
import { type Clock, SYSTEM_CLOCK } from "../../domain/index.ts";
import { readSettings } from "../settings/read-settings.ts";
import { type AlertSettings, toAlertSettings } from "./alert-settings.ts";

/** How to alert, and where to. */
export interface Alerting {
  readonly policy: AlertPolicy;
  /** None: nothing is configured. */
  readonly channels: readonly Channel[];
  readonly clock: Clock;
}

/** What the settings outside the store say of alerts. */
export const openAlerting = (): Alerting => toAlerting(toAlertSettings(readSettings()), SYSTEM_CLOCK);

export const toAlerting = (
  settings: AlertSettings & { readonly readReport?: ReadReport },
  clock: Clock,
): Alerting => ({
  policy: settings.policy,
  channels: [
    ...(settings.file === null ? [] : [createFileChannel(settings.file)]),
    ...(settings.webhook === null ? [] : [createWebhookChannel(settings.webhook, clock)]),
    ...(settings.slack === null ? [] : [createSlackChannel(settings.slack)]),
    ...(settings.teams === null ? [] : [createTeamsChannel(settings.teams)]),
    ...(settings.sns === null ? [] : [createSnsChannel(settings.sns)]),
    ...(settings.syslog === null ? [] : [createSyslogChannel(settings.syslog)]),
    ...(settings.email === null ? [] : createEmailChannels(settings.email, settings.readReport)),
  ],
  clock,
});
