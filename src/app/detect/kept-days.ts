import { deserialize, serialize } from "node:v8";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Detected, FeatureSample, LookTally } from "../../detect/index.ts";
import type { EntityType } from "../../domain/index.ts";
import type { PeerVectors, PeerView, TenantDelta } from "../../profile/index.ts";
import type { CompletedDay, PassPart, Store } from "../../store/index.ts";
import type { BehaviourResume, KeptDay, KeptLens, RunMark } from "../behaviour/run-behaviour.ts";
import { TallySum } from "../behaviour/tally-sum.ts";
import type { PassMemory, ResumePoint } from "./pass-memory.ts";

/** What a partition's day leaves for whoever goes on from its end. */
interface PartitionState {
  readonly state: Uint8Array;
  readonly delta: TenantDelta;
  readonly vectors: PeerVectors;
}

/** The same of the tenant as a whole. */
interface TenantState {
  readonly tenant: Uint8Array;
  readonly peers: PeerView;
  readonly mark: RunMark;
  /** Day on which the models in force were trained; null: none are. */
  readonly modelsDay: number | null;
}

// What is packed was made by the program itself; other versions of it have another configuration and begin anew.
const pack = (value: unknown): Uint8Array => zstdCompressSync(serialize(value));
const unpack = (bytes: Uint8Array): unknown => deserialize(zstdDecompressSync(bytes));

/** A finding and on which day of which partition it was told. */
export interface DayFinding {
  readonly day: number;
  readonly partition: number;
  readonly detected: Detected;
}

interface LensDay {
  readonly kept: KeptDay;
  readonly lens: KeptLens;
  readonly modelsDay: number | null;
  /** It is done again before anybody goes on from it: nothing of it is kept but what was found. */
  readonly isPassing: boolean;
}

/** The rows of a day of one lens: one of each partition, and one of the tenant as a whole. */
export function toCompletedDays(day: LensDay, findings: readonly DayFinding[]): readonly CompletedDay[] {
  const { kept, lens } = day;
  const key = { lens: lens.lens, day: kept.day };
  const ofPartitions = lens.partitions.map(({ partition, state, delta, vectors }) => ({
    day: {
      ...key,
      partition,
      parts:
        state === null || vectors === null
          ? {}
          : { state: pack({ state, delta, vectors } satisfies PartitionState) },
      answers: null,
    },
    findings: findings
      .filter((one) => one.partition === partition)
      .map(({ detected }) => ({
        finding: detected.finding,
        accessKeyId: detected.first.accessKeyId,
      })),
  }));
  const whole = { ...key, partition: null, parts: toTenantParts(day), answers: toAnswers(lens) };
  return [...ofPartitions, { day: whole, findings: [] }];
}

function toTenantParts(day: LensDay): Partial<Record<PassPart, Uint8Array>> {
  if (day.isPassing) return {};
  const { kept, lens, modelsDay } = day;
  const { tenant, peers, sample } = lens;
  const { mark } = kept;
  return {
    ...(tenant === null ? {} : { tenant: pack({ tenant, peers, mark, modelsDay } satisfies TenantState) }),
    ...(sample.rows === 0 ? {} : { sample: pack(sample) }),
    ...(kept.models === null ? {} : { models: pack(kept.models) }),
  };
}

function toAnswers({ partitions }: KeptLens): string {
  const sum = new TallySum();
  for (const { tallies } of partitions) sum.add(tallies);
  return JSON.stringify(sum.all);
}

/** What is kept of the last day from whose end a run can go on; null: it begins with the first day. */
export async function readResume(
  store: Store,
  lenses: readonly EntityType[],
  memory?: PassMemory,
): Promise<ResumePoint | null> {
  let day = Number.MAX_SAFE_INTEGER;
  for (const lens of lenses) {
    const key = { lens, partition: null, throughDay: LAST_DAY };
    day = Math.min(day, (await store.passes.findDayWith(key, "tenant")) ?? -1);
  }
  if (day < 0 || lenses.length === 0) return null;
  return memory?.recall(day) ?? readResumeOf(store, lenses, day);
}

async function readResumeOf(
  store: Store,
  lenses: readonly EntityType[],
  day: number,
): Promise<ResumePoint | null> {
  const states: TenantState[] = [];
  const resumed: BehaviourResume["lenses"][number][] = [];
  for (const lens of lenses) {
    const tenant = await store.passes.readPart({ lens, day, partition: null }, "tenant");
    if (tenant === null) return null;
    const whole = unpack(tenant) as TenantState;
    const parts = (await store.passes.readParts({ lens, day }, "state")).map(({ partition, bytes }) => ({
      partition,
      ...(unpack(bytes) as PartitionState),
    }));
    states.push(whole);
    resumed.push({
      tenant: whole.tenant,
      peers: whole.peers,
      states: new Map(parts.map(({ partition, state }) => [partition ?? 0, state])),
      deltas: parts.map(({ delta }) => delta),
      vectors: parts.map(({ vectors }) => vectors),
    });
  }
  const { mark, modelsDay } = states[0]!;
  const models = modelsDay === null ? null : await readModels(store, lenses[0]!, modelsDay);
  return { resume: { day, mark, models, lenses: resumed }, modelsDay };
}

/** Later than any event. */
const LAST_DAY = 2 ** 31 - 1;

async function readModels(store: Store, lens: EntityType, day: number): Promise<string> {
  const bytes = await store.passes.readPart({ lens, day, partition: null }, "models");
  if (bytes === null) throw new Error(`the models of day ${day} are not kept`);
  return unpack(bytes) as string;
}

/** What a run that just ended would be resumed with, without reading it again. */
export function toResume({ day, mark, lenses }: KeptDay, models: string | null): BehaviourResume {
  return {
    day,
    mark,
    models,
    lenses: lenses.map(({ tenant, peers, partitions }) => ({
      tenant: tenant!,
      peers,
      states: new Map(partitions.map(({ partition, state }) => [partition, state!])),
      deltas: partitions.map(({ delta }) => delta),
      vectors: partitions.map(({ vectors }) => vectors!),
    })),
  };
}

/** Rows to train on of all days up to this one. */
export async function readSamples(
  store: Store,
  lens: EntityType,
  throughDay: number,
): Promise<readonly FeatureSample[]> {
  const done = await store.passes.listDone(lens, { toDay: throughDay + 1 });
  const samples: FeatureSample[] = [];
  for (const { day, partition } of done) {
    if (partition !== null) continue;
    const bytes = await store.passes.readPart({ lens, day, partition: null }, "sample");
    if (bytes !== null) samples.push(unpack(bytes) as FeatureSample);
  }
  return samples;
}

/** How often detectors looked, and on how many days, over everything that is stored. */
export async function readLooks(
  store: Store,
  lenses: readonly EntityType[],
): Promise<{ readonly tallies: readonly LookTally[]; readonly days: number }> {
  const sum = new TallySum();
  const days = new Set<number>();
  for (const lens of lenses)
    for (const { day, answers } of await store.passes.listAnswers(lens)) {
      days.add(day);
      sum.add(JSON.parse(answers) as readonly LookTally[]);
    }
  return { tallies: sum.all, days: days.size };
}
