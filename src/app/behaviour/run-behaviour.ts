import {
  type BehaviourDetector,
  type BehaviourFinding,
  type BehaviourModels,
  type FeatureSample,
  type LookTally,
  TRAINING_ROWS_MIN,
  toModelsJson,
  trainBehaviourModels,
} from "../../detect/index.ts";
import {
  type AddressPlace,
  type EventLog,
  NO_ROWS,
  toFactUpdate,
  toValueTexts,
  type ValueTexts,
} from "../../detect/log/index.ts";
import { type Address, ENTITY_TYPES, type EntityType } from "../../domain/index.ts";
import {
  FEATURES,
  groupPeers,
  NO_PEERS,
  PEER_GROUPING_DAYS,
  type PeerVectors,
  type PeerView,
  type TenantDelta,
} from "../../profile/index.ts";
import { BlockPool, type FilledBlock, toBlocks } from "./blocks.ts";
import { dealPartitions } from "./deal-partitions.ts";
import type {
  LaneDayStart,
  LaneResume,
  LensEnd,
  LensResume,
  PartitionEnd,
  PeerGroups,
} from "./lane-message.ts";
import type { Lanes } from "./lanes.ts";
import { SamplePool } from "./sample-pool.ts";
import { TallySum } from "./tally-sum.ts";

/** Models are trained at the start of the day that lies so many days after the first, and then at every doubling. */
export const FIRST_TRAINING_DAYS = 7;
/** Rows of features that models are trained on, over all partitions and days. */
export const SAMPLE_ROWS_MAX = 20_000;
/** Blocks under way: one that is filled, and some that lanes read. */
const BLOCKS = 4;

export interface BehaviourRequest {
  readonly log: EventLog;
  readonly detectors: readonly BehaviourDetector[];
  /** Where an address is, for distances. */
  readonly placeOf: (address: Address) => AddressPlace | null;
  /** False: detectors that need models do not look. */
  readonly withModels: boolean;
  readonly seed: number;
  /** Events that were looked at so far. */
  readonly onProgress: (events: number) => void;
  /** Where the run goes on, and who keeps what its days leave; absent: it begins anew, and nobody does. */
  readonly keeping?: BehaviourKeeping;
}

export interface BehaviourKeeping {
  /** null: from the log's first event. */
  readonly resume: BehaviourResume | null;
  /** Texts of values from before the log. */
  readonly texts: ValueTexts;
  /** Whether somebody may want to go on from the end of this day. */
  wantsState(day: number): boolean;
  keep(day: KeptDay): void;
  /** Rows to train on of the days before the log. */
  readSamples(): Promise<readonly FeatureSample[]>;
}

/** How far a run is at the end of a day. Plain JSON. */
export interface RunMark {
  /** First day with events, and how many there were so far. */
  readonly firstDay: number;
  readonly days: number;
  /** From which day on models are trained, and peers grouped, the next time. */
  readonly nextTraining: number;
  readonly nextGrouping: number;
  /** By lens: hashes of feature rows from here on are of no use any more. */
  readonly sampleBelow: readonly number[];
}

/** What a run needs to go on behind the end of a day. */
export interface BehaviourResume {
  readonly day: number;
  readonly mark: RunMark;
  /** Text of the models in force; null: none. */
  readonly models: string | null;
  readonly lenses: readonly (LensResume & {
    readonly deltas: readonly TenantDelta[];
    readonly vectors: readonly PeerVectors[];
  })[];
}

/** What a day left. */
export interface KeptDay {
  readonly day: number;
  readonly mark: RunMark;
  /** Text of the models that were trained at its start; null: none were. */
  readonly models: string | null;
  readonly lenses: readonly KeptLens[];
}

export interface KeptLens {
  readonly lens: EntityType;
  readonly partitions: readonly PartitionEnd[];
  readonly sample: FeatureSample;
  readonly peers: PeerView;
  /** What was known of the tenant at the day's start; null: not asked for. */
  readonly tenant: Uint8Array | null;
}

export interface BehaviourOutcome {
  /** Each as it stood in the end; in no order of meaning, but in the same order each time. */
  readonly findings: readonly BehaviourFinding[];
  readonly tallies: readonly LookTally[];
  /** The last ones in force; null: none were trained. */
  readonly models: BehaviourModels | null;
  /** Days that had events. */
  readonly days: number;
}

/**
 * Goes through all events of a log, day by day, in lanes that share nothing but what is known of the tenant at the
 * day's start. The same log gives the same findings on any number of lanes.
 */
export async function runBehaviour(request: BehaviourRequest, lanes: Lanes): Promise<BehaviourOutcome> {
  const run = new BehaviourRun(request, lanes);
  return run.run();
}

interface LensState {
  readonly lens: EntityType;
  readonly samples: SamplePool;
  peers: PeerView;
}

/** What the day before left for the start of the next. */
interface DayBefore {
  readonly day: number;
  readonly deltas: readonly (readonly TenantDelta[])[];
  readonly vectors: readonly (readonly PeerVectors[])[];
}

