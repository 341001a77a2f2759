import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import type { PatchInput } from '../../src/architecture/embedding.ts';
import { caseNamed } from './cases.ts';
import {
  attention,
  changedHat,
  withBlock,
  withEmbedding,
  type ForwardProblem,
} from './changed-models.ts';

const bert = caseNamed('bert').architecture;
const t5 = caseNamed('t5').architecture;
const vit = caseNamed('vit').architecture;
const patches: PatchInput = {
  kind: 'patches',
  imageSize: 8,
  patchSize: 4,
  channels: 3,
  bias: true,
  extraTokens: 1,
  maskToken: false,
};
const pit = caseNamed('pit').architecture;
const gpt2 = caseNamed('gpt2').architecture;

/** Blocks, embeddings and operations that can't be run. */
export const FORWARD_PROBLEMS: readonly ForwardProblem[] = [
  ['experts', withBlock(bert, { experts: { count: 2, routed: 3 } }), /to 3 of 2 experts/],
  [
    'groups that experts do not fill',
    withBlock(bert, {
      experts: { count: 5, routed: 2, groups: { count: 2, chosen: 1, best: 1 } },
    }),
    /5 experts can't be run in 2 groups of at least 1/,
  ],
  [
    'groups of fewer experts than a token takes',
    withBlock(bert, {
      experts: { count: 6, routed: 3, groups: { count: 3, chosen: 1, best: 1 } },
    }),
    /routed to 3 experts in 1 of 3 groups of 2/,
  ],
  [
    'a bottleneck of another operation',
    withBlock(bert, {
      bottleneck: { size: 12, ownQueries: false },
      operation: { kind: 'separable-convolution', kernelSize: 3 },
    }),
    /a separable convolution in a bottleneck can't be run/,
  ],
  [
    'a bottleneck with norms before sums',
    withBlock(bert, { bottleneck: { size: 12, ownQueries: false }, norm: 'pre' }),
    /a bottleneck can't be run with norms before a sum/,
  ],
  [
    'queries of a bottleneck in one matrix with values',
    withBlock(bert, {
      bottleneck: { size: 12, ownQueries: true },
      operation: { ...attention, fusedQueryKeyValue: true },
    }),
    /can't be run in one matrix with values/,
  ],
  [
    'heads that do not divide a bottleneck',
    withBlock(bert, { bottleneck: { size: 10, ownQueries: true } }),
    /4 heads do not divide the hidden size 10/,
  ],
  [
    'groups that do not divide a feed-forward width',
    withBlock(bert, { feedForwardGroups: 3 }),
    /3 groups do not divide the widths/,
  ],
  [
    'groups in experts',
    withBlock(bert, { feedForwardGroups: 2, experts: { count: 2, routed: 1 } }),
    /in groups can't be run in experts/,
  ],
  [
    'networks in a row beside attention',
    withBlock(gpt2, { parallel: 'one-norm', feedForwardRepeats: 2 }),
    /several feed-forward networks in a row beside attention/,
  ],
  [
    'a projection of an even number of tokens',
    withEmbedding(bert, { projectedTokens: 2 }),
    /a projection of 2 tokens, an even number/,
  ],
  [
    'cross-attention alone',
    withBlock(bert, { crossAttention: true }),
    /block 0: attention over the output of an encoder can't be run without one/,
  ],
  [
    'an encoder after its decoder',
    { ...t5, blocks: [...t5.blocks.slice(2), ...t5.blocks.slice(0, 2)] as never },
    /an encoder after its decoder/,
  ],
  [
    'a low-rank adapter',
    withBlock(bert, { adapter: [{ module: 'query', rank: 2 }] }),
    /block 0: a low-rank adapter can't be run: only its sizes are known/,
  ],
  [
    'a spectrogram',
    withEmbedding(bert, { input: { kind: 'spectrogram', bins: 4 } }),
    /reads a spectrogram can't be run/,
  ],
  [
    'patches that do not fill an image',
    withEmbedding(vit, { input: { ...patches, imageSize: 9 } }),
    /patches of 4 pixels that do not fill an image of 9/,
  ],
  [
    'positions of another image',
    withEmbedding(vit, { maxPositionEmbeddings: 7 }),
    /7 positions of an image that has 5/,
  ],
  [
    'two widths',
    completeArchitecture({
      ...t5,
      blocks: t5.blocks.map((block, index) => ({ ...block, hiddenSize: 16 + (index >> 1) })),
    }),
    /shares the embedding matrix of an encoder of another width/,
  ],
  [
    'two widths of a decoder',
    changedHat((block, index) => ({ ...block, hiddenSize: index === 5 ? 24 : block.hiddenSize })),
    /a decoder of several widths/,
  ],
  [
    'attention over an encoder of another width',
    changedHat((block) => ({ ...block, crossSource: null })),
    /block 3: attention that reads vectors of 20 channels can't be run over an encoder of 16/,
  ],
  [
    'attention over more layers than there are',
    changedHat((block) => ({
      ...block,
      crossSource: { width: 16, layers: 4, numAttentionHeads: 2 },
    })),
    /block 3: attention over 4 layers of an encoder that has 3/,
  ],
  [
    'heads of an attention over an encoder that do not divide',
    changedHat((block) => ({
      ...block,
      crossSource: { width: 16, layers: 1, numAttentionHeads: 5 },
    })),
    /block 3: 5 heads of an attention over an encoder do not divide its width/,
  ],
  [
    'attention over an encoder with norms of queries',
    changedHat((block) => ({
      ...block,
      operation: { ...block.operation, queryKeyNorm: 'fixed' } as never,
    })),
    /block 3: attention with a source of its own can't be run with norms/,
  ],
  [
    'a stack without biases of distances',
    completeArchitecture({ ...t5, blocks: t5.blocks.filter((_, index) => index !== 2) }),
    /block 2: 0 biases of distances can't be run: expected one for each of 8/,
  ],
  ['parallel layers', withBlock(bert, { parallel: 'one-norm' }), /beside attention/],
  [
    'pooled tokens',
    withBlock(bert, { pooling: { kernelSize: 3, stride: 2 } }),
    /block 0: a pooling can't be run where there are no patches/,
  ],
  [
    'patches that are pooled after the last block',
    withBlock(vit, { pooling: { kernelSize: 3, stride: 2 } }),
    /after the last block/,
  ],
  [
    'an even kernel of a pooling',
    withBlock(vit, { pooling: { kernelSize: 2, stride: 2 } }),
    /a pooling of patches with a kernel of even size/,
  ],
  [
    'a pooling to another width than a multiple',
    completeArchitecture({
      ...pit,
      blocks: pit.blocks.map((block, index) => ({
        ...block,
        hiddenSize: index === 3 ? 20 : block.hiddenSize,
      })),
    }),
    /block 2: a pooling to a width that is no multiple of 16/,
  ],
  [
    'patches in steps that do not divide them',
    withEmbedding(vit, { input: { ...patches, stride: 3 } }),
    /patches of 4 pixels in steps of 3/,
  ],
  [
    'an even kernel beside a block',
    withBlock(bert, { convolution: { kernelSize: 4, groups: 1, activation: 'tanh' } }),
    /a convolution of even size beside a block/,
  ],
  [
    'heads that do not divide those of keys',
    withBlock(bert, { operation: { ...attention, numKeyValueHeads: 3 } }),
    /3 heads of keys and values do not divide 4 heads/,
  ],
  [
    'latent attention',
    withBlock(bert, {
      operation: { ...attention, latent: { queryRank: null, keyValueRank: 4, rotarySize: 3 } },
    }),
    /latent attention that rotates 3 of 6 channels/,
  ],
  [
    'odd heads of a separable convolution',
    withBlock(bert, {
      operation: { kind: 'separable-convolution', kernelSize: 5 },
      numAttentionHeads: 3,
    }),
    /3 heads, an odd number.*released code of FlexiBERT fails/,
  ],
  [
    'an even kernel',
    withBlock(bert, { operation: { kind: 'separable-convolution', kernelSize: 4 } }),
    /kernel of even size/,
  ],
  [
    'a transform that sees the future',
    withBlock(gpt2, { operation: { kind: 'linear-transform', transform: 'discrete-cosine' } }),
    /linear transform: it looks at later tokens/,
  ],
  ['heads that do not divide', withBlock(bert, { numAttentionHeads: 5 }), /5 heads do not divide/],
];
