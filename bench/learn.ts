import { parseArgs } from "node:util";
import {
  contributionsOf,
  createLimeReference,
  explainClass,
  explainIsolation,
  explainLocally,
} from "../src/explain/index.ts";
import {
  closeThreads,
  type FittedIsolationForest,
  type FittedRandomForest,
  isolationForest,
  type Matrix,
  oneClassSvm,
  randomForest,
  selectRows,
} from "../src/learn/index.ts";
import { type LearnData, makeData } from "./learn-data.ts";
import { peakMegabytesMax, withPeakMemory } from "./learn-memory.ts";
import { LEARN_PARTS, type LearnPart, type PeerTimes, runPeers } from "./learn-peers.ts";
import { benchSets } from "./learn-sets.ts";
import { firstTargetOf, targetOf, verdictOn } from "./learn-targets.ts";
import { benchThreads } from "./learn-threads.ts";

const WIDTH = 20;
const SVM_CASES = [
  [7200, 6, 0.05],
  [7200, 6, 0.5],
  [10_000, 20, 0.05],
] as const;

const CLASSIC = { profile: "classic", trees: 250 } as const;
const forestParams = ({ trees }: Bench) => ({ trees, maxDepth: 16 });

interface Bench {
  readonly data: LearnData;
  readonly explain: number;
  readonly trees: number;
  readonly repeats: number;
  readonly peers: PeerTimes;
}

