/**
 * What Serianni and Kalita measure where their code differs from the formula of the paper it names, as
 * proxies that no one else has a use for: to see whether the difference is what parts their columns
 * from ours.
 *
 * Source: BERT_metrics.ipynb of aaronserianni/training-free-nas.
 */
import { mul } from '../../dist/onnx/compose/arithmetic.js';
import { reduceL1, reduceMax, reduceMean } from '../../dist/onnx/compose/reductions.js';
import { softmax } from '../../dist/onnx/compose/softmax.js';
import { concat, reshape } from '../../dist/onnx/compose/shapes.js';

/**
 * @typedef {import('../../dist/proxy-parts/network-proxy.js').NetworkProxy} NetworkProxy
 * @typedef {import('../../dist/proxy-parts/network-proxy.js').MeasuredPass} MeasuredPass
 * @typedef {import('../../dist/onnx/graph.js').GraphValue} GraphValue
 */

/** Rows below which their code passes over a matrix. */
const FEWEST_ROWS = 128;

/**
 * A proxy that is the sum of scalars.
 *
 * @param {string} name
 * @param {string} description
 * @param {(pass: MeasuredPass) => GraphValue[]} termsOf
 * @returns {NetworkProxy}
 */
function sumOf(name, description, termsOf) {
  return {
    ...{ name, description, direction: 'higher-is-better', needs: 'network', pass: 'network' },
    paper: 'Serianni and Kalita 2023, arXiv 2306.00288',
    measure: (pass) => {
      const terms = termsOf(pass);
      if (terms.length === 0) return { ok: false, reason: 'nothing to add up' };
      const { builder } = pass.forward;
      const flat = terms.map((term) => reshape(builder, term, [1]));
      return {
        ok: true,
        value: {
          outputs: [concat(builder, flat, 0)],
          score: (tensors) => {
            const numbers = Array.from(tensors[0]?.data ?? [], Number);
            return { ok: true, value: numbers.reduce((sum, number) => sum + number, 0) };
          },
        },
      };
    },
  };
}

/**
 * The greatest weight over the heads, not over the words; of a linear transform too, whose code takes
 * a softmax of what it gives, and uses it for nothing.
 */
export const softmaxOverHeads = sumOf(
  'authors-head-softmax-confidence',
  'largest over the heads',
  ({ forward: { builder, blocks } }) =>
    blocks.map(({ probabilities, headOutputs }) => {
      const weights = probabilities ?? softmax(builder, headOutputs, 3);
      return reduceMean(builder, reduceMax(builder, weights, [1]));
    }),
);

/** The saliency of the linear layers in front of the heads, not of the heads. */
export const saliencyOfHeads = sumOf(
  'authors-head-importance',
  'saliency of what makes the heads',
  ({ forward: { builder, weights }, gradientOf }) =>
    [...weights].flatMap(([path, { value, weight }]) => {
      const [rows = 0, ...others] = weight.shape;
      const counts = path.includes('.attention.self.') && others.length === 1;
      const gradient = counts && rows >= FEWEST_ROWS ? gradientOf(value) : null;
      return gradient === null ? [] : [reduceL1(builder, mul(builder, value, gradient))];
    }),
);

/** With the input of linear transforms, which has no heads. */
export const confidenceOfLayers = sumOf(
  'authors-head-confidence',
  'with inputs of linear transforms',
  ({ forward: { builder, blocks } }) =>
    blocks.flatMap(({ projections }) =>
      projections.map(({ value }) => reduceMean(builder, reduceMax(builder, value, [1]))),
    ),
);
