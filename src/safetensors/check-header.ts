import { z } from 'zod';
import { formatPath, quote, UNPRINTABLE, type Problem } from '../problem.ts';
import { wholeNumber } from '../formats/expectations.ts';
import { checkValue } from '../input/check-value.ts';
import { bytesOfDtype, READ_DTYPE_NAMES } from './dtypes.ts';
import { MAX_DIMENSIONS, MAX_NAME_LENGTH, MAX_PROBLEMS } from './limits.ts';
import { eachMember, parseValue } from './parse-bounded-json.ts';
import type { Tensor } from './tensor.ts';

const METADATA = '__metadata__';

const shapeExpectation = `expected a list of at most ${MAX_DIMENSIONS} sizes`;
const offsetsExpectation = 'expected a list of two: where the data begins, and where it ends';

const size = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const tensorSchema = z.object(
  {
    dtype: z.string({ error: 'expected the name of a type, as "F32"' }),
    shape: z
      .array(size, { error: shapeExpectation })
      .max(MAX_DIMENSIONS, { error: shapeExpectation }),
    data_offsets: z.tuple([size, size], { error: offsetsExpectation }),
  },
  { error: 'expected an object with dtype, shape and data_offsets' },
);

const metadataSchema = z.record(z.string(), z.string({ error: 'expected a text' }), {
  error: 'expected an object of texts',
});

const NAME = new RegExp(`^[^${UNPRINTABLE}]{1,${MAX_NAME_LENGTH}}$`, 'u');

/** The tensors of a file, or what is wrong with its header. */
export interface CheckedHeader {
  /** In the order of their data. */
  readonly tensors: readonly Tensor[];
  readonly problems: readonly Problem[];
  /** Of an index, about tensors that it does not name. */
  readonly warnings?: readonly Problem[];
}

/**
 * The tensors of a safetensors file, checked number by number: each has the bytes that its type and
 * shape require, and together they fill the data without overlap or gap.
 *
 * @param header its text
 * @param dataStart first byte of the data in the file
 * @param dataBytes bytes of the file from there on
 * @returns no tensors where there is a problem
 */
export function checkHeader(
  header: Buffer,
  file: string,
  dataStart: number,
  dataBytes: number,
): CheckedHeader {
  const problems: Problem[] = [];
  const tensors: Tensor[] = [];
  const refuse = (path: readonly PropertyKey[], message: string): void => {
    problems.push({ source: file, path: formatPath(path), message });
  };
  const check = <Value>(name: string, value: unknown, schema: z.ZodType<Value>): Value | null => {
    const checked = checkValue(schema, value, file);
    if (checked.ok) return checked.value;
    const own = formatPath([name]);
    for (const { path, message } of checked.reason.slice(0, MAX_PROBLEMS)) {
      problems.push({ source: file, path: path === '' ? own : `${own}.${path}`, message });
    }
    return null;
  };
  const checkTensor = (name: string, value: unknown): void => {
    if (name === METADATA) {
      check(name, value, metadataSchema);
      return;
    }
    if (!NAME.test(name)) {
      const expected = `expected 1 to ${MAX_NAME_LENGTH} characters, none of them a control character`;
      refuse([name], `the name of a tensor: ${expected}`);
      return;
    }
    const tensor = check(name, value, tensorSchema);
    if (tensor === null) return;
    const { dtype, shape, data_offsets: offsets } = tensor;
    const [begin, end] = offsets;
    const bytes = sizeInBytes(dtype, shape);
    if (bytes === undefined) {
      refuse([name, 'dtype'], `${quote(dtype)}: expected ${READ_DTYPE_NAMES.join(', ')}`);
    } else if (!Number.isSafeInteger(bytes)) {
      refuse([name, 'shape'], `[${shape.join(', ')}]: more entries than any file has bytes`);
    } else if (begin > end || end > dataBytes) {
      refuse(
        [name, 'data_offsets'],
        `[${begin}, ${end}]: expected a begin, then an end, in the ${dataBytes} bytes of data that the file has; it may be cut off`,
      );
    } else if (end - begin !== bytes) {
      refuse(
        [name, 'data_offsets'],
        `[${begin}, ${end}]: expected ${bytes} bytes, those of ${dtype} [${shape.join(', ')}], not ${end - begin}`,
      );
    } else {
      tensors.push({ path: name, dtype, shape, file, start: dataStart + begin, bytes });
    }
  };
  const read = eachMember(header, (name, raw) => {
    checkTensor(name, parseValue(raw));
    return problems.length < MAX_PROBLEMS;
  });
  if (!read.ok) {
    const message = `the header: ${read.reason}`;
    return { tensors: [], problems: [{ source: file, path: '', message }] };
  }
  tensors.sort((a, b) => a.start - b.start || a.bytes - b.bytes);
  if (problems.length === 0) problems.push(...findGaps(tensors, file, dataStart, dataBytes));
  return { tensors: problems.length === 0 ? tensors : [], problems };
}

/** Undefined for an unknown type; not a safe integer where the product overflows. */
function sizeInBytes(dtype: string, shape: readonly number[]): number | undefined {
  const bytes = bytesOfDtype(dtype);
  if (bytes === undefined) return undefined;
  // A factor of 0 makes up for no other one, so that every partial product is looked at.
  let largest = 1;
  for (const dimension of shape) largest *= Math.max(1, dimension);
  if (!Number.isSafeInteger(largest * 8)) return Infinity;
  // Types of less than a byte fill whole ones.
  return shape.includes(0) ? 0 : Math.ceil(largest * bytes);
}

/** Where the data of tensors, in order, overlap or leave bytes that belong to none. */
function findGaps(
  tensors: readonly Tensor[],
  file: string,
  dataStart: number,
  dataBytes: number,
): Problem[] {
  let end = dataStart;
  let previous = 'the header';
  for (const { path: name, start, bytes } of tensors) {
    if (start !== end) {
      const path = formatPath([name, 'data_offsets']);
      const message =
        start < end
          ? `begins at ${start - dataStart}, inside ${previous}, which ends at ${end - dataStart}; expected tensors that share no bytes`
          : `begins at ${start - dataStart}, but ${previous} ends at ${end - dataStart}; expected no bytes between the two`;
      return [{ source: file, path, message }];
    }
    end = start + bytes;
    previous = quote(name);
  }
  const rest = dataStart + dataBytes - end;
  if (rest === 0) return [];
  const message = `${rest} bytes after the data of the last tensor; expected none`;
  return [{ source: file, path: '', message }];
}
