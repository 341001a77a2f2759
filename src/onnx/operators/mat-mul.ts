import { expectFloat, expectSameType, twoInputs } from '../checks.ts';
import { asMatrix, gemm, matmul } from '../compose/matmul.ts';
import { reshape, transposeMatrices } from '../compose/shapes.ts';
import { sumTo } from '../compose/sum-to.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { broadcastShape } from '../shape.ts';

/** Products of the matrices in the last two axes; the axes before them are broadcast. */
export const matMul: Operator = {
  name: 'MatMul',
  infer(application) {
    const [left, right] = twoInputs(application);
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
      const rows = asMatrix(builder, gradient);
      const ofLeft = gemm(builder, rows, right, { transposeB: true });
      return [
        reshape(builder, ofLeft, left.shape),
        gemm(builder, asMatrix(builder, left), rows, { transposeA: true }),
      ];
    }
    const ofLeft = matmul(builder, gradient, transposeMatrices(builder, right));
    // The transpose of a product is the product of transposes: the smaller factor is transposed.
    const ofRight =
      nth(left.shape, left.shape.length - 1) <= nth(right.shape, right.shape.length - 1)
        ? matmul(builder, transposeMatrices(builder, left), gradient)
        : transposeMatrices(builder, matmul(builder, transposeMatrices(builder, gradient), left));
    return [sumTo(builder, ofLeft, left.shape), sumTo(builder, ofRight, right.shape)];
  }),
};
