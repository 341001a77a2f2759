import { power } from '../../elementary-functions.ts';
import { gemm } from '../../onnx/compose/matmul.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { cosinesOf, jacobianRows } from '../../proxy-parts/jacobian.ts';
import { measureNumbers } from '../../proxy-parts/numbers.ts';

/** Makes small cosines count nearly as much as large ones. */
const POWER = 1 / 20;

/**
 * Jacobian cosine: `1 - 1 / (B^2 - B) sum over i != j of |cos_ij|^(1/20)`, `cos_ij` being the cosine
 * between the rows of the Jacobian of sequences i and j of the batch: the gradients of the loss with
 * respect to the vectors that enter the first block. The less alike the rows, the greater.
 *
 * A batch of one sequence, and a sequence whose gradient is zero, are failures.
 *
 * Source: Celotti, Balafrej and Calvet 2020, "Improving Zero-Shot Neural Architecture Search with
 * Parameters Scoring", as given by Serianni and Kalita 2023; the code of the latter halves
 * the sum, which changes no order.
 */
export const jacobianCosine: NetworkProxy = {
  name: 'jacobian-cosine',
  description: 'gradients at right angles',
  direction: 'higher-is-better',
  paper: 'Celotti et al. 2020, openreview 4QpDyzCoH01',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    const rows = jacobianRows(pass);
    if (!rows.ok) return rows;
    const products = gemm(builder, rows.value, rows.value, { transposeB: true });
    return measureNumbers([products], (entries) => {
      const cosines = cosinesOf(entries, batch);
      if (!cosines.ok) return cosines;
      const all = cosines.value.reduce(
        (total, cosine) => total + power(Math.abs(cosine), POWER),
        0,
      );
      return 1 - (all - batch) / (batch * batch - batch);
    });
  },
};
