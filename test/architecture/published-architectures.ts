import fc from 'fast-check';
import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../../src/architecture/complete-architecture.ts';
import type { ForeignInput } from '../../src/architecture/embedding.ts';
import { merged, optional, partialArchitectures, small } from './architectures.ts';

/** Latent attention, of heads that are larger than what is rotated of them. */
const latents = optional(
  'latent',
  fc.record({
    queryRank: fc.option(small),
    keyValueRank: small,
    rotarySize: small,
    restSize: small,
  }),
).map(({ latent }) => {
  if (latent === undefined) return {};
  const { restSize, ...own } = latent;
  return { latent: own, headSize: own.rotarySize + restSize };
});

const attentionFeatures = fc
  .tuple(
    merged(
      optional('queryKeyValueBias', fc.boolean()),
      optional('outputBias', fc.boolean()),
      optional('queryKeyNorm', fc.constantFrom('head', 'each-head', 'all-heads', 'fixed', null)),
    ),
    merged(
      optional('distanceBiases', small),
      optional('positionKeys', fc.constantFrom('shared', 'own')),
      optional('positionQueries', fc.constantFrom('shared', 'own')),
    ),
    merged(
      optional('keyBias', fc.boolean()),
      optional('sinks', fc.boolean()),
      optional('window', small),
    ),
    optional('valueSize', small),
    optional('fusedRows', fc.constantFrom('parts', 'heads')),
    latents,
    fc.nat(),
  )
  .map(([a, b, c, d, e, latent, keyValueHeads]) => ({
    options: { ...a, ...b, ...c, ...d, ...e, ...latent },
    keyValueHeads,
  }));

const experts: fc.Arbitrary<NonNullable<PartialBlock['experts']>> = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.nat({ max: 4 }),
    merged(
      optional('sharedWidth', small),
      optional('counted', fc.constantFrom('all', 'routed')),
      optional('sharedGate', fc.boolean()),
    ),
    merged(
      optional('routerBias', fc.boolean()),
      optional('stacked', fc.boolean()),
      fc.constant({}),
    ),
  )
  .map(([count, routed, a, b]) => ({ count, routed: 1 + (routed % count), ...a, ...b }));

const blockFeatures = fc
  .tuple(
    merged(
      optional('parallel', fc.constantFrom('separate-norms', 'one-norm')),
      optional('gated', fc.boolean()),
      optional('experts', experts),
    ),
    merged(
      optional('stack', fc.constantFrom('encoder', 'decoder')),
      optional('crossAttention', fc.boolean()),
      optional('sharedAs', fc.constantFrom('0.layers.0', '1.layers.0')),
    ),
    optional(
      'crossSource',
      fc.record({ width: small, layers: small, numAttentionHeads: fc.constant(1) }),
    ),
    merged(
      optional(
        'convolution',
        fc.record({ kernelSize: small, groups: fc.constant(1), activation: fc.constant('tanh') }),
      ),
      optional('fusedGate', fc.boolean()),
      optional('layerScale', fc.boolean()),
    ),
    merged(
      optional('norm', fc.constantFrom('pre', 'post', 'sandwich', 'output')),
      optional('firstNorm', fc.boolean()),
      optional('pooling', fc.record({ kernelSize: small, stride: small })),
    ),
  )
  .map(([a, b, c, d, e]) => ({ ...a, ...b, ...c, ...d, ...e }));

/** A block with features of published models, where attention has a number of heads to share. */
function withFeatures(
  block: PartialBlock,
  attention: { options: Partial<PartialSelfAttention>; keyValueHeads: number },
  features: Partial<PartialBlock>,
): PartialBlock {
  const { operation, numAttentionHeads } = block;
  const divisors = Array.from({ length: numAttentionHeads }, (_, index) => index + 1).filter(
    (count) => numAttentionHeads % count === 0,
  );
  const numKeyValueHeads = divisors[attention.keyValueHeads % divisors.length] ?? 1;
  return {
    ...block,
    ...features,
    operation:
      operation.kind === 'self-attention'
        ? { ...operation, ...attention.options, numKeyValueHeads }
        : operation,
  };
}

const linearHeads: fc.Arbitrary<NonNullable<PartialArchitecture['head']>> = fc
  .tuple(
    fc.record({ kind: fc.constant('linear' as const), tied: fc.boolean() }),
    merged(optional('bias', fc.boolean()), optional('projected', fc.boolean()), fc.constant({})),
  )
  .map(([head, options]) => ({ ...head, ...options }));

const foreignInputs: fc.Arbitrary<ForeignInput> = fc.oneof(
  fc.record({
    kind: fc.constant('patches'),
    imageSize: fc.constant(32),
    patchSize: fc.integer({ min: 1, max: 8 }),
    channels: fc.integer({ min: 1, max: 4 }),
    bias: fc.boolean(),
    extraTokens: fc.nat({ max: 4 }),
    maskToken: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('spectrogram'), bins: small }),
);

const embeddingFeatures = fc
  .tuple(
    merged(
      optional('projected', fc.constantFrom('norm', 'sum', 'tokens')),
      optional('projectionBias', fc.boolean()),
      optional('alwaysProjected', fc.boolean()),
    ),
    merged(
      optional('distances', fc.record({ count: small, norm: fc.boolean() })),
      optional('input', foreignInputs),
      optional(
        'decoder',
        fc.record({
          vocabSize: fc.option(small),
          maxPositionEmbeddings: fc.nat({ max: 20 }),
          norm: fc.boolean(),
        }),
      ),
    ),
    optional('vocabSize', fc.nat({ max: 1 })),
  )
  .map(([a, b, c]) => ({ ...a, ...b, ...c }));

/** Random architectures with features of published models beyond those of the search spaces. */
export const publishedArchitectures: fc.Arbitrary<Architecture> = fc
  .tuple(
    partialArchitectures,
    fc.array(fc.tuple(attentionFeatures, blockFeatures), { minLength: 12, maxLength: 12 }),
    embeddingFeatures,
    merged(
      optional(
        'normKind',
        fc.constantFrom('layer-norm', 'rms-norm', 'fixed-norm', 'unshifted-norm'),
      ),
      optional('pooler', fc.boolean()),
      optional('head', linearHeads),
    ),
    merged(
      optional('poolerWidth', small),
      optional(
        'attentionPooler',
        fc.record({ numAttentionHeads: fc.constant(1), feedForwardWidth: small }),
      ),
      fc.constant({}),
    ),
    optional('naming', fc.constantFrom('llama', 't5', 'albert', 'deberta-v2', 'opt', 'phi')),
  )
  .map(([architecture, features, ofEmbedding, ofModel, poolers, naming]) =>
    completeArchitecture({
      ...architecture,
      ...ofModel,
      ...poolers,
      ...naming,
      embedding: { ...architecture.embedding, ...ofEmbedding },
      blocks: architecture.blocks.map((block, index) => {
        const [attention, own] = features[index] ?? [{ options: {}, keyValueHeads: 0 }, {}];
        return withFeatures(block, attention, own);
      }),
    }),
  );
