import { functionOf, instantiate } from './instantiate.ts';
import { REFLECTIONS_BYTES } from './kernel-bytes.ts';

/** The largest matrix that is reduced in the kernel's memory, which it then keeps: 32 MiB. */
export const MOST_REFLECTED = 2048;

/** A symmetric matrix that reflections act on, and the four vectors of a step. */
export interface Reflections {
  /** Row-major; only its lower triangle is of any meaning. */
  readonly matrix: Float64Array;
  /** Numbers from one row of it to the next. */
  readonly stride: number;
  /** Two pairs, which take turns: in one, a vector v and its q; in the other, x and the product. */
  readonly pairs: readonly [ReflectionPair, ReflectionPair];
  /**
   * The leading `order` rows A become `A - v q^T - q v^T`, and their product with x is added to
   * that of its pair.
   *
   * @param turn which of the pairs is v and q; the other is x and the product
   */
  readonly step: (order: number, turn: 0 | 1) => void;
}

/** A vector, and the one that belongs to it. */
export interface ReflectionPair {
  readonly vector: Float64Array;
  readonly partner: Float64Array;
}

/** Memory for matrices that are reflected. */
export interface ReflectionMemory {
  /**
   * The place of a matrix with its vectors, whatever was there before still in it. Valid until the
   * next call.
   *
   * @param size from 1 to {@link MOST_REFLECTED}
   */
  readonly reserve: (size: number) => Reflections;
}

const PAGE = 2 ** 16;
/** The same as in scripts/build-kernel.js: a row of cache lines off, so that vectors don't collide. */
const PARTNER_BYTES = 8 * MOST_REFLECTED + 192;
const VECTOR_BYTES = 4 * PARTNER_BYTES;

/** The vector form; null where the engine has no WebAssembly SIMD. */
export function vectorReflections(): ReflectionMemory | null {
  const instance = instantiate(REFLECTIONS_BYTES);
  if (instance === null) return null;
  const { memory } = instance;
  const reflect = functionOf(instance.exports, 'reflect');
  return {
    reserve: (size) => {
      const stride = size + (size % 2);
      const missing = VECTOR_BYTES + 8 * stride * size - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      const vectorAt = (place: number): Float64Array =>
        new Float64Array(memory.buffer, place * PARTNER_BYTES, size);
      const at = [0, 2 * PARTNER_BYTES] as const;
      return {
        matrix: new Float64Array(memory.buffer, VECTOR_BYTES, stride * size),
        stride,
        pairs: [
          { vector: vectorAt(0), partner: vectorAt(1) },
          { vector: vectorAt(2), partner: vectorAt(3) },
        ],
        step: (order, turn) => {
          reflect(VECTOR_BYTES, 8 * stride, order, at[turn], at[turn === 0 ? 1 : 0]);
        },
      };
    },
  };
}
