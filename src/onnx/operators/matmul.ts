import { intOf } from '../attributes.ts';
import { expectFloat, expectSameType, inputsOf } from '../checks.ts';
import * as compose from '../compose/matmul.ts';
import { reshape, transposeMatrices } from '../compose/shapes.ts';
import { sumTo } from '../compose/sum-to.ts';
import type { Attributes } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { broadcastShape, nth, sameShape } from '../shape.ts';

/** Products of the matrices in the last two axes; the axes before them are broadcast. */
const matMul: Operator = {
  name: 'MatMul',
  infer(application) {
    const [left, right] = inputsOf(application, 2);
    expectSameType(left, right);
    expectFloat(left);
    if (left.shape.length < 2 || right.shape.length < 2)
      throw new GraphError('a vector is no matrix');
    if (left.shape.at(-1) !== right.shape.at(-2))
      throw new GraphError('the inner dimensions differ');
    const before = broadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
    const shape = [...before, ...left.shape.slice(-2, -1), ...right.shape.slice(-1)];
    return [{ type: left.type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, input: left, gradient }) => {
    const right = nth(node.inputs, 1);
    if (right.shape.length === 2) {
      // One matrix for all: the axes before the last become one, and Gemm transposes for nothing.
      const rows = compose.asMatrix(builder, gradient);
      const ofLeft = compose.gemm(builder, rows, right, { transposeB: true });
      return [
        reshape(builder, ofLeft, left.shape),
        compose.gemm(builder, compose.asMatrix(builder, left), rows, { transposeA: true }),
      ];
    }
    const ofLeft = compose.matmul(builder, gradient, transposeMatrices(builder, right));
    // The transpose of a product is the product of transposes: the smaller factor is transposed.
    const ofRight =
      nth(left.shape, left.shape.length - 1) <= nth(right.shape, right.shape.length - 1)
        ? compose.matmul(builder, transposeMatrices(builder, left), gradient)
        : transposeMatrices(
            builder,
            compose.matmul(builder, transposeMatrices(builder, gradient), left),
          );
    return [sumTo(builder, ofLeft, left.shape), sumTo(builder, ofRight, right.shape)];
  }),
};

/** `A B + C` of matrices, A or B transposed where transA or transB is 1; C may be left out. */
const gemm: Operator = {
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
      ? compose.gemm(builder, right, gradient, { transposeA: transposeB, transposeB: true })
      : compose.gemm(builder, gradient, right, { transposeB: !transposeB });
    const ofRight = transposeB
      ? compose.gemm(builder, gradient, left, { transposeA: true, transposeB: transposeA })
      : compose.gemm(builder, left, gradient, { transposeA: !transposeA });
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

/** The products of matrices. */
export const PRODUCTS: readonly Operator[] = [gemm, matMul];
