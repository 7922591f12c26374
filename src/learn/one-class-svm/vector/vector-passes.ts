import {
  createKernelRow,
  HALVINGS_PER_UNIT,
  kernelDiagonal,
  type PointSet,
  pointAt,
  squaredLengths,
} from "../kernel.ts";
import { createKernelCache } from "../kernel-cache.ts";
import type { Passes, PassProblem } from "../passes.ts";
import { ADDRESS, FOUND, NUMBER, POINTS_AT_ONCE, RESERVED_BYTES, SHARES } from "./layout.ts";
import { assemblePrograms, type Programs } from "./programs.ts";

/** What of WebAssembly is used; absent where a process forbids machine code. */
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
      readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Instance: new (
        module: object,
        imports: { readonly host: { readonly memory: object } },
      ) => { readonly exports: Programs };
    };

const PAGE_BYTES = 65_536;
/** Addresses have 32 bits. */
const PAGES_MAX = 65_536;

/** Made once for each thread; null where it cannot be. */
let module: object | null | undefined;

/** Machine code for this machine; null without WebAssembly or its SIMD, or where numbers have their bytes reversed. */
function compile(): object | null {
  if (typeof WebAssembly === "undefined" || new Uint16Array(new Uint8Array([1, 0]).buffer)[0] !== 1)
    return null;
  try {
    return new WebAssembly.Module(assemblePrograms());
  } catch {
    // A machine without SIMD refuses the module: the plain passes give the same.
    return null;
  }
}

/** The passes as machine code; null where there is none, or no memory for it. Bit for bit those of `passes.ts`. */
export function createVectorPasses(problem: PassProblem): Passes | null {
  module ??= compile();
  const layout = layOut(problem.points);
  if (typeof WebAssembly === "undefined" || module === null || layout.pages > PAGES_MAX) return null;
  let memory: { readonly buffer: ArrayBuffer };
  try {
    memory = new WebAssembly.Memory({ initial: layout.pages });
  } catch {
    // No room for one more memory: the plain passes need less of it.
    return null;
  }
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return createPassesIn(placeNumbers(problem, memory.buffer, layout), problem, exports);
}

type Layout = ReturnType<typeof layOut>;

/** Where each array begins, in bytes. */
function layOut({ count, width }: PointSet) {
  const padded = Math.ceil(count / POINTS_AT_ONCE) * POINTS_AT_ONCE;
  let at = RESERVED_BYTES;
  const take = (bytes: number): number => {
    const start = at;
    at += Math.ceil(bytes / (2 * Float64Array.BYTES_PER_ELEMENT)) * 2 * Float64Array.BYTES_PER_ELEMENT;
    return start;
  };
  const numbers = 8 * padded;
  return {
    padded,
    own: take(8 * width),
    columns: take(numbers * width),
    squares: take(numbers),
    gradient: take(numbers),
    alphas: take(numbers),
    bounds: take(numbers),
    diagonal: take(numbers),
    rows: [take(numbers / 2), take(numbers / 2)],
    pages: Math.ceil(at / PAGE_BYTES),
  };
}

/** Room for one kernel row where machine code can reach it. */
interface Slot {
  readonly address: number;
  readonly values: Float32Array;
  /** The point whose row stands there; -1 at first. */
  holds: number;
}

function placeNumbers({ kernel, points, weights }: PassProblem, buffer: ArrayBuffer, layout: Layout) {
  const { count, width, values } = points;
  const view = (start: number, length = count): Float64Array => new Float64Array(buffer, start, length);
  const addresses = new Uint32Array(buffer, 0, RESERVED_BYTES / 4);
  addresses[ADDRESS.own / 4] = layout.own;
  addresses[ADDRESS.ownEnd / 4] = layout.own + 8 * width;
  addresses[ADDRESS.columns / 4] = layout.columns;
  addresses[ADDRESS.columnBytes / 4] = 8 * layout.padded;
  addresses[ADDRESS.squares / 4] = layout.squares;
  addresses[ADDRESS.gradient / 4] = layout.gradient;
  addresses[ADDRESS.gradientEnd / 4] = layout.gradient + 8 * layout.padded;
  addresses[ADDRESS.alphas / 4] = layout.alphas;
  addresses[ADDRESS.bounds / 4] = layout.bounds;
  addresses[ADDRESS.diagonal / 4] = layout.diagonal;
  // What pads an array stays 0: points at a bound of 0, which no pass chooses.
  view(layout.bounds).set(weights);
  view(layout.diagonal).set(kernelDiagonal(kernel, points));
  for (let k = 0; k < width; k++) {
    const column = view(layout.columns + 8 * k * layout.padded);
    for (let i = 0, at = k; i < count; i++, at += width) column[i] = values[at]!;
  }
  const slots = layout.rows.map(
    (address): Slot => ({ address, values: new Float32Array(buffer, address, count), holds: -1 }),
  );
  return {
    addresses,
    numbers: view(0, RESERVED_BYTES / 8),
    own: view(layout.own, width),
    squares: view(layout.squares),
    alphas: view(layout.alphas),
    bounds: view(layout.bounds),
    gradient: view(layout.gradient),
    diagonal: view(layout.diagonal),
    slots,
    rowBytes: 4 * layout.padded,
  };
}

