import { intOf } from '../attributes.ts';
import { expectFloat, expectSameType } from '../checks.ts';
import { gemm as product } from '../compose/matmul.ts';
import { sumTo } from '../compose/sum-to.ts';
import type { Attributes } from '../graph.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { broadcastShape, sameShape } from '../shape.ts';

/** `A B + C` of matrices, A or B transposed where transA or transB is 1; C may be left out. */
export const gemm: Operator = {
  name: 'Gemm',
  infer({ inputs, attributes }) {
    if (inputs.length !== 2 && inputs.length !== 3) throw new GraphError('it takes 2 or 3 inputs');
    const [left, right, plus] = [nth(inputs, 0), nth(inputs, 1), inputs[2]];
    expectFloat(left);
    expectSameType(left, right);
    if (left.shape.length !== 2 || right.shape.length !== 2) {
      throw new GraphError('it takes matrices');
    }
    const { transposeA, transposeB } = transposed(attributes);
    const a = transposeA ? left.shape.toReversed() : left.shape;
    const b = transposeB ? right.shape.toReversed() : right.shape;
    if (a[1] !== b[0]) throw new GraphError('the inner dimensions differ');
    const shape = [nth(a, 0), nth(b, 1)];
    if (plus !== undefined) {
      expectSameType(left, plus);
      if (!sameShape(broadcastShape(plus.shape, shape), shape)) {
        throw new GraphError('what is added is larger than the product');
      }
    }
    return [{ type: left.type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const [left, right, plus] = [nth(node.inputs, 0), nth(node.inputs, 1), node.inputs[2]];
    const { transposeA, transposeB } = transposed(node.attributes);
    const ofLeft = transposeA
      ? product(builder, right, gradient, { transposeA: transposeB, transposeB: true })
      : product(builder, gradient, right, { transposeB: !transposeB });
    const ofRight = transposeB
      ? product(builder, gradient, left, { transposeA: true, transposeB: transposeA })
      : product(builder, left, gradient, { transposeA: !transposeA });
    const ofPlus = plus === undefined ? [] : [sumTo(builder, gradient, plus.shape)];
    return [ofLeft, ofRight, ...ofPlus];
  }),
};

function transposed(attributes: Attributes): { transposeA: boolean; transposeB: boolean } {
  return {
    transposeA: intOf(attributes, 'transA', 0) !== 0,
    transposeB: intOf(attributes, 'transB', 0) !== 0,
  };
}
