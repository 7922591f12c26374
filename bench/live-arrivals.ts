import { createRng, DAY_MS, HOUR_MS, type JsonObject, MINUTE_MS, mix } from "../src/domain/index.ts";
import { generateCloudTrail, type LabelledRecord } from "../src/generate/index.ts";

/** What arrives together. */
export interface Arrival {
  /** When, in simulated time. */
  readonly at: number;
  /** NDJSON. */
  readonly body: string;
  readonly records: number;
  /** Id of an event among them that is certain to be found, and found anew; null: there is none. */
  readonly probe: string | null;
}

export interface ArrivalOptions {
  readonly seed: number;
  readonly people: number;
  /** Days before the day that is lived. */
  readonly historyDays: number;
  /** Simulated minutes between two arrivals. */
  readonly everyMinutes: number;
}

export interface LiveCompany {
  /** A body for each day. */
  readonly history: readonly string[];
  /** 24 hours of arrivals, in their order. */
  readonly day: readonly Arrival[];
  /** What happened afterwards, a record each, in order of time. */
  readonly after: readonly string[];
}

export const LIVE_START_AT = Date.UTC(2026, 0, 5);

/** A trail delivers within so many minutes. */
const DELAY_MINUTES = [1, 12] as const;
/** So many of a thousand come hours late, and so many come twice. */
const LATE_PER_MILLE = 20;
const LATE_HOURS_MAX = 3;
const TWICE_PER_MILLE = 10;
/** Arrivals from one probe to the next are half an hour. */
const PROBE_EVERY_MINUTES = 30;

/** A company's days as they happened, then one as it arrives: a little late, some much later, some of it twice. */
export function generateLiveCompany(options: ArrivalOptions): LiveCompany {
  const { historyDays } = options;
  const days = [
    ...generateCloudTrail({ ...options, days: historyDays + 2, startAt: LIVE_START_AT, stories: null }),
  ];
  return {
    history: days.slice(0, historyDays).map(toBody),
    day: toArrivals(days[historyDays]!, options),
    after: days[historyDays + 1]!.map(({ record }) => JSON.stringify(record)),
  };
}

function toArrivals(records: readonly LabelledRecord[], options: ArrivalOptions): readonly Arrival[] {
  const { seed, historyDays, everyMinutes } = options;
  const startAt = LIVE_START_AT + historyDays * DAY_MS;
  const rng = createRng(mix(seed, 77));
  const arriving = records.flatMap((one) => {
    const delay = DELAY_MINUTES[0] + rng.next() * (DELAY_MINUTES[1] - DELAY_MINUTES[0]);
    const isLate = rng.next() * 1000 < LATE_PER_MILLE;
    const at = one.at + delay * MINUTE_MS + (isLate ? rng.next() * LATE_HOURS_MAX * HOUR_MS : 0);
    const isTwice = rng.next() * 1000 < TWICE_PER_MILLE;
    return isTwice
      ? [
          { at, one },
          { at: at + rng.next() * HOUR_MS, one },
        ]
      : [{ at, one }];
  });
  const count = (24 * 60) / everyMinutes;
  // What arrives after midnight arrives with the last.
  const byTurn = Map.groupBy(arriving, ({ at }) =>
    Math.min(count - 1, Math.floor((at - startAt) / (everyMinutes * MINUTE_MS))),
  );
  return Array.from({ length: count }, (_, turn) => {
    const at = startAt + (turn + 1) * everyMinutes * MINUTE_MS;
    const came = (byTurn.get(turn) ?? []).sort((a, b) => a.at - b.at).map(({ one }) => one);
    const isProbed = ((turn + 1) * everyMinutes) % PROBE_EVERY_MINUTES === 0;
    const probe = isProbed ? toProbe(`day-${turn}`, at - MINUTE_MS) : null;
    const lines = [...came.map(({ record }) => record), ...(probe === null ? [] : [probe.record])];
    return { at, body: toLines(lines), records: lines.length, probe: probe?.id ?? null };
  });
}

const toBody = (records: readonly LabelledRecord[]): string => toLines(records.map(({ record }) => record));
const toLines = (records: readonly JsonObject[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** Somebody who was never seen deletes a trail: a finding of its own, whatever is known. */
export function toProbe(name: string, at: number): { readonly id: string; readonly record: JsonObject } {
  const id = `probe-${name}`;
  const user = `somebody-${name}`;
  const record = {
    eventVersion: "1.08",
    eventID: id,
    eventTime: new Date(at).toISOString(),
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "DeleteTrail",
    awsRegion: "eu-central-1",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli/2.15.0",
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::111122223333:user/${user}`,
      accountId: "111122223333",
      userName: user,
      accessKeyId: null,
    },
    requestParameters: { name: "main" },
    responseElements: null,
    recipientAccountId: "111122223333",
  };
  return { id, record };
}
