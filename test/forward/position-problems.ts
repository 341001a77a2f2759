import { caseNamed } from './cases.ts';
import { attention, withBlock, withEmbedding, type ForwardProblem } from './changed-models.ts';

const bert = caseNamed('bert').architecture;
const deberta = caseNamed('deberta').architecture;
const gpt2 = caseNamed('gpt2').architecture;

/** Positions that can't be run. */
export const POSITION_PROBLEMS: readonly ForwardProblem[] = [
  [
    'biases of distances',
    withBlock(bert, { operation: { ...attention, distanceBiases: 32 } }),
    /32 biases of distances|biases of distances can't be run with learned/,
  ],
  [
    'positions of Transformer-XL in an encoder',
    {
      ...withBlock(bert, { operation: { ...attention, relativePositions: true } }),
      positions: { kind: 'transformer-xl' },
    },
    /Transformer-XL.*see later ones/,
  ],
  [
    'an odd hidden size with positions of Transformer-XL',
    withBlock(caseNamed('transformer-xl').architecture, { hiddenSize: 15, numAttentionHeads: 3 }),
    /Transformer-XL.*odd hidden size/,
  ],
  [
    'weights of Transformer-XL without its positions',
    withBlock(gpt2, { operation: { ...attention, relativePositions: true } }),
    /Transformer-XL, can't be run with learned positions/,
  ],
  [
    'keys of distances without distances',
    withBlock(bert, { operation: { ...attention, positionKeys: 'shared' } }),
    /keys and queries of distances can't be run with learned positions/,
  ],
  [
    'too few vectors of distances',
    withEmbedding(deberta, { distances: { count: 6, norm: true } }),
    /6 vectors of distances: expected 8/,
  ],
  [
    'an odd number of buckets',
    {
      ...withEmbedding(deberta, { distances: { count: 6, norm: true } }),
      positions: { kind: 'disentangled', buckets: 3, maxDistance: 9 },
    },
    /3 buckets of distances up to 9 can't be run: expected an even number from 4/,
  ],
  [
    'rotary positions beside learned ones',
    { ...gpt2, positions: { kind: 'rotary', base: 10_000, fraction: 1, scaling: null } },
    /a matrix of positions beside rotary positions/,
  ],
  [
    'rotary positions of an odd number of channels',
    {
      ...withEmbedding(bert, { maxPositionEmbeddings: 0 }),
      positions: { kind: 'rotary', base: 10_000, fraction: 0.5, scaling: null },
    },
    /block 0: rotary positions of 3 channels, an odd number/,
  ],
  [
    'sinusoidal positions of some blocks',
    withBlock(bert, { operation: { ...attention, positions: { kind: 'sinusoidal' } } }),
    /sinusoidal positions of some blocks alone/,
  ],
  [
    'positions without a matrix',
    withEmbedding(bert, { maxPositionEmbeddings: 0 }),
    /the model has 0 positions/,
  ],
];
