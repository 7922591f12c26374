import {
  type FittedIsolationForest,
  isolationForest,
  type Labels,
  type Matrix,
  randomForest,
  scoreInThreads,
} from "../src/learn/index.ts";
import { type CeilingJob, startCeiling } from "./learn-ceiling.ts";
import { verdictOn } from "./learn-targets.ts";

interface ThreadsBench {
  readonly table: Matrix;
  readonly labels: Labels;
  readonly isolation: FittedIsolationForest;
  readonly trees: number;
  readonly repeats: number;
}

/** The speed of two workers over that of one thread which is asked for. A forest that is grown in 25 ms has no target. */
const GAIN_TARGETS: Readonly<Partial<Record<CeilingJob, number>>> = {
  "isolation forest, score": 1.8,
  "random forest, fit": 1.8,
};
/** Rounds for each that is asked for: a tenth of a second is easily disturbed. */
const ROUNDS_A_REPEAT = 3;

/**
 * Two workers against one thread. Beside it the ceiling: two processes of their own against one. Everything is done in
 * turn, as often as is asked for and once before that, and told by medians, for a machine's speed drifts. `at most` needs no idle
 * machine: two over the processor time that the workers take beyond one thread's, which is what they would gain if
 * nobody else wanted the two processors and none of the work had to wait for other work.
 */
export async function benchThreads({
  table,
  labels,
  isolation,
  trees,
  repeats,
}: ThreadsBench): Promise<void> {
  const width = table.columns.length;
  const jobs: readonly (readonly [CeilingJob, (threads: number) => Promise<unknown>])[] = [
    ["isolation forest, fit", (threads) => isolationForest.fit({ trees: 1000 }, table, { seed: 1, threads })],
    ["isolation forest, score", (threads) => scoreInThreads(isolation, table, { threads })],
    ["random forest, fit", (threads) => randomForest.fit({ trees }, table, { seed: 1, labels, threads })],
  ];
  const heads = ["one, s", "two, s", "gain", "at most", "ceiling", "share"]
    .map((head) => head.padStart(9))
    .join("");
  console.log(`\n${"two workers against one thread".padEnd(42)}${heads}  target`);
  for (const [name, work] of jobs) {
    const ceiling = await startCeiling({ job: name, rows: table.rows, width, trees });
    const rounds: Round[] = [];
    for (let repeat = 0; repeat <= ROUNDS_A_REPEAT * repeats; repeat++) {
      const round = await measureRound(work, ceiling);
      // The first one warms threads and compiler up.
      if (repeat > 0) rounds.push(round);
    }
    ceiling.stop();
    console.log(`${name.padEnd(42)}${wordRounds(rounds, GAIN_TARGETS[name] ?? null)}`);
  }
}

interface Round {
  readonly one: Spent;
  readonly two: Spent;
  readonly alone: number;
  readonly together: number;
}

interface Spent {
  readonly seconds: number;
  readonly processor: number;
}

async function measureRound(
  work: (threads: number) => Promise<unknown>,
  ceiling: { readonly alone: () => Promise<number>; readonly together: () => Promise<number> },
): Promise<Round> {
  const one = await spend(() => work(1));
  const two = await spend(() => work(2));
  return { one, two, alone: await ceiling.alone(), together: await ceiling.together() };
}

async function spend(work: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, processor: (user + system) / 1e6 };
}

function wordRounds(rounds: readonly Round[], target: number | null): string {
  const middle = (of: (round: Round) => number): number => medianOf(rounds.map(of));
  const gain = middle(({ one, two }) => one.seconds / two.seconds);
  const most = middle(({ one, two }) => (2 * one.processor) / two.processor);
  const ceiling = middle(({ alone, together }) => (2 * alone) / together);
  const words = [
    middle(({ one }) => one.seconds).toFixed(3),
    middle(({ two }) => two.seconds).toFixed(3),
    `${gain.toFixed(2)}x`,
    `${most.toFixed(2)}x`,
    `${ceiling.toFixed(2)}x`,
    `${Math.round((100 * gain) / ceiling)} %`,
  ];
  return `${words.map((word) => word.padStart(9)).join("")}  ${target === null ? "" : verdictOn(gain, target)}`.trimEnd();
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
