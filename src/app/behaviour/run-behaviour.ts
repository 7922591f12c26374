import {
  type BehaviourDetector,
  type BehaviourFinding,
  type BehaviourModels,
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
import type { LaneDayStart, LensEnd, PartitionEnd, PeerGroups } from "./lane-message.ts";
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
  placeOf(address: Address): AddressPlace | null;
  /** False: detectors that need models do not look. */
  readonly withModels: boolean;
  readonly seed: number;
  /** Events that were looked at so far. */
  onProgress(events: number): void;
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

  constructor(request: BehaviourRequest, lanes: Lanes) {
    this.#request = request;
    this.#lanes = lanes;
    this.#lenses = ENTITY_TYPES.filter((lens) => request.detectors.some((one) => one.lens === lens)).map(
      (lens) => ({ lens, samples: new SamplePool(SAMPLE_ROWS_MAX), peers: NO_PEERS }),
    );
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

  #open(): void {
    const { log, detectors, placeOf } = this.#request;
    const facts = toFactUpdate(log.tables, NO_ROWS, placeOf);
    const texts = toValueTexts(log.tables, NO_ROWS, log.containers);
    const lenses = this.#lenses.map(({ lens }) => lens);
    dealPartitions(log.partitionWeights, this.#lanes.count).forEach((partitions, lane) => {
      this.#lanes.tell(lane, { kind: "open", settings: { detectors, lenses, partitions, resume: null } });
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
    const start: LaneDayStart = {
      day,
      before: before === null ? null : { day: before.day, deltas: before.deltas },
      regrouped: before === null ? null : this.#regroup(day, before),
      models: await this.#train(day),
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
    const wantsVectors = nextDay !== null && nextDay >= this.#nextGrouping;
    this.#ending = this.#lanes
      .endDay({ vectors: wantsVectors, states: false })
      .then((ends) => this.#absorb(block.day, ends));
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
    return {
      day,
      deltas: lenses.map((partitions) => partitions.map(({ delta }) => delta)),
      vectors: lenses.map((partitions) => partitions.flatMap(({ vectors }) => vectors ?? [])),
    };
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
    // Too few rows as yet: tried again the next day.
    if (actors === undefined || actors.samples.rows < TRAINING_ROWS_MIN) return null;
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

/** Ends of all partitions under one lens, in the order of partitions, whichever lane had them. */
const toPartitions = (ends: readonly (readonly LensEnd[])[], lens: number): readonly PartitionEnd[] =>
  ends.flatMap((lane) => lane[lens]!.partitions).sort((a, b) => a.partition - b.partition);

const toFindingKey = ({ detector, entity, from, events }: BehaviourFinding): string =>
  `${detector} ${entity.type} ${entity.code} ${from} ${events[0] ?? ""}`;
