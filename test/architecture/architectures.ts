import fc from 'fast-check';
import type { Architecture } from '../../src/architecture/architecture.ts';
import type { ForeignInput } from '../../src/architecture/embedding.ts';
import { FAMILIES } from '../../src/architecture/family.ts';
import type { AdaptiveSoftmax } from '../../src/architecture/head.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialEmbedding,
  type PartialOperation,
  type PartialSelfAttention,
} from '../../src/architecture/complete-architecture.ts';
import { OPERATIONS } from '../../src/architecture/operations/operations.ts';

/** A key that may be absent. */
function optional<Key extends string, Value>(
  key: Key,
  values: fc.Arbitrary<Value>,
): fc.Arbitrary<Partial<Record<Key, Value>>> {
  // Absent twice as often as not, so that plain models are among the random ones.
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ [key]: values }) },
  ) as fc.Arbitrary<Partial<Record<Key, Value>>>;
}

/** Several of those in one object. */
function merged<A extends object, B extends object, C extends object>(
  ...parts: [fc.Arbitrary<A>, fc.Arbitrary<B>, fc.Arbitrary<C>]
): fc.Arbitrary<A & B & C> {
  return fc.tuple(...parts).map(([a, b, c]) => ({ ...a, ...b, ...c }));
}

const oddNumbers = fc.integer({ min: 0, max: 8 }).map((half) => 2 * half + 1);

/** Every other operation of the table, with any value of its parameter. */
const otherOperations = Object.entries(OPERATIONS)
  .filter(([kind]) => kind !== 'self-attention')
  .map(([kind, { parameter }]) => {
    const values =
      parameter === null
        ? {}
        : {
            [parameter.name]:
              parameter.values === 'odd-numbers'
                ? oddNumbers
                : fc.constantFrom(...parameter.values),
          };
    return fc.record({ kind: fc.constant(kind), ...values });
  }) as fc.Arbitrary<PartialOperation>[];

const operations: fc.Arbitrary<PartialOperation> = fc.oneof(
  fc
    .tuple(
      fc.record({
        kind: fc.constant('self-attention' as const),
        similarity: fc.constantFrom('scaled-dot-product', 'weighted-multiplicative'),
      }),
      merged(
        optional('headSize', fc.integer({ min: 1, max: 9 })),
        optional('fusedQueryKeyValue', fc.boolean()),
        optional('relativePositions', fc.boolean()),
      ),
    )
    .map(([plain, options]) => ({ ...plain, ...options })),
  ...otherOperations,
);

// Few sizes, so that neighbours often share theirs and often do not.
const blocks: fc.Arbitrary<PartialBlock> = fc
  .record({
    heads: fc.integer({ min: 1, max: 9 }),
    headSize: fc.integer({ min: 1, max: 6 }),
    operation: operations,
    feedForwardWidths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
    options: merged(
      optional('bias', fc.boolean()),
      optional('norm', fc.constantFrom('pre', 'post')),
      fc.constant({}),
    ),
  })
  .map(({ heads, headSize, operation, feedForwardWidths, options }) => ({
    hiddenSize: heads * headSize,
    numAttentionHeads: heads,
    operation,
    feedForwardWidths,
    ...options,
  }));

const small = fc.integer({ min: 1, max: 20 });

const plainEmbeddings: fc.Arbitrary<PartialEmbedding> = fc
  .tuple(
    fc.record({
      vocabSize: fc.integer({ min: 1, max: 100 }),
      embeddingSize: small,
      maxPositionEmbeddings: fc.integer({ min: 0, max: 100 }),
      typeVocabSize: fc.integer({ min: 0, max: 3 }),
    }),
    optional('norm', fc.boolean()),
  )
  .map(([plain, options]) => ({ ...plain, ...options }));

const embeddings: fc.Arbitrary<PartialEmbedding> = fc
  .tuple(
    plainEmbeddings,
    optional(
      'clusters',
      fc.array(fc.record({ tokens: small, width: small, projected: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
  )
  .map(([embedding, options]) => ({ ...embedding, ...options }));

const heads: fc.Arbitrary<AdaptiveSoftmax> = fc.record({
  kind: fc.constant('adaptive-softmax'),
  matrices: fc.array(fc.record({ tokens: small, width: small }), { minLength: 1, maxLength: 3 }),
  tied: fc.boolean(),
  clusters: fc.integer({ min: 0, max: 3 }),
  clusterWidth: small,
  projections: fc.uniqueArray(fc.record({ cluster: fc.nat({ max: 3 }), width: small }), {
    selector: ({ cluster }) => cluster,
    maxLength: 3,
  }),
});

const partialArchitectures: fc.Arbitrary<PartialArchitecture> = fc
  .tuple(
    fc.record({
      family: fc.constantFrom(...FAMILIES),
      embedding: embeddings,
      blocks: fc.array(blocks, { minLength: 1, maxLength: 12 }),
      initializerRange: fc.double({ min: 0.001, max: 1, noNaN: true }),
    }),
    merged(
      optional('finalNorm', fc.boolean()),
      optional('head', heads),
      optional('naming', fc.constantFrom('bert', 'gpt2', 'litgpt', 'transformer-xl')),
    ),
  )
  .map(([plain, options]) => ({ ...plain, ...options }));

/** Random architectures of the search spaces: up to 12 small blocks of any operations, sizes, norms and heads. */
export const architectures: fc.Arbitrary<Architecture> =
  partialArchitectures.map(completeArchitecture);

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
    optional('fusedByHead', fc.boolean()),
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
