import fc from 'fast-check';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { FAMILIES } from '../../src/architecture/family.ts';
import type { AdaptiveSoftmax } from '../../src/architecture/head.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialEmbedding,
  type PartialOperation,
} from '../../src/architecture/complete-architecture.ts';
import { OPERATIONS } from '../../src/architecture/operations/operations.ts';

/** A key that may be absent. */
export function optional<Key extends string, Value>(
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
export function merged<A extends object, B extends object, C extends object>(
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

/** A small size. */
export const small = fc.integer({ min: 1, max: 20 });

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

/** Those of the search spaces before they are completed. */
export const partialArchitectures: fc.Arbitrary<PartialArchitecture> = fc
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
