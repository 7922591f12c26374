/**
 * Machine code of WebAssembly (https://webassembly.github.io/spec/core/binary/) from expressions written in
 * TypeScript: as much of it as the solver's passes need. An expression is its bytes, operands first.
 */
export type Code = number | readonly Code[];

/** `i32`: an address in bytes. `v128`: two numbers side by side, or four 32-bit ones. */
export type ValueType = "i32" | "v128";

const TYPE_BYTE: Readonly<Record<ValueType, number>> = { i32: 0x7f, v128: 0x7b };
const NO_RESULT = 0x40;
const END = 0x0b;

/** A variable of a function, by its place. */
export type Local = number;

/** A function without parameters and result: it reads and writes memory alone. */
export interface FunctionCode {
  /** Its variables, 0 at first. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** LEB128 of a whole number from 0. */
export function unsigned(value: number): Code {
  return value < 0x80 ? value : [(value & 0x7f) | 0x80, unsigned(value >>> 7)];
}

/** LEB128 of a whole number of 32 bits with its sign. */
export function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? value & 0x7f : [(value & 0x7f) | 0x80, signed(value >> 7)];
}

export const get = (local: Local): Code => [0x20, unsigned(local)];
export const set = (local: Local, value: Code): Code => [value, 0x21, unsigned(local)];

/** Does the body once, and again as long as the condition is not 0. */
export const loopWhile = (condition: Code, body: Code): Code => [
  [0x03, NO_RESULT],
  body,
  condition,
  [0x0d, 0, END],
];

/** Does the body where the condition is not 0. */
export const when = (condition: Code, body: Code): Code => [condition, 0x04, NO_RESULT, body, END];

export const i32 = {
  constant: (value: number): Code => [0x41, signed(value)],
  add: (a: Code, b: Code): Code => [a, b, 0x6a],
  /** Without a sign, as addresses are. */
  less: (a: Code, b: Code): Code => [a, b, 0x49],
  /** The address that stands at an address. */
  load: (address: number): Code => [i32.constant(address), 0x28, 2, 0],
};

/** The address plus so many bytes. */
export const advance = (local: Local, bytes: number): Code =>
  set(local, i32.add(get(local), i32.constant(bytes)));

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Addresses here are multiples of 8. */
const place = (offset: number): Code => [3, unsigned(offset)];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, simd(opcode)];

export const v128 = {
  load: (address: Code, offset = 0): Code => [address, simd(0x00), place(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, simd(0x0b), place(offset)],
  and: binary(0x4e),
  or: binary(0x50),
  /** 1 where any bit is. */
  any: (a: Code): Code => [a, simd(0x53)],
  /** Bits of `a` where the mask has ones, of `b` elsewhere. */
  select: (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)],
};

export const f64x2 = {
  constant: (first: number, second: number): Code => [
    simd(0x0c),
    Array.from(new Uint8Array(new Float64Array([first, second]).buffer)),
  ],
  both: (number: number): Code => f64x2.constant(number, number),
  /** One number from memory, twice. */
  loadBoth: (address: Code): Code => [address, simd(0x0a), place(0)],
  add: binary(0xf0),
  sub: binary(0xf1),
  mul: binary(0xf2),
  div: binary(0xf3),
  less: binary(0x49),
  greater: binary(0x4a),
  lessEqual: binary(0x4b),
  greaterEqual: binary(0x4c),
  /** `b < a ? b : a` */
  lesserOr: binary(0xf6),
  /** `a < b ? b : a` */
  greaterOr: binary(0xf7),
  /** Two 32-bit floats from memory, widened. */
  loadFloats: (address: Code, offset = 0): Code => [address, simd(0x5d), place(offset), simd(0x5f)],
  /** Four 32-bit floats of two pairs, rounded to the nearest. */
  toFloats: (a: Code, b: Code): Code => [
    [a, simd(0x5e)],
    [b, simd(0x5e)],
    simd(0x0d),
    [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23],
  ],
};

export const i64x2 = {
  add: binary(0xce),
  shiftLeft: (a: Code, bits: number): Code => [a, i32.constant(bits), simd(0xcb)],
};

function write(code: Code, bytes: number[]): number[] {
  if (typeof code === "number") bytes.push(code);
  else for (const part of code) write(part, bytes);
  return bytes;
}

const text = (value: string): Code => [unsigned(value.length), Array.from(Buffer.from(value, "latin1"))];
const vector = (parts: readonly Code[]): Code => [unsigned(parts.length), parts];
function measured(content: Code): Code {
  const bytes = write(content, []);
  return [unsigned(bytes.length), bytes];
}

/** A module of functions over one memory, which it imports as `host.memory`. */
export function assemble(functions: Readonly<Record<string, FunctionCode>>): Uint8Array<ArrayBuffer> {
  const named = Object.entries(functions);
  const type: Code = [0x60, 0, 0];
  const memory: Code = [text("host"), text("memory"), [0x02, 0x00, 0x00]];
  const exported = named.map(([name], index): Code => [text(name), 0x00, unsigned(index)]);
  const bodies = named.map(([, { locals, body }]) =>
    measured([vector(locals.map((local) => [1, TYPE_BYTE[local]])), body, END]),
  );
  const sections: Code = [
    [1, measured(vector([type]))],
    [2, measured(vector([memory]))],
    [3, measured(vector(named.map(() => 0)))],
    [7, measured(vector(exported))],
    [10, measured(vector(bodies))],
  ];
  return Uint8Array.from(write([[0x00, 0x61, 0x73, 0x6d], [1, 0, 0, 0], sections], []));
}
