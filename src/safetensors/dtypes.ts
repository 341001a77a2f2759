/** Bytes of an entry of each type of tensor whose entries zerolm reads. */
export const READ_DTYPES = { F32: 4, F16: 2, BF16: 2, F64: 8 } as const;

/** A type of tensor whose entries zerolm reads. */
export type ReadDtype = keyof typeof READ_DTYPES;

/** The names of {@link READ_DTYPES}. */
export const READ_DTYPE_NAMES: readonly string[] = Object.keys(READ_DTYPES);

/** Bytes of an entry of the narrow types, which quantized weights have; shapes alone are read. */
const NARROW_DTYPES: Readonly<Record<string, number>> = {
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E5M2FNUZ: 1,
  F8_E4M3FNUZ: 1,
  F8_E8M0: 1,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F4: 0.5,
};

/** Bytes of an entry of the types that are never trained: masks, positions, counters, packed bits. */
const INTEGER_DTYPES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  I32: 4,
  U32: 4,
  I64: 8,
  U64: 8,
};

/** Whether the entries of tensors of that type are read. */
export function isReadDtype(name: string): name is ReadDtype {
  return Object.hasOwn(READ_DTYPES, name);
}

/** Whether a type is of integers or truth values. */
export function isIntegerDtype(name: string): boolean {
  return Object.hasOwn(INTEGER_DTYPES, name);
}

/** Bytes of an entry of a type, undefined where the name is not known. */
export function bytesOfDtype(name: string): number | undefined {
  return [READ_DTYPES, NARROW_DTYPES, INTEGER_DTYPES]
    .map((types): Readonly<Record<string, number>> => types)
    .find((types) => Object.hasOwn(types, name))?.[name];
}
