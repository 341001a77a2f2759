import { intsOf } from '../attributes.ts';
import { oneInput } from '../checks.ts';
import { transpose as permuted } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
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
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const perm = intsOf(node.attributes, 'perm');
    const back = perm.map((_, axis) => perm.indexOf(axis));
    return [permuted(builder, gradient, back)];
  }),
};
