import type { Activation } from '../architecture/activation.ts';
import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import { headSizeOf } from '../architecture/operations/attention-sizes.ts';
import { BLOCK_CLASSES } from './block-parts.ts';
import { ATTENTION_CLASSES } from './mixing-parts.ts';
import { call, list, type PythonGroup } from './python-layout.ts';

/** Modules of activation functions: those of PyTorch, and two classes of the file. */
export const ACTIVATION_MODULES: Readonly<Partial<Record<Activation, PythonGroup>>> = {
  gelu: call('nn.GELU'),
  'gelu-tanh': call('nn.GELU', 'approximate="tanh"'),
  'quick-gelu': call('QuickGELU'),
  relu: call('nn.ReLU'),
  'relu-squared': call('SquaredReLU'),
  silu: call('nn.SiLU'),
  sigmoid: call('nn.Sigmoid'),
  tanh: call('nn.Tanh'),
  linear: call('nn.Identity'),
};

/**
 * The block of an index, from 0, as a call in Python.
 *
 * @throws RangeError on an activation function that has no module
 */
export function blockExpression(block: Block, index: number): PythonGroup {
  const { hiddenSize, feedForwardWidths, activation, norm, operation, bias } = block;
  const module = ACTIVATION_MODULES[activation];
  if (module === undefined) throw new RangeError(`no module computes ${activation}`);
  if (norm !== 'pre' && norm !== 'post')
    throw new RangeError(`no block has norms of the place ${norm}`);
  const around = operation.kind === 'linear-transform' ? 'none' : 'residual';
  return call(
    BLOCK_CLASSES[norm][around],
    String(hiddenSize),
    mixingExpression(block, index),
    call(
      'FeedForward',
      String(hiddenSize),
      list(...feedForwardWidths.map(String)),
      module,
      ...setting('bias', bias, true),
    ),
  );
}

function mixingExpression(block: Block, index: number): PythonGroup {
  const { hiddenSize, numAttentionHeads, operation, causal, bias } = block;
  const sizes = [String(hiddenSize), `heads=${numAttentionHeads}`] as const;
  switch (operation.kind) {
    case 'self-attention': {
      const kinds = ATTENTION_CLASSES[operation.fusedQueryKeyValue ? 'fused' : 'separate'];
      const isWeighted = operation.similarity === 'weighted-multiplicative';
      return call(
        kinds[isWeighted ? 'weighted' : 'plain'],
        ...sizes,
        `head_size=${headSizeOf(block, operation)}`,
        `divisor=${divisorOf(block, operation, index)}`,
        ...setting('causal', causal, false),
        ...setting('bias', operation.queryKeyValueBias, true),
        ...setting('output_bias', operation.outputBias, true),
      );
    }
    case 'linear-transform': {
      const isFourier = operation.transform === 'discrete-fourier';
      const transform = isFourier ? 'fourier_transform' : 'cosine_transform';
      return call(
        'LinearTransform',
        ...sizes,
        `transform=${transform}`,
        ...setting('bias', bias, true),
      );
    }
    case 'separable-convolution':
      return call(
        'SeparableConvolution',
        ...sizes,
        `kernel_size=${operation.kernelSize}`,
        ...setting('bias', bias, true),
      );
    default:
      // See findModuleProblem, which refuses it.
      throw new RangeError(`no module computes ${block.operation.kind}`);
  }
}

/** What scores are divided by, as Python computes it. */
function divisorOf(block: Block, operation: SelfAttention, index: number): string {
  const { scaling } = operation;
  if (typeof scaling === 'number') return String(scaling);
  const root = `math.sqrt(${headSizeOf(block, operation)})`;
  const layer = String(index + 1);
  return {
    'head-size': root,
    layer,
    'head-size-and-layer': `${root} * ${layer}`,
    none: '1',
  }[scaling];
}

/** An argument that is written where it differs from its default. */
function setting(name: string, value: boolean, byDefault: boolean): readonly string[] {
  return value === byDefault ? [] : [`${name}=${value ? 'True' : 'False'}`];
}