/**
 * `npm run bench -- learn [--rows 80000] [--explain 500] [--trees 100] [--repeats 3] [--no-peers] [--only svm,forest]`:
 * fit, score and explain in rows per second, one thread against one thread of scikit-learn, LightGBM, shap and lime in the same run,
 * with the targets that are set for the ratios, the process's peak of resident memory, which has a limit, and two
 * workers against one beside what two processes of their own reach. One thread's times are the best of the repeats; peers do what takes them
 * long once. One thread is timed by its processor, so that others on the machine weigh less on the ratios; two are timed
 * by the clock. What stands as the first run's ratio is before the compiler has warmed up, against the peer's best; LIBSVM has a target for
 * it, which a short-lived process meets as well. `--sets FOLDER [--seeds 5]` measures
 * areas under the curve on a folder of public sets instead.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "80000" },
      explain: { type: "string", default: "500" },
      trees: { type: "string", default: "100" },
      repeats: { type: "string", default: "3" },
      "no-peers": { type: "boolean", default: false },
      only: { type: "string", default: LEARN_PARTS.join(",") },
      sets: { type: "string" },
      seeds: { type: "string", default: "5" },
    },
  });
  if (values.sets !== undefined) return benchSets(values.sets, Number(values.seeds));
  const [rows, explain, trees, repeats] = [values.rows, values.explain, values.trees, values.repeats].map(
    Number,
  );
  const asked = values.only.split(",");
  const unknown = asked.filter((name) => !LEARN_PARTS.some((part) => part === name));
  if (unknown.length > 0)
    throw new Error(`No part ${unknown.join(", ")}; there are ${LEARN_PARTS.join(", ")}.`);
  const parts = LEARN_PARTS.filter((part) => asked.includes(part));
  const plan = { parts, rows: rows!, width: WIDTH, trees: trees!, explain: explain!, svm: SVM_CASES };
  const peers = values["no-peers"]
    ? { seconds: new Map(), missing: ["peers were not asked for"] }
    : await runPeers(plan);
  for (const word of peers.missing) console.log(`(${word})`);
  console.log(`${rows} rows x ${WIDTH} columns, Node ${process.versions.node}`);
  console.log(
    `${"job".padEnd(42)}${"seconds".padStart(10)}${"rows/s".padStart(12)}${"peer/ours".padStart(14)}${"first run".padStart(14)}${"peak MB".padStart(10)}  targets of peer/ours and first run`,
  );
  const data = makeData(rows!, WIDTH, 1);
  const bench: Bench = { data, explain: explain!, trees: trees!, repeats: repeats!, peers };
  await benchParts(bench, parts);
  await closeThreads();
}

async function benchParts(bench: Bench, parts: readonly LearnPart[]): Promise<void> {
  const { table, labels } = bench.data;
  let isolation: FittedIsolationForest | null = null;
  let forest: FittedRandomForest | null = null;
  if (parts.includes("isolation")) isolation = await benchIsolation(bench);
  if (parts.includes("forest")) forest = await benchForest(bench);
  if (parts.includes("svm")) await benchSvm(bench);
  if (!parts.includes("explanations") && !parts.includes("threads")) return;
  isolation ??= await isolationForest.fit(CLASSIC, table, { seed: 1 });
  if (parts.includes("explanations")) {
    forest ??= await randomForest.fit(forestParams(bench), table, { seed: 1, labels });
    await benchExplanations(bench, isolation, forest);
  }
  if (parts.includes("threads")) await benchThreads({ ...bench, ...bench.data, isolation });
}

async function benchIsolation(bench: Bench): Promise<FittedIsolationForest> {
  const { table } = bench.data;
  const fitted = await measure(bench, { job: "isolation fit", name: "isolation forest, classic, fit" }, () =>
    isolationForest.fit(CLASSIC, table, { seed: 1 }),
  );
  await measure(
    bench,
    { job: "isolation score", name: "isolation forest, classic, score", rows: table.rows },
    () => isolationForest.score(fitted, table),
  );
  const standard = await measure(bench, { job: null, name: "isolation forest, standard, fit" }, () =>
    isolationForest.fit({ trees: 250 }, table, { seed: 1 }),
  );
  await measure(bench, { job: null, name: "isolation forest, standard, score", rows: table.rows }, () =>
    isolationForest.score(standard, table),
  );
  const some = firstRows(table, bench.explain);
  await measure(bench, { job: null, name: "isolation forest, standard, SHAP", rows: some.rows }, () =>
    explainIsolation(standard, some),
  );
  return fitted;
}

async function benchForest(bench: Bench): Promise<FittedRandomForest> {
  const { table, labels } = bench.data;
  const fitted = await measure(
    bench,
    { job: "forest fit", also: "lightgbm fit", name: `random forest, ${bench.trees} trees, fit` },
    () => randomForest.fit(forestParams(bench), table, { seed: 1, labels }),
  );
  await measure(bench, { job: "forest score", name: "random forest, score", rows: table.rows }, () =>
    randomForest.score(fitted, table),
  );
  return fitted;
}

async function benchSvm(bench: Bench): Promise<void> {
  for (const [rows, width, nu] of SVM_CASES) {
    const { table } = makeData(rows, width, 2);
    const name = `one-class SVM, ${rows} x ${width}, nu ${nu}, fit`;
    await measure(bench, { job: `svm fit ${rows}x${width} nu ${nu}`, name }, () =>
      oneClassSvm.fit({ nu, method: "exact" }, table, { seed: 1 }),
    );
  }
  const { table } = bench.data;
  const name = "one-class SVM, approximate, fit";
  const fitted = await measure(bench, { job: "svm approximate fit", name }, () =>
    oneClassSvm.fit({ method: "approximate" }, table, { seed: 1 }),
  );
  await measure(bench, { job: null, name: "one-class SVM, approximate, score", rows: table.rows }, () =>
    oneClassSvm.score(fitted, table),
  );
}

async function benchExplanations(
  bench: Bench,
  isolation: FittedIsolationForest,
  forest: FittedRandomForest,
): Promise<void> {
  const { table } = bench.data;
  const some = firstRows(table, bench.explain);
  const many = firstRows(table, 10 * bench.explain);
  await measure(
    bench,
    { job: "isolation shap", name: "isolation forest, classic, SHAP", rows: some.rows },
    () => explainIsolation(isolation, some),
  );
  const walked = { job: "isolation shap", name: "isolation forest, classic, SHAP, walk", rows: some.rows };
  await measure(bench, walked, () => contributionsOf(isolation, some, { method: "walk" }));
  // The peer explains fewer rows: as if it had been asked for as many.
  const lasting = { job: "isolation shap", name: "isolation forest, classic, SHAP, 10 x", rows: many.rows };
  await measure(bench, { ...lasting, peerTimes: 10 }, () => explainIsolation(isolation, many));
  await measure(bench, { job: "forest shap", name: "random forest, SHAP", rows: some.rows }, () =>
    explainClass(forest, some),
  );
  const reference = createLimeReference(firstRows(table, 5000));
  const row = firstRows(table, 1);
  const predict = (made: Matrix) => isolationForest.score(isolation, made);
  const options = { modelVersion: "bench", samplesMax: 5000 };
  await measure(bench, { job: "lime", name: "LIME of one row, 5000 neighbours", rows: 1 }, () =>
    explainLocally(reference, { table: row, predict }, options),
  );
}

interface Measured {
  /** The peer's name of the job; null when no peer does it. */
  readonly job: string | null;
  /** A second peer's name of it; its ratio stands behind the first one's. */
  readonly also?: string;
  readonly name: string;
  /** Rows that the work is about, for rows per second; none for fits. */
  readonly rows?: number;
  /** How many times as much the peer would have had to do. */
  readonly peerTimes?: number;
}