class BehaviourRun {
  readonly #request: BehaviourRequest;
  readonly #lanes: Lanes;
  readonly #lenses: readonly LensState[];
  readonly #findings = new Map<string, BehaviourFinding>();
  readonly #tallies = new TallySum();
  readonly #pool = new BlockPool(BLOCKS);
  #models: BehaviourModels | null = null;
  #firstDay = 0;
  #nextTraining = 0;
  #nextGrouping = 0;
  #days = 0;
  /** The running day's end, once it was asked for. */
  #ending: Promise<DayBefore> | null = null;
  /** Text of the models that were trained at the running day's start. */
  #trained: string | null = null;
  #hasOlderSamples: boolean;

  constructor(request: BehaviourRequest, lanes: Lanes) {
    this.#request = request;
    this.#lanes = lanes;
    const resume = request.keeping?.resume ?? null;
    this.#lenses = lensesOf(request.detectors).map((lens, number) => ({
      lens,
      samples: new SamplePool(SAMPLE_ROWS_MAX, resume?.mark.sampleBelow[number]),
      peers: resume?.lenses[number]?.peers ?? NO_PEERS,
    }));
    this.#hasOlderSamples = resume !== null;
    if (resume !== null) this.#resumeAt(resume);
  }

  async run(): Promise<BehaviourOutcome> {
    this.#open();
    let day: number | null = null;
    const blocks = toBlocks(this.#request.log.readInOrder(), this.#pool);
    for (;;) {
      // A lane that failed releases no block.
      const next = await Promise.race([blocks.next(), this.#lanes.failure]);
      if (next.done === true) break;
      if (next.value.day !== day) await this.#startDay(next.value.day);
      day = next.value.day;
      this.#push(next.value);
    }
    if (this.#ending !== null) await this.#ending;
    return {
      findings: [...this.#findings]
        .sort(([a, one], [b, other]) => one.from - other.from || (a < b ? -1 : 1))
        .map(([, finding]) => finding),
      tallies: this.#tallies.all,
      models: this.#models,
      days: this.#days,
    };
  }

  #resumeAt({ day, mark, lenses }: BehaviourResume): void {
    this.#firstDay = mark.firstDay;
    this.#nextTraining = mark.nextTraining;
    this.#nextGrouping = mark.nextGrouping;
    this.#days = mark.days;
    this.#ending = Promise.resolve({
      day,
      deltas: lenses.map(({ deltas }) => deltas),
      vectors: lenses.map(({ vectors }) => vectors),
    });
  }

  #open(): void {
    const { log, detectors, placeOf, keeping } = this.#request;
    const facts = toFactUpdate(log.tables, NO_ROWS, placeOf);
    const texts = joinTexts(toValueTexts(log.tables, NO_ROWS, log.containers), keeping?.texts);
    const lenses = this.#lenses.map(({ lens }) => lens);
    const before = keeping?.resume ?? null;
    dealPartitions(log.partitionWeights, this.#lanes.count).forEach((partitions, lane) => {
      const resume = before === null ? null : toLaneResume(before, partitions);
      this.#lanes.tell(lane, { kind: "open", settings: { detectors, lenses, partitions, resume } });
      this.#lanes.tell(lane, { kind: "tables", facts, texts });
    });
  }

  /** While lanes work on a day, the first block of the next is filled; then all wait for the day's end. */
  async #startDay(day: number): Promise<void> {
    const before = this.#ending === null ? null : await this.#ending;
    if (before === null) {
      this.#firstDay = day;
      this.#nextTraining = day + FIRST_TRAINING_DAYS;
      this.#nextGrouping = day + PEER_GROUPING_DAYS;
    }
    this.#days++;
    this.#trained = await this.#train(day);
    const start: LaneDayStart = {
      day,
      before: before === null ? null : { day: before.day, deltas: before.deltas },
      regrouped: before === null ? null : this.#regroup(day, before),
      models: this.#trained,
      sampleBelow: this.#lenses.map(({ samples }) => samples.below),
    };
    for (let lane = 0; lane < this.#lanes.count; lane++) this.#lanes.tell(lane, { kind: "start", start });
  }

  #push(block: FilledBlock): void {
    this.#lanes.push(block, (number) => {
      this.#request.onProgress(block.through);
      this.#pool.release(number);
    });
    const { nextDay } = block;
    if (nextDay === block.day) return;
    const states = this.#request.keeping?.wantsState(block.day) ?? false;
    const vectors = states || (nextDay !== null && nextDay >= this.#nextGrouping);
    this.#ending = this.#lanes.endDay({ vectors, states }).then((ends) => this.#absorb(block.day, ends));
    this.#ending.catch(() => {});
  }

  /** Findings that grew replace what they were before. */
  #absorb(day: number, ends: readonly (readonly LensEnd[])[]): DayBefore {
    const lenses = this.#lenses.map((_, number) => toPartitions(ends, number));
    lenses.forEach((partitions, number) => {
      this.#lenses[number]!.samples.add(partitions.map(({ sample }) => sample));
      for (const { findings, tallies } of partitions) {
        for (const finding of findings) this.#findings.set(toFindingKey(finding), finding);
        this.#tallies.add(tallies);
      }
    });
    this.#keep(day, ends);
    return {
      day,
      deltas: lenses.map((partitions) => partitions.map(({ delta }) => delta)),
      vectors: lenses.map((partitions) => partitions.flatMap(({ vectors }) => vectors ?? [])),
    };
  }

  #keep(day: number, ends: readonly (readonly LensEnd[])[]): void {
    const { keeping } = this.#request;
    if (keeping === undefined) return;
    keeping.keep({
      day,
      mark: {
        firstDay: this.#firstDay,
        days: this.#days,
        nextTraining: this.#nextTraining,
        nextGrouping: this.#nextGrouping,
        sampleBelow: this.#lenses.map(({ samples }) => samples.below),
      },
      models: this.#trained,
      lenses: this.#lenses.map(({ lens, samples, peers }, number) => {
        const partitions = toPartitions(ends, number);
        const sample = cutSample(
          partitions.map((one) => one.sample),
          samples.below,
        );
        const tenant = ends.map((lane) => lane[number]!.tenant).find((bytes) => bytes !== null) ?? null;
        return { lens, partitions, sample, peers, tenant };
      }),
    });
  }

  #regroup(day: number, before: DayBefore): readonly PeerGroups[] | null {
    if (day < this.#nextGrouping) return null;
    while (this.#nextGrouping <= day) this.#nextGrouping += PEER_GROUPING_DAYS;
    return this.#lenses.map((lens, number) => {
      const vectors = before.vectors[number]!;
      lens.peers = groupPeers(vectors, lens.peers);
      return { peers: lens.peers, vectors };
    });
  }

  /** Text of new models on a day of training, from the days before it. */
  async #train(day: number): Promise<string | null> {
    if (!this.#request.withModels || day < this.#nextTraining) return null;
    const actors = this.#lenses.find(({ lens }) => lens === "actor");
    if (actors === undefined) return null;
    if (this.#hasOlderSamples) actors.samples.add((await this.#request.keeping?.readSamples()) ?? []);
    this.#hasOlderSamples = false;
    // Too few rows as yet: tried again the next day.
    if (actors.samples.rows < TRAINING_ROWS_MIN) return null;
    while (this.#nextTraining <= day) this.#nextTraining += this.#nextTraining - this.#firstDay;
    this.#models = await trainBehaviourModels(actors.samples.toSample(), {
      seed: this.#request.seed,
      trainedDay: day,
      firstDay: this.#firstDay,
      featureNames: FEATURES.map(({ name }) => name),
      orientations: FEATURES.map(({ orientation }) => orientation),
    });
    return toModelsJson(this.#models);
  }
}

