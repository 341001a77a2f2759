import { placed } from '../input/split-records.ts';

/** Bytes of a piece of the store; no id is so long. */
const PIECE = 2 ** 20;

/** Bytes of the longest character that UTF-16 holds in one unit. */
const MAX_UNIT = 3;

/** The last unit that UTF-8 has as one byte. */
const MAX_ASCII = 0x7f;

/** Bytes of the length before an id. */
const LENGTH = 4;

/** The number in an empty slot. */
const EMPTY = 0xffffffff;

/**
 * A set of ids, numbered in the order in which they were added, with the place in a file that each
 * comes from, in some 40 bytes each: ids are in buffers, found by an open-addressing table of 32-bit
 * hashes and numbers. A Set of strings takes over a hundred. Where hashes are equal the ids are
 * compared, so the answer is exact.
 */
export class IdTable {
  readonly #files: { readonly path: string; readonly firstId: number }[] = [];
  readonly #pieces: Buffer[] = [];
  #used = PIECE;
  /** The offset of each id, in bytes from the start of the first piece. */
  #offsets = new Float64Array(1024);
  /** The place of each id in its file: see {@link placed}. */
  #places = new Float64Array(1024);
  #size = 0;
  /** Pairs of hash and number. */
  #slots = new Uint32Array(4096).fill(EMPTY);

  /** How many ids there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds an id.
   *
   * @param id well-formed (no half of a surrogate pair), at most 2^18 UTF-16 units
   * @returns the number of the same id if it is there already, and undefined if it is new
   */
  add(id: string, place = 0): number | undefined {
    const hash = hashOf(id);
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    let slot = hash & mask;
    for (;;) {
      const index = slots[2 * slot + 1] ?? EMPTY;
      if (index === EMPTY) break;
      if (slots[2 * slot] === hash && this.at(index) === id) return index;
      slot = (slot + 1) & mask;
    }
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = this.#append(id, place);
    // At most half full: longer runs of taken slots would cost more than the memory.
    if (this.#size * 4 > slots.length) this.#grow();
    return undefined;
  }

  /**
   * The id of that number.
   *
   * @throws RangeError where there is none
   */
  at(index: number): string {
    const offset = index < this.#size ? this.#offsets[index] : undefined;
    const piece = offset === undefined ? undefined : this.#pieces[Math.floor(offset / PIECE)];
    if (offset === undefined || piece === undefined) {
      throw new RangeError(`no id has the number ${index}`);
    }
    const start = (offset % PIECE) + LENGTH;
    return piece.toString('utf8', start, start + piece.readUInt32LE(start - LENGTH));
  }

  /** Makes the ids that are added from now on come from a file. */
  beginFile(path: string): void {
    this.#files.push({ path, firstId: this.#size });
  }

  /** The file of the id of that number, with its place there. */
  placeOf(index: number): string {
    const file = this.#files.findLast(({ firstId }) => firstId <= index);
    return placed(file?.path ?? '', this.#places[index] ?? 0);
  }

  #append(id: string, place: number): number {
    const needed = LENGTH + MAX_UNIT * id.length;
    if (needed > PIECE) throw new RangeError(`an id of ${id.length} characters is too long`);
    let piece = this.#pieces.at(-1);
    if (piece === undefined || this.#used + needed > PIECE) {
      piece = Buffer.allocUnsafe(PIECE);
      this.#pieces.push(piece);
      this.#used = 0;
    }
    const index = this.#size;
    if (index >= this.#offsets.length) {
      this.#offsets = doubled(this.#offsets);
      this.#places = doubled(this.#places);
    }
    this.#places[index] = place;
    this.#offsets[index] = (this.#pieces.length - 1) * PIECE + this.#used;
    const length = write(id, piece, this.#used + LENGTH);
    piece.writeUInt32LE(length, this.#used);
    this.#used += LENGTH + length;
    this.#size += 1;
    return index;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(2 * old.length).fill(EMPTY);
    const mask = slots.length / 2 - 1;
    for (let i = 0; i < old.length; i += 2) {
      const hash = old[i] ?? 0;
      const index = old[i + 1] ?? EMPTY;
      if (index === EMPTY) continue;
      let slot = hash & mask;
      while (slots[2 * slot + 1] !== EMPTY) slot = (slot + 1) & mask;
      slots[2 * slot] = hash;
      slots[2 * slot + 1] = index;
    }
    this.#slots = slots;
  }
}

function doubled(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}

/** The length of an id that was written as UTF-8; if ASCII, by hand in a third of the time. */
function write(id: string, piece: Buffer, at: number): number {
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    if (unit > MAX_ASCII) return piece.write(id, at, 'utf8');
    piece[at + i] = unit;
  }
  return id.length;
}

/** FNV-1a over UTF-16 units, then the finalizer of MurmurHash3, since the low bits choose a slot. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
