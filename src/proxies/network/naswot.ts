import { logAbsoluteDeterminant } from '../../capacity/log-absolute-determinant.ts';
import { add, mul } from '../../onnx/compose/arithmetic.ts';
import { cast } from '../../onnx/compose/functions.ts';
import { gemm } from '../../onnx/compose/matmul.ts';
import { reshape } from '../../onnx/compose/shapes.ts';
import { sizeOfShape } from '../../onnx/shape.ts';
import { failure, success, type Result } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { activeUnits } from '../../proxy-parts/active-units.ts';
import { measureNumbers, type Numbers } from '../../proxy-parts/numbers.ts';

/**
 * Neural architecture search without training: `ln |det K|` of the matrix of the sequences of the batch,
 * `K_ij = N - d(c_i, c_j)`. The code `c_i` of sequence i has one bit for every unit of the feed-forward layers
 * of all blocks and every token: whether the unit is above zero.  N is its length, and d counts where two
 * codes differ. The more the network tells the sequences apart, the greater the number. One sequence gives
 * `ln N`. Needs no loss; a unit at zero is not above it.
 *
 * Two sequences with one code make the determinant zero, which has no logarithm: a failure.
 *
 * Source: Mellor et al. 2021, "Neural Architecture Search without Training", second version and
 * later, with the units of the feed-forward layers in place of rectified ones.
 */
export const naswot: NetworkProxy = {
  name: 'naswot',
  description: 'how far activations differ',
  direction: 'higher-is-better',
  paper: 'Mellor et al. 2021, arXiv 2006.04647',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    const units = activeUnits(pass);
    const length = units.reduce((all, { shape }) => all + sizeOfShape(shape), 0) / batch;
    // With codes of 1 and -1 the product of two is N - 2d. Sums of them are exact up to 2^24.
    const products = units.map((active) => {
      const flat = reshape(builder, active, [batch, sizeOfShape(active.shape) / batch]);
      const codes = add(builder, mul(builder, cast(builder, flat, builder.type), 2), -1);
      return gemm(builder, codes, codes, { transposeB: true });
    });
    return measureNumbers(products, (entries) => scoreOf(entries, batch, length));
  },
};

/** @param entries of the matrices of all layers, one after another */
function scoreOf(entries: Numbers, batch: number, length: number): Result<number> {
  const kernel = new Float64Array(batch * batch).fill(length / 2);
  for (const [index, entry] of entries.entries()) {
    const at = index % kernel.length;
    kernel[at] = (kernel[at] ?? 0) + entry / 2;
  }
  const logarithm = logAbsoluteDeterminant(kernel, batch);
  return logarithm === -Infinity
    ? failure(
        'sequences of the batch activate the same units: the determinant of their matrix is zero',
      )
    : success(logarithm);
}