type Placed = ReturnType<typeof placeNumbers>;

/** Fills a slot's row by machine code for rbf, plainly for the others. */
function createSlotFill(placed: Placed, { kernel, points }: PassProblem, programs: Programs) {
  if (kernel.kind !== "rbf") {
    const fill = createKernelRow(kernel, points);
    return (i: number, slot: Slot): void => fill(i, slot.values);
  }
  const { addresses, numbers, own, squares, rowBytes } = placed;
  squares.set(squaredLengths(points));
  numbers[NUMBER.scale / 8] = kernel.gamma * HALVINGS_PER_UNIT;
  return (i: number, slot: Slot): void => {
    own.set(pointAt(points, i));
    numbers[NUMBER.ownSquare / 8] = squares[i]!;
    addresses[ADDRESS.row / 4] = slot.address;
    addresses[ADDRESS.rowEnd / 4] = slot.address + rowBytes;
    programs.fillRow();
  };
}

function createPassesIn(placed: Placed, problem: PassProblem, programs: Programs): Passes {
  const { addresses, numbers, alphas, bounds, gradient, diagonal, slots } = placed;
  const [slotI, slotJ] = [slots[0]!, slots[1]!];
  const fill = createSlotFill(placed, problem, programs);
  let target = slotI;
  const { row } = createKernelCache(
    (i, out) => {
      fill(i, target);
      target.holds = i;
      out.set(target.values);
    },
    problem.points.count,
    problem.cacheBytesMax,
  );
  const bring = (i: number, slot: Slot): Float32Array => {
    if (slot.holds === i) return slot.values;
    target = slot;
    const kept = row(i);
    if (slot.holds !== i) slot.values.set(kept);
    slot.holds = i;
    return slot.values;
  };
  const bringFirst = (i: number): void => {
    bring(i, slotI);
    addresses[ADDRESS.row / 4] = slotI.address;
  };
  addresses[ADDRESS.otherRow / 4] = slotJ.address;
  const best = numbers.subarray(FOUND.best / 8, FOUND.best / 8 + SHARES);
  const found = numbers.subarray(FOUND.points / 8, FOUND.points / 8 + SHARES);
  const highest = numbers.subarray(FOUND.highest / 8, FOUND.highest / 8 + 2);
  return {
    alphas,
    bounds,
    gradient,
    diagonal,
    kernel: (i, j) => bring(i, slotI)[j]!,
    addRow: (i, factor) => {
      bringFirst(i);
      numbers[NUMBER.factor / 8] = factor;
      programs.addRow();
    },
    findSecond: (i, tolerance) => {
      bringFirst(i);
      const lowest = gradient[i]!;
      numbers[NUMBER.lowest / 8] = lowest;
      numbers[NUMBER.ownDiagonal / 8] = diagonal[i]!;
      programs.findSecond();
      if (Math.max(highest[0]!, highest[1]!) - lowest < tolerance) return -1;
      return lastOf(found, best, (value, other) => value > other);
    },
    descend: ({ i, j, deltaI, deltaJ }) => {
      bring(j, slotJ);
      bringFirst(i);
      numbers[NUMBER.deltaI / 8] = deltaI;
      numbers[NUMBER.deltaJ / 8] = deltaJ;
      programs.descend();
      return lastOf(found, best, (value, other) => value < other);
    },
  };
}

/** The point of the best value over the shares; of equal ones the last point. */
function lastOf(
  points: Float64Array,
  values: Float64Array,
  isBetter: (value: number, other: number) => boolean,
): number {
  let at = 0;
  for (let share = 1; share < SHARES; share++) {
    const tied = values[share] === values[at] && points[share]! > points[at]!;
    if (tied || isBetter(values[share]!, values[at]!)) at = share;
  }
  return points[at]!;
}
