/** Bytes of an entry of each type of tensor that zerolm reads. */
export const READ_DTYPES = { F32: 4, F16: 2, BF16: 2, F64: 8 } as const;

/** A type of tensor that zerolm reads. */
export type ReadDtype = keyof typeof READ_DTYPES;

/** The names of {@link READ_DTYPES}. */
export const READ_DTYPE_NAMES: readonly string[] = Object.keys(READ_DTYPES);

/**
 * Bytes of an entry of the other types that the format names: a file may hold tensors of these that
 * are no weights, such as masks and positions.
 */
const OTHER_DTYPES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  I32: 4,
  U32: 4,
  I64: 8,
  U64: 8,
};

/** Whether tensors of that type are read. */
export function isReadDtype(name: string): name is ReadDtype {
  return Object.hasOwn(READ_DTYPES, name);
}

/** Bytes of an entry of a type, undefined where the name is not known. */
export function bytesOfDtype(name: string): number | undefined {
  if (isReadDtype(name)) return READ_DTYPES[name];
  return Object.hasOwn(OTHER_DTYPES, name) ? OTHER_DTYPES[name] : undefined;
}
