import { createEventMatcher, type EventMatcher } from "../../detect/match/index.ts";
import { type Event, type Reject, type SkippedInput, SYSTEM_CLOCK } from "../../domain/index.ts";
import { compileSigma } from "../../sigma/index.ts";
import { type Input, type Item, openPath, type ReadOptions, readItems } from "../../source/index.ts";
import { attachFacts } from "./attach-facts.ts";
import { openEnricher } from "./open-enricher.ts";
import type { ScanPart, ScanSettings, ScanTask } from "./scan-task.ts";

/** Events of one part: a part's tables stay small and its result leaves early. */
const EVENTS_PER_PART_MAX = 50_000;
/** Rejects that one task shows in full; the rest is counted. */
const REJECTS_SHOWN_MAX = 100;
const SKIPPED_SHOWN_MAX = 100;

/** Reads, maps, enriches and matches the inputs of tasks: all work that knows one event at a time. */
export interface TaskScanner {
  scan(task: ScanTask): AsyncGenerator<ScanPart>;
}

/** @param sender tells the scanners of one run apart. */
export async function createTaskScanner(settings: ScanSettings, sender = 0): Promise<TaskScanner> {
  const matcher = createEventMatcher(compileSigma(settings.rules), {
    sender,
    keepsEvents: settings.keepsEvents,
  });
  const enricher = openEnricher(settings);
  const { mapping } = settings;
  return {
    async *scan(task) {
      let open = createOpenPart();
      let part = 0;
      const close = (last: boolean): ScanPart => ({
        ...open,
        task: task.number,
        part: part++,
        last,
        batch: matcher.take(),
      });
      const options: ReadOptions = {
        enricher,
        clock: SYSTEM_CLOCK,
        onBytes: (bytes) => {
          open.bytes += bytes;
        },
        ...(settings.as === null ? {} : { as: settings.as }),
        ...(mapping === null ? {} : { mapping }),
      };
      for (const path of task.paths) {
        open.files++;
        const input: Input = openPath(path);
        for await (const items of readItems(input, options)) {
          for (const item of items) takeItem(item, open, { matcher, settings });
          if (open.records >= EVENTS_PER_PART_MAX) {
            yield close(false);
            open = createOpenPart();
          }
        }
      }
      yield close(true);
    },
  };
}

function takeItem(item: Item, open: OpenPart, { matcher, settings }: Desk): void {
  if (item.kind === "event") {
    open.records++;
    if (!isInRange(item.event, settings)) {
      open.outside++;
      return;
    }
    attachFacts(item.event, item.record);
    matcher.add(item.event, item.record);
  } else if (item.kind === "reject") {
    open.records++;
    noteReject(open, item.reject);
  } else {
    open.skippedCount++;
    if (open.skipped.length < SKIPPED_SHOWN_MAX)
      open.skipped.push({ file: item.origin.file, code: item.code });
  }
}

/** What the items of all tasks go through. */
interface Desk {
  readonly matcher: EventMatcher;
  readonly settings: ScanSettings;
}

const isInRange = ({ at }: Event, { from, to }: ScanSettings): boolean =>
  (from === null || at >= from) && (to === null || at < to);

interface OpenPart {
  bytes: number;
  files: number;
  records: number;
  outside: number;
  skippedCount: number;
  readonly rejectedByCode: Record<string, number>;
  readonly rejects: Reject[];
  readonly skipped: SkippedInput[];
}

const createOpenPart = (): OpenPart => ({
  bytes: 0,
  files: 0,
  records: 0,
  outside: 0,
  skippedCount: 0,
  rejectedByCode: {},
  rejects: [],
  skipped: [],
});

function noteReject(open: OpenPart, reject: Reject): void {
  open.rejectedByCode[reject.code] = (open.rejectedByCode[reject.code] ?? 0) + 1;
  if (open.rejects.length < REJECTS_SHOWN_MAX) open.rejects.push(reject);
}
