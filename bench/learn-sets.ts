import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import {
  averagePrecision,
  type Column,
  createMatrix,
  isolationForest,
  type Matrix,
  oneClassSvm,
  rocArea,
  tailDetector,
} from "../src/learn/index.ts";

/**
 * Areas of the detectors on a folder of `.npz` sets (arrays X and y, as ADBench ships them; none belong to this
 * repository), fitted on what they score: mean and deviation over so many seeds, and the mean over the sets with its
 * standard error over seeds. Five seeds scatter by more than profiles of a forest differ; take twenty to compare them.
 */
export async function benchSets(folder: string, count: number): Promise<void> {
  const seeds = Array.from({ length: count }, (_, seed) => seed);
  const overSets = new Map<string, number[][]>();
  const files = (await readdir(folder)).filter((file) => file.endsWith(".npz")).sort();
  console.log(`${"set".padEnd(26)}${"detector".padEnd(30)}${"AUROC".padStart(16)}${"AP".padStart(16)}`);
  for (const file of files) {
    const { table, truth } = readSet(await readFile(join(folder, file)));
    const detectors: readonly (readonly [string, (seed: number) => Promise<Float64Array>])[] = [
      [
        "isolation forest, classic",
        async (seed) => scoreIsolation(table, { profile: "classic", trees: 250, seed }),
      ],
      [
        "isolation forest, standard",
        async (seed) => scoreIsolation(table, { profile: "standard", trees: 250, seed }),
      ],
      [
        "one-class SVM, nu 0.5",
        async (seed) => oneClassSvm.score(await oneClassSvm.fit({}, table, { seed }), table),
      ],
      [
        "tails (ECOD)",
        async (seed) => tailDetector.score(await tailDetector.fit({}, table, { seed }), table),
      ],
    ];
    for (const [name, score] of detectors) {
      const scores = await Promise.all(seeds.map(score));
      const areas = scores.map((s) => rocArea(truth, s) ?? Number.NaN);
      const precisions = scores.map((s) => averagePrecision(truth, s) ?? Number.NaN);
      overSets.set(name, [...(overSets.get(name) ?? []), areas]);
      console.log(
        `${file.slice(0, -4).padEnd(26)}${name.padEnd(30)}${word(areas).padStart(16)}${word(precisions).padStart(16)}`,
      );
    }
  }
  for (const [name, areas] of overSets) {
    const perSeed = seeds.map((seed) => meanOf(areas.map((ofSet) => ofSet[seed]!)));
    const error = deviationOf(perSeed) / Math.sqrt(Math.max(count - 1, 1));
    const mean = `${meanOf(perSeed).toFixed(4)} (${error.toFixed(4)})`;
    console.log(`${`mean of ${files.length} sets`.padEnd(26)}${name.padEnd(30)}${mean.padStart(16)}`);
  }
}

interface IsolationCase {
  readonly profile: "classic" | "standard";
  readonly trees: number;
  readonly seed: number;
}

async function scoreIsolation(table: Matrix, { profile, trees, seed }: IsolationCase): Promise<Float64Array> {
  return isolationForest.score(await isolationForest.fit({ profile, trees }, table, { seed }), table);
}

const word = (values: readonly number[]): string =>
  `${meanOf(values).toFixed(4)} (${deviationOf(values).toFixed(4)})`;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** X and y of an `.npz` file: a zip of `.npy` arrays. */
export function readSet(zip: Buffer): { readonly table: Matrix; readonly truth: Uint8Array } {
  const arrays = new Map<string, NumpyArray>();
  // From the end: the directory's place stands in the last 22 bytes of a zip without a comment.
  let at = zip.readUInt32LE(zip.length - 22 + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const size = zip.readUInt32LE(at + 20);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    arrays.set(name, readNumpy(zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  const [x, y] = [arrays.get("X.npy"), arrays.get("y.npy")];
  if (x === undefined || y === undefined) throw new Error("The set has no arrays X and y.");
  const [rows = 0, width = 1] = x.shape;
  const columns = Array.from({ length: width }, (_, c): Column => {
    const place = (row: number): number => (x.byColumns ? c * rows + row : row * width + c);
    return {
      kind: "numeric",
      name: `x${c}`,
      values: Float64Array.from({ length: rows }, (_row, row) => x.values[place(row)]!),
    };
  });
  return { table: createMatrix(columns), truth: Uint8Array.from(y.values, (value) => Number(value > 0)) };
}

interface NumpyArray {
  readonly shape: readonly number[];
  readonly byColumns: boolean;
  readonly values: Float64Array;
}

/** The types of number that the public sets use, little-endian. */
const READERS: Readonly<
  Record<string, readonly [bytes: number, read: (from: Buffer, at: number) => number]>
> = {
  "<f8": [8, (from, at) => from.readDoubleLE(at)],
  "<f4": [4, (from, at) => from.readFloatLE(at)],
  "<i8": [8, (from, at) => Number(from.readBigInt64LE(at))],
  "<i4": [4, (from, at) => from.readInt32LE(at)],
  "<i2": [2, (from, at) => from.readInt16LE(at)],
  "<u2": [2, (from, at) => from.readUInt16LE(at)],
  "<u4": [4, (from, at) => from.readUInt32LE(at)],
  "|u1": [1, (from, at) => from.readUInt8(at)],
  "|i1": [1, (from, at) => from.readInt8(at)],
  "|b1": [1, (from, at) => from.readUInt8(at)],
};

function readNumpy(bytes: Buffer): NumpyArray {
  const wide = bytes.readUInt8(6) > 1;
  const length = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const start = (wide ? 12 : 10) + length;
  const header = bytes.toString("latin1", wide ? 12 : 10, start);
  const type = /'descr': *'([^']+)'/.exec(header)?.[1] ?? "";
  const shape = (/'shape': *\(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const reader = READERS[type];
  if (reader === undefined) throw new Error(`Numbers of type ${type} cannot be read.`);
  const [size, read] = reader;
  const count = shape.reduce((product, side) => product * side, 1);
  const values = Float64Array.from({ length: count }, (_, k) => read(bytes, start + k * size));
  return { shape, byColumns: /'fortran_order': *True/.test(header), values };
}
