import type { BehaviourDetector, BehaviourFinding } from "../../detect/index.ts";
import { type EventLog, NO_ROWS, toValueTexts, type ValueTexts } from "../../detect/log/index.ts";
import type { EntityType } from "../../domain/index.ts";
import { type GeoReader, placeOfAddress } from "../../enrich/index.ts";
import { isStateKept, type ReplacedCounts, type Store, type WriteOptions } from "../../store/index.ts";
import { dayOfEvent } from "../behaviour/blocks.ts";
import { MODELS_SEED } from "../behaviour/detect-behaviour.ts";
import { type Lanes, openLaneHere, openLaneThreads } from "../behaviour/lanes.ts";
import { makeLens } from "../behaviour/open-lane.ts";
import { resolveFindings } from "../behaviour/resolve-findings.ts";
import { type BehaviourResume, type KeptDay, lensesOf, runBehaviour } from "../behaviour/run-behaviour.ts";
import { type DayFinding, readResume, readSamples, toCompletedDays, toResume } from "./kept-days.ts";
import { KnownTexts, type PassMemory, type ResumePoint } from "./pass-memory.ts";
import { readLog } from "./stored-logs.ts";

export interface PassDaysOptions {
  /** Those that look at behaviour. */
  readonly detectors: readonly BehaviourDetector[];
  readonly locations: GeoReader;
  /** 0: the work is done here. */
  readonly threads: number;
  readonly fence: WriteOptions;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
  /** Of a process that looks again soon. */
  readonly memory?: PassMemory;
}

/** Days are worked on together up to so many events, then what they left is written: a crash repeats so much. */
const SLICE_EVENTS = 400_000;
/** Under so many events, starting threads takes longer than the work. */
const INLINE_EVENTS_MAX = 60_000;

export interface PassedDays {
  /** First day that was worked on; null: none was. */
  readonly fromDay: number | null;
  readonly events: number;
  readonly findings: ReplacedCounts;
}

/**
 * Works on all days with events that are not done yet, from the last state before them. What is done on a day depends
 * on the events up to its end alone, so that it does not matter how days are cut and how often this is called.
 */
export async function passDays(store: Store, options: PassDaysOptions): Promise<PassedDays> {
  const lenses = lensesOf(options.detectors);
  let counts: ReplacedCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  if (lenses.length === 0) return { fromDay: null, events: 0, findings: counts };
  const before = await readResume(store, lenses, options.memory);
  const days = await store.passes.countEventDays(before === null ? 0 : before.resume.day + 1);
  const total = days.reduce((sum, { events }) => sum + events, 0);
  if (total === 0) return { fromDay: null, events: 0, findings: counts };
  const threads = total <= INLINE_EVENTS_MAX ? 0 : options.threads;
  const lanes = threads === 0 ? openLaneHere(makeLens) : openLaneThreads(threads);
  try {
    const lastDay = days.at(-1)!.day;
    const walk = new DayWalk({ store, options, lanes, lenses, lastDay, isLastAlone: days.length === 1 });
    if (before !== null) await walk.resumeWith(before);
    if (before !== null) options.memory?.keep(before);
    let done = 0;
    for (const slice of toSlices(days)) {
      const found = await walk.pass(slice, (events) => options.onProgress({ done: done + events, total }));
      counts = addCounts(counts, found);
      done += slice.events;
    }
  } finally {
    await lanes.close();
  }
  return { fromDay: days[0]!.day, events: total, findings: counts };
}

export const addCounts = (a: ReplacedCounts, b: ReplacedCounts): ReplacedCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
  unchanged: a.unchanged + b.unchanged,
});

/** Days that are worked on together, and the events that they have. */
interface Slice {
  readonly fromDay: number;
  readonly toDay: number;
  readonly events: number;
}

function toSlices(days: readonly { readonly day: number; readonly events: number }[]): readonly Slice[] {
  const slices: Slice[] = [];
  for (const { day, events } of days) {
    const last = slices.at(-1);
    if (last === undefined || last.events >= SLICE_EVENTS)
      slices.push({ fromDay: day, toDay: day + 1, events });
    else slices[slices.length - 1] = { ...last, toDay: day + 1, events: last.events + events };
  }
  return slices;
}

interface PassedSlice {
  readonly log: EventLog;
  readonly kept: readonly KeptDay[];
  readonly slice: Slice;
}

interface WalkParts {
  readonly store: Store;
  readonly options: PassDaysOptions;
  readonly lanes: Lanes;
  readonly lenses: readonly EntityType[];
  readonly lastDay: number;
  /** No other day is worked on. */
  readonly isLastAlone: boolean;
}

class DayWalk {
  readonly #parts: WalkParts;
  #resume: BehaviourResume | null = null;
  #modelsDay: number | null = null;
  readonly #texts: KnownTexts;
  /** False: the last day is the running one, which soon is done again, from the day before it. */
  #keepsLast = true;

