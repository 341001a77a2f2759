import { tridiagonalEigenvalues } from '../../capacity/tridiagonal-eigenvalues.ts';
import { tridiagonalize } from '../../capacity/tridiagonalize.ts';
import { sub } from '../../onnx/compose/arithmetic.ts';
import { gemm } from '../../onnx/compose/matmul.ts';
import { reduceMean } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { cosinesOf, jacobianRows } from '../../proxy-parts/jacobian.ts';
import { measureNumbers } from '../../proxy-parts/numbers.ts';

/** Keeps the logarithm of an eigenvalue of zero finite. */
const K = 1e-5;

/**
 * Jacobian covariance: `-sum over i of (ln(v_i + k) + 1 / (v_i + k))`, k = 1e-5, of the
 * eigenvalues `v_i` of the matrix of Pearson correlations between the rows of the Jacobian, one for each
 * sequence of the batch: the gradient of the loss with respect to the vectors that enter the first block. The
 * less the rows have in common, the greater the number, at most `-B (ln(1 + k) + 1 / (1 + k))`.
 *
 * A batch of one sequence, and a sequence whose gradient is zero or constant, are failures.
 *
 * Source: Mellor et al. 2020, "Neural Architecture Search without Training", first version;
 * `jacob_cov` of the code of Abdelfattah et al. 2021.
 */
export const jacobianCovariance: NetworkProxy = {
  name: 'jacobian-covariance',
  description: 'how far gradients differ',
  direction: 'higher-is-better',
  paper: 'Mellor et al. 2020, arXiv 2006.04647v1',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    const rows = jacobianRows(pass);
    if (!rows.ok) return rows;
    const centred = sub(builder, rows.value, reduceMean(builder, rows.value, [1], true));
    const products = gemm(builder, centred, centred, { transposeB: true });
    return measureNumbers([products], (entries) => {
      const correlations = cosinesOf(entries, batch);
      if (!correlations.ok) return correlations;
      const eigenvalues = tridiagonalEigenvalues(tridiagonalize(correlations.value, batch));
      return eigenvalues.reduce((score, v) => score - (Math.log(v + K) + 1 / (v + K)), 0);
    });
  },
};
