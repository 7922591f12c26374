/** Numbers as bytes, little end first, into a buffer that grows. */
export class ByteWriter {
  // `#take` may replace the view: it comes first.
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#take(1);
    this.#view.setUint8(at, value);
  }

  u32(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value, true);
  }

  i32(value: number): void {
    const at = this.#take(4);
    this.#view.setInt32(at, value, true);
  }

  f32(value: number): void {
    const at = this.#take(4);
    this.#view.setFloat32(at, value, true);
  }

  f64(value: number): void {
    const at = this.#take(8);
    this.#view.setFloat64(at, value, true);
  }

  f64s(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.f64(values[i]!);
  }

  /** Many of which most are 0: a bit for each, then those that are not 0 by `write`. */
  sparse(values: ArrayLike<number>, write: (value: number, index: number) => void): void {
    for (let i = 0; i < values.length; i += 8) {
      let bits = 0;
      for (let k = 0; k < 8 && i + k < values.length; k++) if (values[i + k] !== 0) bits |= 1 << k;
      this.u8(bits);
    }
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) write(values[i]!, i);
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #take(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    return at;
  }
}

/** Reads what `ByteWriter` wrote, in the same order. Throws a `RangeError` at the end of the bytes. */
export class ByteReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  f64s(into: Float64Array): void {
    for (let i = 0; i < into.length; i++) into[i] = this.f64();
  }

  /** The places that `ByteWriter.sparse` wrote get what `read` reads. */
  sparse(into: { readonly length: number; [index: number]: number }, read: (index: number) => number): void {
    const bits = new Uint8Array(Math.ceil(into.length / 8));
    for (let i = 0; i < bits.length; i++) bits[i] = this.u8();
    for (let i = 0; i < into.length; i++) if ((bits[i >> 3]! & (1 << (i & 7))) !== 0) into[i] = read(i);
  }

  #take(size: number): number {
    const at = this.#at;
    this.#at += size;
    return at;
  }
}

/** The first bytes of everything that this package keeps: what it is, and the version of its form. */
export function writeHeader(writer: ByteWriter, magic: number, version: number): void {
  writer.u32(magic);
  writer.u32(version);
}

/** Throws where the bytes are of another kind or version: the caller learns the days anew. */
export function readHeader(reader: ByteReader, magic: number, version: number): void {
  if (reader.u32() !== magic) throw new TypeError("these bytes are no state of this kind");
  const found = reader.u32();
  if (found !== version) throw new TypeError(`state of version ${found}, expected ${version}`);
}
