/** The types of numbers that weights may have, and the bits of each. */
const BITS = { f32: 32, bf16: 16, f16: 16, int8: 8, int4: 4 } as const;

/** The type of the numbers of a model. */
export type Dtype = keyof typeof BITS;

/** The names of the types, the default first. */
export const DTYPES = ['f32', 'bf16', 'f16', 'int8', 'int4'] as const satisfies readonly Dtype[];

/** Bytes of so many weights: two of 4 bits share one. Scales of quantization are left out. */
export function weightBytes(count: number, dtype: Dtype): number {
  return Math.ceil((count * BITS[dtype]) / 8);
}

/**
 * The type of activations, keys and values where weights have a given one: the same, or f16 where
 * weights are quantized, since these are then taken apart for each product.
 */
export function activationDtype(dtype: Dtype): Dtype {
  return BITS[dtype] < 16 ? 'f16' : dtype;
}
