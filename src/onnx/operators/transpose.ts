import { intsOf } from '../attributes.ts';
import { oneInput } from '../checks.ts';
import { transpose as permuted } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError, type Operator } from '../operator.ts';
import { axesOf } from '../shape.ts';

/** Axes in another order: axis `i` of the output is axis `perm[i]` of the input. */
export const transpose: Operator = {
  name: 'Transpose',
  infer(application) {
    const [{ type, shape }] = oneInput(application);
    const perm = intsOf(application.attributes, 'perm');
    if (axesOf(perm, shape.length).length !== shape.length || perm.some((axis) => axis < 0)) {
      throw new GraphError(`[${perm.join(', ')}] is no order of its axes`);
    }
    return [{ type, shape: perm.map((axis) => nth(shape, axis)) }];
  },
  gradient({ builder, node, gradients }) {
    const gradient = nth(gradients, 0);
    if (gradient === null) return [null];
    const perm = intsOf(node.attributes, 'perm');
    return [
      permuted(
        builder,
        gradient,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
    ];
  },
};