/** Through whose eyes detectors look, in a fixed order. */
export const lensesOf = (detectors: readonly BehaviourDetector[]): readonly EntityType[] =>
  ENTITY_TYPES.filter((lens) => detectors.some((one) => one.lens === lens));

const joinTexts = (texts: ValueTexts, more: ValueTexts | undefined): ValueTexts =>
  more === undefined
    ? texts
    : { codes: [...texts.codes, ...more.codes], texts: [...texts.texts, ...more.texts] };

const toLaneResume = ({ models, lenses }: BehaviourResume, partitions: readonly number[]): LaneResume => ({
  models,
  lenses: lenses.map(({ tenant, peers, states }) => ({
    tenant,
    peers,
    states: new Map([...states].filter(([partition]) => partitions.includes(partition))),
  })),
});

/** Of a day's rows those that may still be among the ones that are trained on. */
function cutSample(samples: readonly FeatureSample[], below: number): FeatureSample {
  const pool = new SamplePool(SAMPLE_ROWS_MAX);
  pool.add(samples);
  const { rows, features, hashes, kinds } = pool.toSample();
  const kept = hashes.findIndex((hash) => hash >= below);
  if (kept < 0) return { rows, features, hashes, kinds };
  const width = features.length / rows;
  return {
    rows: kept,
    features: features.slice(0, kept * width),
    hashes: hashes.slice(0, kept),
    kinds: kinds.slice(0, kept),
  };
}

/** Ends of all partitions under one lens, in the order of partitions, whichever lane had them. */
const toPartitions = (ends: readonly (readonly LensEnd[])[], lens: number): readonly PartitionEnd[] =>
  ends.flatMap((lane) => lane[lens]!.partitions).sort((a, b) => a.partition - b.partition);

const toFindingKey = ({ detector, entity, from, events }: BehaviourFinding): string =>
  `${detector} ${entity.type} ${entity.code} ${from} ${events[0] ?? ""}`;
