import type { ContentHash, EpochMs, RunRecord } from "../../domain/index.ts";
import type { NewFinding, ReplacedCounts } from "./finding-port.ts";
import type { WriteOptions } from "./lease-port.ts";

/**
 * Bytes that a day of a pass leaves behind. `delta`: what the tenant learns of it. `state`: profiles and open windows at
 * its end. `sample`: rows to train on. `peers`: vectors to group peers by. `tenant`: all that is known of the tenant.
 * `models`: those that were trained at its start.
 */
export const PASS_PARTS = ["delta", "state", "sample", "peers", "tenant", "models"] as const;
export type PassPart = (typeof PASS_PARTS)[number];

/** One day of one partition; partition null: of the tenant as a whole. */
export interface PassKey {
  /** `rules`, `actor`, `address`, `resource`. */
  readonly lens: string;
  /** `toDay` of its events. */
  readonly day: number;
  readonly partition: number | null;
}

export interface PassDay extends PassKey {
  readonly parts: Readonly<Partial<Record<PassPart, Uint8Array>>>;
  /** Plain JSON: how many events each detector looked at, what it did not look at and why. */
  readonly answers: string | null;
}

/** A day of a partition with what was found on it. */
export interface CompletedDay {
  readonly day: PassDay;
  readonly findings: readonly Omit<NewFinding, "day">[];
}

export interface DonePass extends PassKey {
  readonly doneAt: EpochMs;
}

/** What a lens is built with: another hash of rules, features and limits means that it starts anew. */
export interface LensState {
  readonly lens: string;
  readonly configuration: string;
}

export interface NewInputs {
  /** Inputs with events that the lens had not seen. */
  readonly inputs: number;
  /** First day that has events of them, from which on days are to be done again; null: there are none. */
  readonly fromDay: number | null;
}

export interface PassRun {
  readonly id: string;
  /** What ran: `detect`, `watch`, `replay`. */
  readonly purpose: string;
  readonly startedAt: EpochMs;
  /** Null: it runs, or broke off. */
  readonly finishedAt: EpochMs | null;
  readonly record: RunRecord | null;
}

/** How far detection is. */
export interface PassProgress {
  /** The last run that finished; null: nothing was ever looked at. */
  readonly lastRun: PassRun | null;
  /** Inputs with events that came since, and their events: nobody looked at them yet. */
  readonly inputsWaiting: number;
  readonly eventsWaiting: number;
  /** A run that began after the last one that finished, and did not finish: it goes on, or broke off. */
  readonly unfinished: PassRun | null;
}

export interface PassStore {
  /**
   * Says with what a lens works. With another configuration than before, its days and parts are gone afterwards, and
   * every input is new to it; its findings stay until their days are done again. True: it starts anew.
   */
  configure(state: LensState, options?: WriteOptions): Promise<boolean>;
  /**
   * Takes note of inputs that came since it was last asked, in one transaction with what follows from them: days from
   * their first event on are to be done again. Their findings stay until then.
   */
  admitInputs(lens: string, options?: WriteOptions): Promise<NewInputs>;
  /**
   * Days from this one on (null: all) are to be done again: their marks and parts go, their findings stay until then.
   */
  rewind(lens: string, fromDay: number | null, options?: WriteOptions): Promise<void>;
  /**
   * A day of a partition is done: its parts, its findings instead of those it gave before, and the mark, in one
   * transaction. Older states and tenants are thinned out (`isStateKept`).
   */
  completeDay(
    day: PassDay,
    findings: readonly Omit<NewFinding, "day">[],
    options?: WriteOptions,
  ): Promise<ReplacedCounts>;
  /** The same for several, all of them or none. */
  completeDays(days: readonly CompletedDay[], options?: WriteOptions): Promise<ReplacedCounts>;
  /** Days that are done, by day, then partition. */
  listDone(
    lens: string,
    range?: { readonly fromDay?: number; readonly toDay?: number },
  ): Promise<readonly DonePass[]>;
  /** Null: it is not there, or was thinned out. */
  readPart(key: PassKey, part: PassPart): Promise<Uint8Array | null>;
  /** A part of all partitions on one day, by partition. */
  readParts(
    key: Pick<PassKey, "lens" | "day">,
    part: PassPart,
  ): Promise<readonly { readonly partition: number | null; readonly bytes: Uint8Array }[]>;
  /** The last day up to `throughDay` of which the part is there; null: none. */
  findDayWith(
    key: { readonly lens: string; readonly partition: number | null; readonly throughDay: number },
    part: PassPart,
  ): Promise<number | null>;
  /** Removes a part of days before this one, where nobody needs it any more. */
  dropParts(
    where: { readonly lens: string; readonly part: PassPart; readonly beforeDay: number },
    options?: WriteOptions,
  ): Promise<void>;
  /** Answers of days, by day, then partition. */
  listAnswers(
    lens: string,
    range?: { readonly fromDay?: number; readonly toDay?: number },
  ): Promise<readonly (PassKey & { readonly answers: string })[]>;
  /** First and last day that have events (UTC); null: there are none. */
  findEventDays(): Promise<{ readonly first: number; readonly last: number } | null>;
  /** Days (UTC) from this one on that have events, ascending, and how many. */
  countEventDays(fromDay: number): Promise<readonly { readonly day: number; readonly events: number }[]>;

  /** Texts of value codes. Of two texts with one code the lesser is kept, whoever comes first. */
  addTexts(texts: ReadonlyMap<number, string>): Promise<void>;
  readTexts(codes: Iterable<number>): Promise<ReadonlyMap<number, string>>;
  streamTexts(): AsyncGenerator<ReadonlyMap<number, string>>;

  startRun(purpose: string): Promise<PassRun>;
  finishRun(id: string, record: RunRecord): Promise<void>;
  /** The newest first. */
  listRuns(limit: number): Promise<readonly PassRun[]>;
  readProgress(): Promise<PassProgress>;

  /** Everything about lenses and days but findings, for a copy of the database. */
  exportLenses(): Promise<readonly LensExport[]>;
  streamDays(lens: string): AsyncGenerator<ExportedDay>;
  restoreLens(lens: LensExport): Promise<void>;
  restoreDay(day: ExportedDay): Promise<void>;
  restoreRun(run: PassRun): Promise<void>;
}

export interface LensExport extends LensState {
  /** Inputs that it has seen. */
  readonly inputs: readonly ContentHash[];
}

export interface ExportedDay extends PassDay {
  readonly doneAt: EpochMs;
}
