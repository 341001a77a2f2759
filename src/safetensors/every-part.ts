import type { Architecture } from '../architecture/architecture.ts';
import type { Family } from '../architecture/family.ts';
import type { Naming } from '../architecture/naming-tables.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../architecture/complete-architecture.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';

const HIDDEN = 8;

const ATTENTION: PartialSelfAttention = {
  kind: 'self-attention',
  similarity: 'scaled-dot-product',
};

/** Kinds of attention that together have every weight that attention may have. */
const ATTENTIONS: readonly PartialSelfAttention[] = [
  {
    ...ATTENTION,
    ...{ queryKeyNorm: 'head', positionKeys: 'own', positionQueries: 'own' },
    ...{ distanceBiases: 4, sinks: true },
  },
  { ...ATTENTION, queryKeyNorm: 'each-head' },
  { ...ATTENTION, fusedQueryKeyValue: true, keyBias: false },
  { ...ATTENTION, latent: { queryRank: null, keyValueRank: 4, rotarySize: 2 } },
  { ...ATTENTION, latent: { queryRank: 4, keyValueRank: 4, rotarySize: 2 } },
];

/** What takes the place of half of the heads in ConvBERT. */
const CONVOLUTION = { kind: 'separable-convolution', kernelSize: 3 } as const;

/** The same of feed-forward layers. */
const FEED_FORWARDS: readonly Partial<PartialBlock>[] = [
  { feedForwardWidths: [16, 16] },
  { gated: true },
  { gated: true, fusedGate: true },
  { gated: true, experts: { count: 2, routed: 1, sharedWidth: 4, routerBias: true } },
  { gated: true, fusedGate: true, experts: { count: 2, routed: 1, sharedWidth: 4, stacked: true } },
  { experts: { count: 2, routed: 1, stacked: true } },
  { feedForwardRepeats: 2, bottleneck: { size: 4, ownQueries: true } },
];

/** And of norms, scales and convolutions: norms are before sub-modules, or elsewhere too. */
const NORMS: Readonly<Record<NormsPlace, readonly Partial<PartialBlock>[]>> = {
  before: [
    {
      norm: 'pre',
      layerScale: true,
      convolution: { kernelSize: 3, groups: 1, activation: 'linear' },
    },
  ],
  anywhere: [
    {
      norm: 'post',
      layerScale: true,
      convolution: { kernelSize: 3, groups: 1, activation: 'linear' },
    },
    { norm: 'pre' },
    { norm: 'sandwich' },
    { norm: 'output' },
  ],
};

/** Where the norms of a family are: in an encoder, one after a sub-module belongs to it. */
export type NormsPlace = 'before' | 'anywhere';

/** And of whole models. */
const MODELS: readonly Partial<PartialArchitecture>[] = [
  {},
  {
    finalNorm: true,
    pooler: true,
    head: { kind: 'linear', tied: false, bias: true, projected: true },
  },
];

type Input = PartialArchitecture['embedding']['input'];

/** And of inputs. */
const INPUTS: readonly NonNullable<Input>[] = [
  {
    ...{ kind: 'patches', imageSize: 4, patchSize: 2, channels: 1, bias: true },
    ...{ extraTokens: 2, maskToken: true, stride: 2 },
  },
  { kind: 'spectrogram', bins: 4 },
];

/** Models of a naming that together have every weight that one may have. */
export function modelsOfEveryPart(
  naming: Naming,
  family: Family,
  place: NormsPlace,
): Architecture[] {
  const norms = NORMS[place];
  const { decoder } = WEIGHT_NAMES[naming];
  const stacks = decoder.blocks === WEIGHT_NAMES[naming].blocks ? [] : ['encoder', 'decoder'];
  const blockOf = (own: Partial<PartialBlock>): PartialBlock => ({
    hiddenSize: HIDDEN,
    operation: ATTENTION,
    numAttentionHeads: 2,
    feedForwardWidths: [16],
    norm: norms[0]?.norm ?? 'post',
    ...own,
  });
  // A convolution has its own name after the first block alone.
  const variants = [
    ...norms,
    ...[...ATTENTIONS, CONVOLUTION].map((operation) => ({ operation })),
    ...FEED_FORWARDS,
  ].map(blockOf);
  const embedding = {
    ...{ vocabSize: 16, embeddingSize: 4, maxPositionEmbeddings: 4, typeVocabSize: 2 },
    distances: { count: 4, norm: true },
    decoder: { vocabSize: 8, maxPositionEmbeddings: 4, norm: true },
  };
  const common = { family, naming, initializerRange: 0.02 } as const;
  const list: PartialArchitecture[] = [
    ...MODELS.map((own) => ({ ...common, ...own, embedding, blocks: variants })),
    ...INPUTS.map((input) => ({
      ...common,
      embedding: { ...embedding, vocabSize: 0, input },
      blocks: [blockOf({})],
    })),
  ];
  if (stacks.length > 0) {
    const both = [
      ...variants.map((block) => ({ ...block, stack: 'encoder' as const })),
      ...variants.map((block) => ({ ...block, stack: 'decoder' as const, crossAttention: true })),
    ];
    list.push({ ...common, embedding, blocks: both, finalNorm: true });
  }
  return list.map(completeArchitecture);
}
