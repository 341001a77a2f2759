import { TRUNCATION, type Distribution } from './distribution.ts';
import { fillNormal, fillTruncatedNormal } from './standard-normal.ts';
import { fillUniform } from './standard-uniform.ts';
import type { WeightStream } from './weight-stream.ts';

/**
 * Entries `start` to `start + out.length - 1` of a weight, in the row-major order of its shape,
 * as the single-precision floats that a checkpoint of the model would hold: standard number
 * times scale, both single precision, rounded once.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 * @throws RangeError where random numbers are asked for and they are not
 */
export function drawWeights(
  distribution: Distribution,
  stream: WeightStream,
  start: number,
  out: Float32Array,
): void {
  switch (distribution.kind) {
    case 'constant':
      out.fill(distribution.value);
      return;
    case 'normal':
      fillNormal(stream, start, out, distribution.standardDeviation);
      return;
    case 'truncated-normal':
      fillTruncatedNormal(stream, start, out, TRUNCATION, distribution.standardDeviation);
      return;
    case 'uniform':
      fillUniform(stream, start, out, distribution.bound);
      return;
  }
}