async function measure<T>(
  bench: Bench,
  { job, also, name, rows, peerTimes = 1 }: Measured,
  work: () => T | Promise<T>,
): Promise<T> {
  const { megabytes, result: first } = await withPeakMemory(async () => {
    const started = processorSeconds();
    await work();
    return processorSeconds() - started;
  });
  const { seconds, result } = await bestOf(bench.repeats, work, processorSeconds);
  const peers = [job, also].flatMap((peer) => {
    const took = bench.peers.seconds.get(peer ?? "");
    return peer === undefined || peer === null || took === undefined
      ? []
      : [{ peer, took: took * peerTimes }];
  });
  const ratiosTo = (own: number): string => peers.map(({ took }) => `${(took / own).toFixed(2)}x`).join(" ");
  const verdicts = peers.flatMap(({ peer, took }) => [
    wordTarget(took / seconds, targetOf(peer)),
    wordTarget(took / first, firstTargetOf(peer)),
  ]);
  const rate = rows === undefined ? "" : Math.round(rows / seconds).toLocaleString("en");
  const peak = megabytes === null ? "" : megabytes.toFixed(0);
  const ratios = [ratiosTo(seconds), ratiosTo(first)].map((ratio) => ratio.padStart(14)).join("");
  console.log(
    `${name.padEnd(42)}${seconds.toFixed(3).padStart(10)}${rate.padStart(12)}${ratios}${peak.padStart(10)}  ${verdicts.flat().join(", ")}`,
  );
  const { table } = bench.data;
  const peakMax = peakMegabytesMax(table.rows * table.columns.length);
  if (megabytes !== null && megabytes > peakMax) {
    console.error(`${name}: ${peak} MB of memory, at most ${peakMax.toFixed(0)} are allowed.`);
    process.exitCode = 1;
  }
  return result;
}

const wordTarget = (ratio: number, target: number | null): readonly string[] =>
  target === null ? [] : [verdictOn(ratio, target)];

/** Small jobs are repeated until the compiler has warmed up. */
const SECONDS_MIN = 0.5;
const REPEATS_MAX = 40;

/** All threads of the process, so that what the collector and the compiler do beside the work counts as well. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function bestOf<T>(
  repeats: number,
  work: () => T | Promise<T>,
  secondsNow = (): number => performance.now() / 1000,
): Promise<{ seconds: number; result: T }> {
  let best = Number.POSITIVE_INFINITY;
  let total = 0;
  for (let repeat = 1; ; repeat++) {
    const started = secondsNow();
    const result = await work();
    const seconds = secondsNow() - started;
    best = Math.min(best, seconds);
    total += seconds;
    if (repeat >= repeats && (total >= SECONDS_MIN || repeat >= REPEATS_MAX))
      return { seconds: best, result };
  }
}

const firstRows = (table: Matrix, count: number): Matrix =>
  selectRows(
    table,
    Array.from({ length: Math.min(count, table.rows) }, (_, row) => row),
  );
