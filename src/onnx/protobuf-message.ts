import { GraphError } from './graph-error.ts';

/** Wire types of protobuf: how the bytes of a field are counted. */
const VARINT = 0;
const COUNTED = 2;
const FIXED_32 = 5;

/** Bytes that are made when they are written. */
interface Deferred {
  readonly length: number;
  readonly make: () => Uint8Array;
}

const encoder = new TextEncoder();

/**
 * A protobuf message under construction (https://protobuf.dev/programming-guides/encoding/).
 * Fields are written in the order of the calls.
 */
export class ProtobufMessage {
  readonly #parts: (Uint8Array | Deferred)[] = [];
  #partsLength = 0;
  /** Bytes since the last part, followed by free space. */
  #buffer = new Uint8Array(64);
  #used = 0;

  /** Number of bytes so far. */
  get length(): number {
    return this.#partsLength + this.#used;
  }

  /** A whole number, an enumeration or a boolean; a negative one takes ten bytes, as int64 does. */
  integer(field: number, value: number): this {
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
    return this;
  }

  /** A number in single precision. */
  single(field: number, value: number): this {
    this.#varint(field * 8 + FIXED_32);
    this.#copy(new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  /** A string in UTF-8. */
  text(field: number, value: string): this {
    // Names of values are short and ASCII, which is faster by hand.
    const start = this.#used;
    this.#head(field, value.length);
    this.#reserve(value.length);
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) {
        this.#used = start;
        const bytes = encoder.encode(value);
        this.#head(field, bytes.length);
        this.#copy(bytes);
        return this;
      }
      this.#buffer[this.#used++] = code;
    }
    return this;
  }

  /**
   * Bytes that are made whenever the message is written, so that not all are in memory at once.
   *
   * @param length of the bytes
   */
  deferred(field: number, length: number, make: () => Uint8Array): this {
    this.#head(field, length);
    this.#part({ length, make });
    return this;
  }

  /** A message inside this one, to which nothing can be added from now on. */
  message(field: number, value: ProtobufMessage): this {
    this.#head(field, value.length);
    for (const part of value.#parts) this.#part(part);
    this.#copy(value.#rest());
    return this;
  }

  /** The bytes of the message. */
  finish(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces()) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  /**
   * The same bytes piece by piece.
   *
   * @throws GraphError where deferred bytes have another length than declared
   */
  *pieces(): Generator<Uint8Array> {
    for (const part of this.#parts) {
      if (part instanceof Uint8Array) {
        yield part;
        continue;
      }
      const made = part.make();
      if (made.length !== part.length) {
        throw new GraphError(`${made.length} bytes were made where ${part.length} were announced`);
      }
      yield made;
    }
    yield this.#rest().slice();
  }

  #head(field: number, length: number): void {
    this.#varint(field * 8 + COUNTED);
    this.#varint(length);
  }

  #part(part: Uint8Array | Deferred): void {
    if (this.#used > 0) {
      this.#parts.push(this.#rest().slice());
      this.#partsLength += this.#used;
      this.#used = 0;
    }
    this.#parts.push(part);
    this.#partsLength += part.length;
  }

  /** Writes seven bits a byte, the lowest first; the top bit is set if more follow. */
  #varint(value: number): void {
    let rest = value;
    if (value < 0) {
      // As 64 bits, which no number holds exactly.
      let bits = BigInt.asUintN(64, BigInt(value));
      for (; bits > 0x7fn; bits /= 0x80n) this.#byte(Number(bits % 0x80n) + 0x80);
      rest = Number(bits);
    }
    while (rest > 0x7f) {
      this.#byte((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#used++] = value;
  }

  #copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #rest(): Uint8Array {
    return this.#buffer.subarray(0, this.#used);
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
    larger.set(this.#rest());
    this.#buffer = larger;
  }
}
