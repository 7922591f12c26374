import { Cron } from "croner";
import type { SchedulePort } from "../../../api/index.ts";
import { type Clock, type EpochMs, GaitError, toEpochMs, toError } from "../../../domain/index.ts";
import type { ScheduledRun, Store } from "../../../store/index.ts";
import type { Settings } from "../../settings/catalogue.ts";
import { SERVE_PROBLEMS } from "../problems.ts";
import type { LiveSettings } from "./live-settings.ts";

/** Work that is done at times of its own. */
export interface ScheduledWork {
  readonly name: string;
  readonly summary: string;
  /** The setting that holds its times. */
  readonly setting: `schedule.${"detect" | "retention" | "drift" | "digest" | "report" | "train" | "gaps"}`;
  /** Does it; answers one line about what it did. */
  readonly run: () => Promise<string>;
}

export interface ScheduleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly live: LiveSettings;
  readonly works: readonly ScheduledWork[];
  readonly onFailure: (error: unknown, name: string) => void;
}

export interface Schedule extends SchedulePort {
  /** Takes over times as the settings have them now. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** A timer may ring a little early. */
const EARLY_MS = 500;
/** What a machine that was off did not do is done so long after the start. */
const CATCH_UP_MS = 10 * MINUTE_MS;

/** Runs work at its times: of several processes over one database one does it. */
export function createSchedule(parts: ScheduleParts): Schedule {
  const { store, clock, live, works, onFailure } = parts;
  const timers = new Map<string, Cron>();
  const runner = createRunner(parts);
  let isStopped = false;
  const find = (name: string): ScheduledWork => {
    const work = works.find((one) => one.name === name);
    if (work === undefined) throw toError(SERVE_PROBLEMS, "SERVE_WORK_UNKNOWN", { name: name.slice(0, 100) });
    return work;
  };
  const stopTimers = (): void => {
    for (const timer of timers.values()) timer.stop();
    timers.clear();
  };
  const late = setTimeout(
    () =>
      void catchUp(parts, (work, dueAt) => runner.start(work, dueAt)).catch((error) =>
        onFailure(error, "schedule"),
      ),
    CATCH_UP_MS,
  );
  late.unref();
  return {
    async list() {
      const settings = await live.read();
      const latest = await store.schedule.listLatest();
      return works.map((work) => describe(work, { settings, last: latest.get(work.name) ?? null, clock }));
    },
    async request(name) {
      const work = find(name);
      runner.start(work, clock.now());
      const last = (await store.schedule.listLatest()).get(name) ?? null;
      return describe(work, { settings: await live.read(), last, clock });
    },
    async reload() {
      const settings = await live.read();
      stopTimers();
      if (isStopped) return;
      for (const work of works) {
        const pattern = settings[work.setting];
        if (pattern === "off") continue;
        const options = { timezone: settings["alerts.time_zone"], unref: true };
        const ring = (): void => runner.start(work, toMinute(clock.now()));
        timers.set(work.name, new Cron(pattern, options, ring));
      }
    },
    async stop() {
      isStopped = true;
      clearTimeout(late);
      stopTimers();
      await runner.stop();
    },
  };
}

interface Runner {
  start(work: ScheduledWork, dueAt: EpochMs): void;
  /** Nothing begins any more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Does work in the background, where nobody else took it, and notes how it ended. */
function createRunner({ store, onFailure }: ScheduleParts): Runner {
  const running = new Set<Promise<void>>();
  let isStopped = false;
  const run = async (work: ScheduledWork, dueAt: EpochMs): Promise<void> => {
    if (isStopped || !(await store.schedule.take(work.name, dueAt))) return;
    try {
      await store.schedule.finish(work.name, dueAt, { outcome: "done", note: await work.run() });
    } catch (error) {
      onFailure(error, work.name);
      const note = error instanceof GaitError ? error.report.text : "something that should not go wrong";
      await store.schedule.finish(work.name, dueAt, { outcome: "failed", note });
    }
  };
  return {
    start(work, dueAt) {
      const done = run(work, dueAt)
        .catch((error: unknown) => onFailure(error, work.name))
        .finally(() => running.delete(done));
      running.add(done);
    },
    async stop() {
      isStopped = true;
      await Promise.all(running);
    },
  };
}

/** The same in every process that rings for the same time. */
const toMinute = (now: EpochMs): EpochMs => toEpochMs(Math.floor((now + EARLY_MS) / MINUTE_MS) * MINUTE_MS);

/** Does what should have been done while nobody was there. */
async function catchUp(
  { store, clock, live, works }: ScheduleParts,
  start: (work: ScheduledWork, dueAt: EpochMs) => void,
): Promise<void> {
  const settings = await live.read();
  const latest = await store.schedule.listLatest();
  const now = clock.now();
  for (const work of works) {
    const last = latest.get(work.name);
    const next = nextAfter(work, settings, toEpochMs(last?.dueAt ?? 0));
    if (next !== null && next < now) start(work, toMinute(now));
  }
}

function nextAfter({ setting }: ScheduledWork, settings: Settings, at: EpochMs): EpochMs | null {
  const pattern = settings[setting];
  if (pattern === "off") return null;
  const next = new Cron(pattern, { timezone: settings["alerts.time_zone"], paused: true }).nextRun(
    new Date(at),
  );
  return next === null ? null : toEpochMs(next.getTime());
}

interface Described {
  readonly settings: Settings;
  readonly last: ScheduledRun | null;
  readonly clock: Clock;
}

const toIso = (at: EpochMs): string => new Date(at).toISOString();

function describe(work: ScheduledWork, { settings, last, clock }: Described): object {
  const next = nextAfter(work, settings, clock.now());
  return {
    name: work.name,
    summary: work.summary,
    times: settings[work.setting],
    time_zone: settings["alerts.time_zone"],
    next_at: next === null ? null : toIso(next),
    last:
      last === null
        ? null
        : {
            due_at: toIso(last.dueAt),
            started_at: toIso(last.startedAt),
            ended_at: last.endedAt === null ? null : toIso(last.endedAt),
            outcome: last.outcome,
            note: last.note,
          },
  };
}
