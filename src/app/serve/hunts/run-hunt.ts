import { toEventJson } from "../../../cli/event-json.ts";
import {
  type Condition,
  DAY_MS,
  type EpochMs,
  HOUR_MS,
  MINUTE_MS,
  toDay,
  toEpochMs,
} from "../../../domain/index.ts";
import type { EventCursor, EventPage, Store } from "../../../store/index.ts";
import type { JobAtWork } from "../jobs.ts";
import { RowWriter } from "../kept-rows.ts";
import { type HuntProgress, writeProgress } from "./hunt-progress.ts";

export interface HuntTask {
  readonly where: Condition;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly rowsMax: number;
  readonly minutesMax: number;
  readonly pace?: HuntPace;
}

/** Between two slices, and between two pages of what is found, a hunt tells how far it is and can be cancelled. */
export interface HuntPace {
  /** Events that are looked through at once, about. */
  readonly sliceEvents: number;
  /** Events that are kept at once. */
  readonly pageRows: number;
}

const PACE: HuntPace = { sliceEvents: 50_000, pageRows: 500 };

interface Slice {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** About. */
  readonly events: number;
}

/**
 * Looks through stored events from the newest to the oldest, a slice of time after the other, and keeps what it finds:
 * as many rows as are wanted, for as long as is allowed. Answers why it looked no further.
 */
export async function runHunt(
  store: Store,
  task: HuntTask,
  job: JobAtWork,
): Promise<"end" | "rows" | "time"> {
  const until = performance.now() + task.minutesMax * MINUTE_MS;
  const folder = await job.makeFolder();
  const writer = new RowWriter(folder);
  await writer.flush();
  const slices = await readSlices(store, task);
  const total = slices.reduce((sum, { events }) => sum + events, 0);
  let progress: HuntProgress = { looked: 0, total, found: 0, lookedFrom: null };
  const note = async (news: Partial<HuntProgress>): Promise<void> => {
    job.stop.throwIfAborted();
    progress = { ...progress, ...news, found: writer.rows };
    await writeProgress(folder, progress);
    job.report({ step: `${progress.found} found`, done: progress.looked, total });
  };
  await note({});
  for (const slice of slices) {
    for await (const _ of huntSlice(store, { task, slice, writer })) {
      await note({});
      if (writer.rows >= task.rowsMax) return "rows";
      if (performance.now() > until) return "time";
    }
    await note({ looked: progress.looked + slice.events, lookedFrom: slice.from });
  }
  return "end";
}

interface SliceHunt {
  readonly task: HuntTask;
  readonly slice: Slice;
  readonly writer: RowWriter;
}

/** Keeps what it finds, a page at a time, until as many rows as are wanted are there. */
async function* huntSlice(store: Store, { task, slice, writer }: SliceHunt): AsyncGenerator<void> {
  const { where, rowsMax, pace = PACE } = task;
  let after: EventCursor | null = null;
  do {
    const page: EventPage = await store.events.readEvents({
      where,
      from: slice.from,
      to: slice.to,
      order: "newest-first",
      limit: Math.min(pace.pageRows, rowsMax - writer.rows),
      ...(after === null ? {} : { after }),
    });
    for (const event of page.events) await writer.add(toEventJson(event));
    await writer.flush();
    yield;
    after = page.next;
  } while (after !== null);
}

/** The period in slices that have events, the newest first. */
async function readSlices(
  store: Store,
  { from, to, pace: { sliceEvents } = PACE }: HuntTask,
): Promise<readonly Slice[]> {
  const days = await store.passes.countEventDays(from === null ? FIRST_DAY : toDay(from));
  const slices: Slice[] = [];
  for (const { day, events } of days.toReversed()) {
    const last = slices.at(-1);
    const next = toSlice(day, events);
    if (events > sliceEvents) slices.push(...toHours(day, events));
    else if (last === undefined || last.events + events > sliceEvents) slices.push(next);
    else slices[slices.length - 1] = { from: next.from, to: last.to, events: last.events + events };
  }
  return slices
    .map((slice) => ({
      from: from === null || from < slice.from ? slice.from : from,
      to: to === null || to > slice.to ? slice.to : to,
      events: slice.events,
    }))
    .filter((slice) => slice.from < slice.to);
}

/** Before any event: clocks may be wrong. */
const FIRST_DAY = -100_000;
const HOURS = DAY_MS / HOUR_MS;

const toSlice = (day: number, events: number): Slice => ({
  from: toEpochMs(day * DAY_MS),
  to: toEpochMs((day + 1) * DAY_MS),
  events,
});

const toHours = (day: number, events: number): readonly Slice[] =>
  Array.from({ length: HOURS }, (_, at) => {
    const hour = HOURS - 1 - at;
    const from = day * DAY_MS + hour * HOUR_MS;
    const share = Math.floor((events * (hour + 1)) / HOURS) - Math.floor((events * hour) / HOURS);
    return { from: toEpochMs(from), to: toEpochMs(from + HOUR_MS), events: share };
  });