  constructor(parts: WalkParts) {
    this.#parts = parts;
    this.#texts = parts.options.memory?.texts ?? new KnownTexts();
  }

  async resumeWith({ resume, modelsDay }: ResumePoint): Promise<void> {
    const { options, store, isLastAlone } = this.#parts;
    this.#resume = resume;
    this.#modelsDay = modelsDay;
    this.#keepsLast = options.memory === undefined || !isLastAlone;
    if (!this.#texts.isEmpty) return;
    for await (const texts of store.passes.streamTexts())
      for (const [code, text] of texts) this.#texts.add(code, text);
  }

  async pass(slice: Slice, onProgress: (events: number) => void): Promise<ReplacedCounts> {
    const { store, options, lanes } = this.#parts;
    const log = await readLog(store, [slice]);
    try {
      const kept: KeptDay[] = [];
      const before = this.#resume;
      await runBehaviour(
        {
          log,
          detectors: options.detectors,
          placeOf: (address) => placeOfAddress(address, options.locations),
          withModels: options.detectors.some(({ kind }) => kind === "model"),
          seed: MODELS_SEED,
          onProgress,
          keeping: {
            resume: before,
            texts: this.#texts,
            wantsState: (day) => this.#wantsState(day, slice),
            keep: (day) => void kept.push(day),
            readSamples: async () => (before === null ? [] : readSamples(store, "actor", before.day)),
          },
        },
        lanes,
      );
      return await this.#write({ log, kept, slice });
    } finally {
      log.close();
    }
  }

  /** What days left, in one transaction, behind the texts that it is told in. */
  async #write({ log, kept, slice }: PassedSlice): Promise<ReplacedCounts> {
    const { store, options } = this.#parts;
    const texts = toValueTexts(log.tables, NO_ROWS, log.containers);
    await store.passes.addTexts(toLesserTexts(texts));
    const findings = await this.#resolve(log, kept);
    const rows = kept.flatMap((day) => {
      if (day.models !== null) this.#modelsDay = day.day;
      return day.lenses.flatMap((lens) =>
        toCompletedDays(
          { kept: day, lens, modelsDay: this.#modelsDay, isPassing: this.#isPassing(day.day) },
          findings.filter(
            ({ day: found, detected }) => found === day.day && detected.finding.entity.type === lens.lens,
          ),
        ),
      );
    });
    const counts = await store.passes.completeDays(rows, options.fence);
    const trained = kept.findLast(({ models }) => models !== null)?.models ?? null;
    // Behind a day without a state nothing comes.
    if (this.#wantsState(slice.toDay - 1, slice))
      this.#resume = toResume(kept.at(-1)!, trained ?? this.#resume?.models ?? null);
    texts.codes.forEach((code, place) => {
      this.#texts.add(code, texts.texts[place]!);
    });
    return counts;
  }

  #wantsState(day: number, slice: Slice): boolean {
    const { lastDay } = this.#parts;
    if (day === lastDay) return !this.#isPassing(day);
    return day === slice.toDay - 1 || isStateKept(day, lastDay);
  }

  /** Whether the day will be done again before anybody goes on from it. */
  #isPassing(day: number): boolean {
    return day === this.#parts.lastDay && !this.#keepsLast;
  }

  /** Evidence of findings may lie on days before the log's: these are read for it. */
  async #resolve(log: EventLog, kept: readonly KeptDay[]): Promise<readonly DayFinding[]> {
    const { store, options } = this.#parts;
    const told = kept.flatMap(({ day, lenses }) =>
      lenses.flatMap(({ partitions }) =>
        partitions.flatMap(({ partition, findings }) =>
          findings.map((finding) => ({ day, partition, finding })),
        ),
      ),
    );
    const found = told.map(({ finding }) => finding);
    const older = findDaysBefore(found, kept[0]!.day);
    const logs = [log];
    try {
      if (older.length > 0)
        logs.push(
          await readLog(
            store,
            older.map((day) => ({ fromDay: day, toDay: day + 1 })),
          ),
        );
      const detected = resolveFindings(found, { detectors: options.detectors, logs, texts: this.#texts });
      return told.map(({ day, partition }, place) => ({ day, partition, detected: detected[place]! }));
    } finally {
      for (const one of logs.slice(1)) one.close();
    }
  }
}

/** Days before this one on which evidence lies. */
function findDaysBefore(findings: readonly BehaviourFinding[], before: number): readonly number[] {
  const days = new Set<number>();
  for (const { events } of findings)
    for (const event of events) if (dayOfEvent(event) < before) days.add(dayOfEvent(event));
  return [...days].sort((a, b) => a - b);
}

/** Of two texts with one code the lesser. */
function toLesserTexts({ codes, texts }: ValueTexts): ReadonlyMap<number, string> {
  const lesser = new Map<number, string>();
  codes.forEach((code, place) => {
    const text = texts[place]!;
    const known = lesser.get(code);
    if (known === undefined || text < known) lesser.set(code, text);
  });
  return lesser;
}
