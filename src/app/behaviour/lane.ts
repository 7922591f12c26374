import { EVENT_LAYOUT, FactTables, openRows, type Rows, TextsByCode } from "../../detect/log/index.ts";
import {
  type BehaviourModels,
  type DayPass,
  LENS_KIND,
  type Lexicon,
  parseModels,
} from "../../detect/pass/index.ts";
import type { EntityType } from "../../domain/index.ts";
import {
  createEventFacts,
  type EventFacts,
  NO_PEERS,
  PARTITIONS,
  type PeerView,
  partitionOf,
  type Tenant,
  toLensEntityOf,
} from "../../profile/index.ts";
import { BLOCK_ROWS } from "./blocks.ts";
import type {
  EndWishes,
  LaneDayStart,
  LaneMessage,
  LaneSettings,
  LensEnd,
  PartitionEnd,
  RowBlock,
} from "./lane-message.ts";

/** What a lane is built of, for one lens: bytes are those that the same part gave as its snapshot; null: none. */
export interface LensParts {
  readonly makePass: (resume: Uint8Array | null) => DayPass;
  readonly makeTenant: (resume: Uint8Array | null) => Tenant;
}

/** Says how the parts of a lens are made; tests bring theirs. */
export type MakeLens = (lens: EntityType, settings: LaneSettings, lexicon: Lexicon) => LensParts;

interface OpenLens {
  readonly lens: EntityType;
  readonly entityOf: (facts: EventFacts) => number;
  readonly tenant: Tenant;
  /** By partition; null: another lane's. */
  readonly passes: readonly (DayPass | null)[];
  peers: PeerView;
}

/**
 * Works on some partitions, day by day. Keeps its own copy of what is known of the tenant, made of the deltas of all
 * lanes: that costs each lane a little, and nobody waits for another within a day.
 */
export class Lane {
  readonly #makeLens: MakeLens;
  #tables = new FactTables();
  #texts = new TextsByCode();
  readonly #facts = createEventFacts();
  #lenses: readonly OpenLens[] = [];
  #models: BehaviourModels | null = null;

  constructor(makeLens: MakeLens) {
    this.#makeLens = makeLens;
  }

  /** Everything but rows and ends, which have answers. Opened again, it begins anew. */
  take(message: Exclude<LaneMessage, { readonly kind: "rows" | "end" }>): void {
    if (message.kind === "open") this.#open(message.settings);
    else if (message.kind === "start") this.#startDay(message.start);
    else {
      this.#tables.append(message.facts);
      this.#texts.add(message.texts);
    }
  }

  /** Works through the rows of its partitions. */
  push({ memory, count, firstEvent }: RowBlock): void {
    const rows = openRows(EVENT_LAYOUT, BLOCK_ROWS, memory);
    const [only] = this.#lenses;
    if (this.#lenses.length === 1 && only!.lens === "actor")
      this.#pushActors(only!.passes, rows, { count, firstEvent });
    else this.#pushAll(rows, { count, firstEvent });
  }

  endDay(wants: EndWishes): readonly LensEnd[] {
    return this.#lenses.map(({ passes, tenant }) => ({
      partitions: passes.flatMap((pass, partition) =>
        pass === null ? [] : [toPartitionEnd(pass, { partition, wants })],
      ),
      // All lanes know the same of the tenant: whoever has the first partition tells it.
      tenant: wants.states && passes[0] !== null ? tenant.snapshot() : null,
    }));
  }

  #open(settings: LaneSettings): void {
    const { resume } = settings;
    const texts = new TextsByCode();
    this.#tables = new FactTables();
    this.#texts = texts;
    this.#models = null;
    const lexicon: Lexicon = { textOf: (code) => texts.textOf(code) };
    const owned = new Set(settings.partitions);
    if (resume !== null && resume.models !== null) this.#models = parseModels(resume.models);
    this.#lenses = settings.lenses.map((lens, number) => {
      const { makePass, makeTenant } = this.#makeLens(lens, settings, lexicon);
      const before = resume?.lenses[number] ?? null;
      return {
        lens,
        entityOf: toEntityOf(lens),
        tenant: makeTenant(before?.tenant ?? null),
        passes: Array.from({ length: PARTITIONS }, (_, partition) =>
          owned.has(partition) ? makePass(before?.states.get(partition) ?? null) : null,
        ),
        peers: before?.peers ?? NO_PEERS,
      };
    });
  }

  #startDay({ day, before, regrouped, models, sampleBelow }: LaneDayStart): void {
    if (models !== null) this.#models = parseModels(models);
    this.#lenses.forEach((lens, number) => {
      const { tenant, passes } = lens;
      if (before !== null) tenant.merge(before.day, before.deltas[number]!);
      if (regrouped !== null) {
        const { peers, vectors } = regrouped[number]!;
        lens.peers = peers;
        tenant.regroup(peers, vectors);
      }
      for (const pass of passes)
        pass?.startDay({
          day,
          tenant: tenant.view,
          peers: lens.peers,
          models: this.#models,
          sampleBelow: sampleBelow[number]!,
        });
    });
  }

  #pushActors(passes: OpenLens["passes"], rows: Rows, { count, firstEvent }: Span): void {
    const facts = this.#facts;
    for (let row = 0; row < count; row++) {
      const pass = passes[partitionOf(this.#tables.actorOf(rows, row))] ?? null;
      if (pass === null) continue;
      this.#tables.fill(facts, rows, row);
      facts.event = firstEvent + row;
      pass.push(facts);
    }
  }

  #pushAll(rows: Rows, { count, firstEvent }: Span): void {
    for (let row = 0; row < count; row++) this.#pushRow(rows, row, firstEvent + row);
  }

  /** A function of its own, so that it is compiled once and not anew within the loop of each block. */
  #pushRow(rows: Rows, row: number, event: number): void {
    const facts = this.#facts;
    this.#tables.fill(facts, rows, row);
    facts.event = event;
    for (let i = 0; i < this.#lenses.length; i++) {
      const { entityOf, passes } = this.#lenses[i]!;
      const entity = entityOf(facts);
      if (entity !== 0) passes[partitionOf(entity)]?.push(facts);
    }
  }
}

interface Span {
  readonly count: number;
  readonly firstEvent: number;
}

function toPartitionEnd(
  pass: DayPass,
  { partition, wants }: { readonly partition: number; readonly wants: EndWishes },
): PartitionEnd {
  const { delta, sample, peerVectors, findings, tallies } = pass.endDay({ peerVectors: wants.vectors });
  const state = wants.states ? pass.snapshot() : null;
  return { partition, state, delta, sample, vectors: peerVectors, findings, tallies };
}

/** Code of the entity to which an event belongs under a lens; 0: none. */
const toEntityOf = (lens: EntityType): ((facts: EventFacts) => number) =>
  lens === "actor" ? ({ actor }) => actor : toLensEntityOf(LENS_KIND[lens]);
