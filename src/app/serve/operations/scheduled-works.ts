import { DAY_MS } from "../../../domain/index.ts";
import { tellNotice } from "../../alert/notice.ts";
import { findGaps, formatSilence } from "../../gaps/find-gaps.ts";
import { runPrune } from "../../retention/run-prune.ts";
import { writeDailyDigest } from "./daily-digest.ts";
import type { ScheduledWork } from "./schedule.ts";
import { sendReport } from "./send-report.ts";
import type { WorkParts } from "./work-parts.ts";

/** Days that are held against what models learned from. */
const DRIFT_DAYS = 7;

/** What a server does at times of its own. */
export const listWorks = (parts: WorkParts): readonly ScheduledWork[] => [
  {
    name: "detect",
    summary: "Look at what still waits",
    setting: "schedule.detect",
    run: () => lookAtWaiting(parts),
  },
  {
    name: "gaps",
    summary: "Look for accounts whose logs fell silent",
    setting: "schedule.gaps",
    run: () => tellGaps(parts),
  },
  {
    name: "retention",
    summary: "Remove events that are older than the setting retention.days",
    setting: "schedule.retention",
    run: () => pruneOld(parts),
  },
  {
    name: "drift",
    summary: "Hold recent events against what the models learned from",
    setting: "schedule.drift",
    run: () => tellDrift(parts),
  },
  {
    name: "train",
    summary: "Learn anew what is usual, from the events that are stored",
    setting: "schedule.train",
    run: () => parts.train(),
  },
  {
    name: "digest",
    summary: "Send what the last day brought",
    setting: "schedule.digest",
    run: () => tellDigest(parts),
  },
  {
    name: "report",
    summary: "Write a report, keep it and send it",
    setting: "schedule.report",
    run: () => sendReport(parts),
  },
];

async function lookAtWaiting({ store, detect }: WorkParts): Promise<string> {
  const { inputsWaiting } = await store.passes.readProgress();
  if (inputsWaiting === 0) return "nothing waits";
  detect();
  return `asked for a pass over ${inputsWaiting} inputs`;
}

async function pruneOld({ store, clock, live, inLine }: WorkParts): Promise<string> {
  const days = (await live.read())["retention.days"];
  if (days === null) return "all events are kept";
  const { events, kept, inputs } = await inLine(() => runPrune(store, { now: clock.now(), days }));
  return `${events} events removed, ${kept} older ones stay for their findings; bytes of ${inputs} inputs removed`;
}

async function tellGaps({ store, clock, live, open, deliver }: WorkParts): Promise<string> {
  const settings = await live.read();
  const flows = await findGaps(store, { now: clock.now(), hours: settings["gaps.hours"] });
  const silent = flows.filter(({ isSilent }) => isSilent);
  const alerting = await open();
  let told = 0;
  for (const { account, lastAt, silentMs } of silent) {
    const isNew = await tellNotice(store, alerting, {
      key: `gap ${account} ${lastAt}`,
      severity: "medium",
      title: `no events from account ${account} for ${formatSilence(silentMs)}`,
      notes: [
        `The last event of account ${account} is of ${new Date(lastAt).toISOString()}; that is longer than usual for it.`,
        "See whether its trail is still on and its logs still arrive. Whoever stops a trail is not seen by it.",
      ],
    });
    if (isNew) told++;
  }
  if (told > 0) deliver();
  return `${flows.length} accounts, ${silent.length} silent, ${told} told of`;
}

async function tellDrift(parts: WorkParts): Promise<string> {
  const answer = await parts.measureDrift(DRIFT_DAYS);
  if (answer.level !== "severe") return `${answer.level}: ${answer.verdict}`;
  const drifted = answer.features.filter(({ level }) => level === "severe").slice(0, 5);
  const week = Math.floor(parts.clock.now() / (7 * DAY_MS));
  const isNew = await tellNotice(parts.store, await parts.open(), {
    key: `drift ${week}`,
    severity: "low",
    title: "recent events are not like those that the models learned from",
    notes: [
      answer.verdict,
      ...drifted.map(({ feature, psi }) => `${feature}: population stability index ${psi.toFixed(2)}`),
      "gait drift shows all; gait train learns anew.",
    ],
  });
  if (isNew) parts.deliver();
  return `${answer.level}: ${answer.verdict}`;
}

async function tellDigest({ store, clock, live, open, deliver }: WorkParts): Promise<string> {
  const settings = await live.read();
  const notice = await writeDailyDigest(store, { now: clock.now(), gapHours: settings["gaps.hours"] });
  const isNew = await tellNotice(store, await open(), notice);
  if (isNew) deliver();
  return isNew ? "told" : "there is no channel, or it was told today";
}
