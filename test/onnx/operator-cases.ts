import { add, div, equal, greater, less, mul, sub } from '../../src/onnx/compose/arithmetic.ts';
import {
  convolveChannels,
  depthwiseConvolution,
} from '../../src/onnx/compose/depthwise-convolution.ts';
import { cumulativeSum } from '../../src/onnx/compose/cumulative-sum.ts';
import * as functions from '../../src/onnx/compose/functions.ts';
import { gelu } from '../../src/onnx/compose/gelu.ts';
import { layerNorm } from '../../src/onnx/compose/layer-norm.ts';
import { gemm, linear, matmul } from '../../src/onnx/compose/matmul.ts';
import * as reductions from '../../src/onnx/compose/reductions.ts';
import * as selections from '../../src/onnx/compose/selections.ts';
import * as shapes from '../../src/onnx/compose/shapes.ts';
import { rmsNorm } from '../../src/onnx/compose/rms-norm.ts';
import { logSoftmax, softmax } from '../../src/onnx/compose/softmax.ts';
import { topK } from '../../src/onnx/compose/top-k.ts';
import { float, int } from '../../src/onnx/attributes.ts';
import type { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { GraphValue } from '../../src/onnx/graph.ts';

/** What a case of the reference computes, built from the same inputs. */
export type CaseBuilder = (
  builder: GraphBuilder,
  inputs: readonly GraphValue[],
) => GraphValue | readonly GraphValue[];

const { abs, cast, cos, erf, exp, identity, log, neg } = functions;
const { reciprocal, relu, sigmoid, sign, sin, sqrt, square, tanh } = functions;
const { reduceMax, reduceMean, reduceSum, reduceSumSquare } = reductions;
const { gather, gatherElements, scatterElements, scatterRows, where } = selections;
const { concat, expand, pad, reshape, slice, split, transpose } = shapes;

const UNARY = {
  Neg: neg,
  Abs: abs,
  Sqrt: sqrt,
  Exp: exp,
  Log: log,
  Reciprocal: reciprocal,
  Sign: sign,
  Erf: erf,
  Tanh: tanh,
  Sigmoid: sigmoid,
  Relu: relu,
  Sin: sin,
  Cos: cos,
  Identity: identity,
};
const BINARY = { Add: add, Sub: sub, Mul: mul, Div: div };
const COMPARISONS = { Greater: greater, Less: less, Equal: equal };
const REDUCTIONS = {
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
  ReduceMax: reduceMax,
  ReduceSumSquare: reduceSumSquare,
};

const unaryCases = Object.entries(UNARY).flatMap(([name, apply]) =>
  ['of a matrix', 'of a scalar', 'at the kink'].map((title): [string, CaseBuilder] => [
    `${name} ${title}`,
    (b, [x]) => apply(b, x!),
  ]),
);

const binaryCases = Object.entries(BINARY).flatMap(([name, apply]) =>
  [
    'of equal shapes',
    'of a row',
    'of both broadcast',
    'of a scalar and a matrix',
    'of a matrix and one entry',
    'of a value and itself',
  ].map((title): [string, CaseBuilder] => [
    `${name} ${title}`,
    (b, [x, y]) => apply(b, x!, y ?? x!),
  ]),
);

const comparisonCases = Object.entries(COMPARISONS).map(
  ([name, compare]): [string, CaseBuilder] => [
    `${name} that chooses`,
    (b, [x, y]) => where(b, compare(b, x!, y!), mul(b, x!, y!), sub(b, x!, y!)),
  ],
);

const reductionCases = Object.entries(REDUCTIONS).flatMap(
  ([name, reduce]): [string, CaseBuilder][] => [
    [`${name} of the last axis`, (b, [x]) => reduce(b, x!, [-1])],
    [`${name} of two axes that stay`, (b, [x]) => reduce(b, x!, [0, -2], true)],
    [`${name} of all axes`, (b, [x]) => square(b, reduce(b, x!))],
    [`${name} of an axis of one`, (b, [x]) => reduce(b, x!, [1])],
    [`${name} at the kink`, (b, [x]) => reduce(b, x!, [-1])],
  ],
);

const matmulCases = [
  'two matrices',
  'a batch and a matrix',
  'two batches, narrow inside',
  'two batches, wide inside',
  'batches broadcast',
  'a matrix and a batch',
  'sizes of one',
].map((title): [string, CaseBuilder] => [`MatMul of ${title}`, (b, [x, y]) => matmul(b, x!, y!)]);

const gemmCases = [0, 1, 2, 3].map((bits): [string, CaseBuilder] => {
  const [transposeA, transposeB] = [bits > 1, bits % 2 === 1];
  return [
    `Gemm with transA ${Number(transposeA)} and transB ${Number(transposeB)}`,
    (b, [x, y]) => gemm(b, x!, y!, { transposeA, transposeB }),
  ];
});

const gemmPlusCases = ['a row', 'a column', 'one entry', 'a matrix'].map(
  (title): [string, CaseBuilder] => [
    `Gemm plus ${title}`,
    (b, [x, y, plus]) => gemm(b, x!, y!, { plus: plus! }),
  ],
);

const softmaxCases = Object.entries({ Softmax: softmax, LogSoftmax: logSoftmax }).flatMap(
  ([name, apply]) =>
    [-1, 0, 1].map((axis): [string, CaseBuilder] => [
      `${name} along ${axis}`,
      (b, [x]) => apply(b, x!, axis),
    ]),
);

const convCases = (
  [
    ['with room', 1, 1],
    ['without room', 0, 0],
    ['with more room before', 2, 0],
    ['with more room than its kernel', 3, 1],
    ['longer than its input', 3, 3],
  ] as const
).map(([title, before, after]): [string, CaseBuilder] => [
  `Conv ${title}`,
  (b, [x, w]) => convolveChannels(b, x!, w!, before, after),
]);

const normalize: CaseBuilder = (b, inputs) =>
  b.applyAll('LayerNormalization', inputs, { axis: int(-1), epsilon: float(1e-2) });

const attention: CaseBuilder = (b, [x, w]) => {
  const heads = [0, 1, 2].map((index) => {
    const weight = gather(b, w!, b.constant(index, [], 'int64'));
    return reshape(b, linear(b, x!, weight, null), [2, 3, 2, 2]);
  });
  const [q, v] = [transpose(b, heads[0]!, [0, 2, 1, 3]), transpose(b, heads[2]!, [0, 2, 1, 3])];
  const logits = matmul(b, q, transpose(b, heads[1]!, [0, 2, 3, 1]));
  const context = matmul(b, softmax(b, div(b, logits, Math.SQRT2), -1), v);
  return reshape(b, transpose(b, context, [0, 2, 1, 3]), [2, 3, 4]);
};

/** By the names that scripts/make-operator-reference.py gave them. */
export const CASES: ReadonlyMap<string, CaseBuilder> = new Map<string, CaseBuilder>([
  ...unaryCases,
  ...binaryCases,
  ...comparisonCases,
  ...reductionCases,
  ...matmulCases,
  ...gemmCases,
  ...gemmPlusCases,
  ...softmaxCases,
  ...convCases,
  ['Where of broadcast choices', (b, [x, y, z]) => where(b, greater(b, x!, 0.2), y!, z!)],
  [
    'Cast there and back',
    (b, [x]) => {
      const other = cast(b, x!, x!.type === 'float32' ? 'float64' : 'float32');
      return cast(b, square(b, other), x!.type);
    },
  ],
  ['Cast of a condition', (b, [x]) => mul(b, cast(b, greater(b, x!, 0.1), x!.type), x!)],
  ['MatMul with a transposed batch', (b, [x, y]) => matmul(b, x!, transpose(b, y!, [0, 2, 3, 1]))],
  ['Transpose of three axes', (b, [x]) => square(b, transpose(b, x!, [2, 0, 1]))],
  [
    'Transpose twice',
    (b, [x]) => square(b, transpose(b, transpose(b, x!, [0, 3, 2, 1]), [0, 2, 1, 3])),
  ],
  ['Reshape to a matrix', (b, [x]) => square(b, reshape(b, reshape(b, x!, [12]), [2, 6]))],
  ['Reshape to a scalar', (b, [x]) => square(b, reshape(b, x!, []))],
  ['Expand of a column', (b, [x]) => square(b, expand(b, x!, [2, 3, 4]))],
  ['Expand of a scalar', (b, [x]) => square(b, expand(b, x!, [2, 2]))],
  ['Concat along the last axis', (b, [x, y]) => square(b, concat(b, [x!, y!, x!], -1))],
  ['Split into three', (b, [x]) => split(b, x!, [1, 2, 1], 1).map((y) => square(b, y))],
  ['Split with an unused piece', (b, [x]) => square(b, split(b, x!, [1, 3], -1)[1]!)],
  ['Slice inside', (b, [x]) => square(b, slice(b, x!, 1, 1, 3))],
  ['Slice from the end', (b, [x]) => square(b, slice(b, x!, -1, -3, -1))],
  ['Pad of two axes', (b, [x]) => square(b, pad(b, pad(b, x!, 1, 1, 2), 0, 0, 1))],
  ['Pad with a number', (b, [x]) => square(b, pad(b, x!, -1, 2, 0, 0.5))],
  ['Gather of rows, some twice, some from the end', (b, [x, i]) => square(b, gather(b, x!, i!))],
  ['Gather along a middle axis', (b, [x, i]) => square(b, gather(b, x!, i!, 1))],
  ['Gather of one slice', (b, [x, i]) => square(b, gather(b, x!, i!, -1))],
  ['GatherElements along the last axis', (b, [x, i]) => square(b, gatherElements(b, x!, i!, -1))],
  ['GatherElements along the first axis', (b, [x, i]) => square(b, gatherElements(b, x!, i!, 0))],
  [
    'ScatterElements onto the same entries',
    (b, [x, i, u]) => square(b, scatterElements(b, x!, i!, u!, 1)),
  ],
  ['ScatterND onto the same rows', (b, [x, i, u]) => square(b, scatterRows(b, x!, i!, u!))],
  ['LayerNormalization, all outputs', normalize],
  ['LayerNormalization, mean and root', (b, inputs) => [normalize(b, inputs)].flat().slice(1)],
  ['layerNorm', (b, [x, s, t]) => layerNorm(b, x!, s!, t!, Math.fround(1e-2))],
  ['gelu', (b, [x]) => gelu(b, x!)],
  ['linear', (b, [x, w, bias]) => linear(b, x!, w!, bias!)],
  ['linear without a bias', (b, [x, w]) => linear(b, x!, w!, null)],
  ['depthwiseConvolution', (b, [x, w]) => depthwiseConvolution(b, x!, w!)],
  ['depthwiseConvolution longer than its input', (b, [x, w]) => depthwiseConvolution(b, x!, w!)],
  ['attention', attention],
  ['TopK along the last axis', (b, [x]) => square(b, topK(b, x!, 2, -1).values)],
  [
    'TopK along the first axis',
    (b, [x]) => square(b, gatherElements(b, x!, topK(b, x!, 1, 0).indices, 0)),
  ],
  ['RMS norm', (b, [x, s]) => rmsNorm(b, x!, s!, 1e-3)],
  ['CumSum along the last axis', (b, [x]) => square(b, cumulativeSum(b, x!, -1))],
  ['CumSum in reverse', (b, [x]) => square(b, cumulativeSum(b, x!, 0, true))],
]);
