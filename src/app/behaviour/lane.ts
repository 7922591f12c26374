import { EVENT_LAYOUT, FactTables, openRows, type Rows, TextsByCode } from "../../detect/log/index.ts";
import { type BehaviourModels, type DayPass, type Lexicon, parseModels } from "../../detect/pass/index.ts";
import type { EntityType } from "../../domain/index.ts";
import {
  createEventFacts,
  type EventFacts,
  NO_PEERS,
  PARTITIONS,
  type PeerView,
  partitionOf,
  type Tenant,
} from "../../profile/index.ts";
import { BLOCK_ROWS } from "./blocks.ts";
import type { LaneDayStart, LaneMessage, LaneSettings, LensEnd, RowBlock } from "./lane-message.ts";

/** What a lane is built of, for one lens. */
export interface LensParts {
  readonly pass: DayPass;
  readonly tenant: Tenant;
}

/** Builds the pass of a lens; the lane's own way of making them, so that tests can bring theirs. */
export type MakeLens = (lens: EntityType, settings: LaneSettings, lexicon: Lexicon) => LensParts;

interface OpenLens extends LensParts {
  readonly lens: EntityType;
  peers: PeerView;
}

/**
 * Works on some partitions, day by day. Keeps its own copy of what is known of the tenant, made of the deltas of all
 * lanes: that costs each lane a little, and nobody waits for another within a day.
 */
export class Lane {
  readonly #makeLens: MakeLens;
  readonly #tables = new FactTables();
  readonly #texts = new TextsByCode();
  readonly #facts = createEventFacts();
  readonly #owned = new Uint8Array(PARTITIONS);
  #lenses: readonly OpenLens[] = [];
  #models: BehaviourModels | null = null;

  constructor(makeLens: MakeLens) {
    this.#makeLens = makeLens;
  }

  /** Everything but rows and ends, which have answers. */
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
      this.#pushActors(only!.pass, rows, { count, firstEvent });
    else this.#pushAll(rows, { count, firstEvent });
  }

  endDay(wantsVectors: boolean): readonly LensEnd[] {
    return this.#lenses.map(({ pass }) => {
      const { delta, sample, peerVectors, findings, tallies } = pass.endDay({ peerVectors: wantsVectors });
      return { delta, sample, vectors: peerVectors, findings, tallies };
    });
  }

  #open(settings: LaneSettings): void {
    for (const partition of settings.partitions) this.#owned[partition] = 1;
    const lexicon: Lexicon = { textOf: (code) => this.#texts.textOf(code) };
    this.#lenses = settings.lenses.map((lens) => ({
      ...this.#makeLens(lens, settings, lexicon),
      lens,
      peers: NO_PEERS,
    }));
  }

  #startDay({ day, before, regrouped, models, sampleBelow }: LaneDayStart): void {
    if (models !== null) this.#models = parseModels(models);
    this.#lenses.forEach((lens, number) => {
      const { tenant, pass } = lens;
      if (before !== null) tenant.merge(before.day, before.deltas[number]!);
      if (regrouped !== null) {
        const { peers, vectors } = regrouped[number]!;
        lens.peers = peers;
        tenant.regroup(peers, vectors);
      }
      pass.startDay({
        day,
        tenant: tenant.view,
        peers: lens.peers,
        models: this.#models,
        sampleBelow: sampleBelow[number]!,
      });
    });
  }

  #pushActors(pass: DayPass, rows: Rows, { count, firstEvent }: Span): void {
    const facts = this.#facts;
    for (let row = 0; row < count; row++) {
      if (this.#owned[partitionOf(this.#tables.actorOf(rows, row))] === 0) continue;
      this.#tables.fill(facts, rows, row);
      facts.event = firstEvent + row;
      pass.push(facts);
    }
  }

  #pushAll(rows: Rows, { count, firstEvent }: Span): void {
    const facts = this.#facts;
    for (let row = 0; row < count; row++) {
      this.#tables.fill(facts, rows, row);
      facts.event = firstEvent + row;
      for (const { lens, pass } of this.#lenses) {
        const entity = entityOf(lens, facts);
        if (entity !== 0 && this.#owned[partitionOf(entity)] === 1) pass.push(facts);
      }
    }
  }
}

interface Span {
  readonly count: number;
  readonly firstEvent: number;
}

/** Code of the entity to which the event belongs under a lens; 0: none. */
export function entityOf(lens: EntityType, facts: EventFacts): number {
  if (lens === "actor") return facts.actor;
  return lens === "ip" ? facts.address : facts.container;
}
