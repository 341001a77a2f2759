import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import type { Build } from './candidate-format.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { listOf, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { findTwiceMeasured, measured, ownQualities } from './own-qualities.ts';

/** Of all models of the benchmark, in the small, medium and large supernet. */
const VOCAB_SIZE = 50_254;
/** Of every head in the trained supernet, whatever the hidden size. */
const TRAINED_HEAD_SIZE = 64;
const INITIALIZER_RANGE = 0.02;
const POSITIONS = { kind: 'rotary', base: 10_000, fraction: 0.25, scaling: null } as const;

/** The benchmark's ratios are 2 to 4. */
const MAX_RATIO = 64;

/** Heads of 64 whose queries, keys and values stay within four times the largest hidden size. */
const MAX_HEADS = LIMITS.feedForwardWidth / TRAINED_HEAD_SIZE;

function perLayer(item: z.ZodNumber): z.ZodArray<z.ZodNumber> {
  const error = `expected a list of 1 to ${LIMITS.blocks} items, one for each layer of the supernet`;
  return listOf(item, LIMITS.blocks, error);
}

const ARCH_KEYS = {
  sample_embed_dim: wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size'),
  sample_n_layer: wholeNumber(1, LIMITS.blocks),
  sample_layer_indices: perLayer(wholeNumber(0, LIMITS.blocks - 1)).describe(
    'Layers of the supernet that the model has',
  ),
  sample_n_head: perLayer(wholeNumber(1, MAX_HEADS)).describe(
    'Attention heads of each layer of the supernet',
  ),
  sample_mlp_ratio: perLayer(wholeNumber(1, MAX_RATIO)).describe(
    'Feed-forward width over hidden size, of each layer of the supernet',
  ),
  sample_bias: z
    .boolean({ error: 'expected true or false' })
    .describe('Whether linear layers have biases'),
};

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  arch: z.object(ARCH_KEYS, { error: 'expected an object with sample_embed_dim and the like' }),
  perplexity: measured('lower'),
  accuracy: measured(),
});

const QUALITIES = ['perplexity', 'accuracy'];

type Keys = z.infer<typeof keys>;
type Arch = Keys['arch'];

/**
 * Reports why a record describes no model, or measures a quality twice. In the declared build heads
 * divide the hidden size; in the trained build they have their own size.
 */
function findConflicts(record: Keys, issue: Issue, build: Build): void {
  const { arch } = record;
  const { sample_layer_indices: indices, sample_embed_dim: hiddenSize } = arch;
  if (indices.length !== arch.sample_n_layer) {
    issue(
      ['arch', 'sample_layer_indices'],
      `a list of ${indices.length}: expected ${arch.sample_n_layer} items, as many as sample_n_layer says`,
    );
  }
  const seen = new Set<number>();
  for (const [place, index] of indices.entries()) {
    const at = ['arch', 'sample_layer_indices', place];
    if (seen.has(index)) issue(at, `${index}: expected each layer once`);
    const short = PER_LAYER.find((key) => index >= arch[key].length);
    if (short !== undefined) {
      issue(at, `${index}: expected a number below ${arch[short].length}, the items of ${short}`);
    }
    seen.add(index);
    const ratio = arch.sample_mlp_ratio[index] ?? 0;
    const width = hiddenSize * ratio;
    if (width > LIMITS.feedForwardWidth) {
      issue(
        ['arch', 'sample_mlp_ratio', index],
        `${ratio}: expected a feed-forward width of at most ${LIMITS.feedForwardWidth}, not ${width}`,
      );
    }
    const heads = arch.sample_n_head[index] ?? 1;
    if (build === 'declared' && hiddenSize % heads !== 0) {
      issue(
        ['arch', 'sample_n_head', index],
        `${heads}: expected a divisor of sample_embed_dim ${hiddenSize}; the trained build, which is the default, has heads of ${TRAINED_HEAD_SIZE} instead`,
      );
    }
  }
  findTwiceMeasured(record, QUALITIES, issue);
}

const PER_LAYER = ['sample_n_head', 'sample_mlp_ratio'] as const;

/**
 * A GPT of the benchmark's LitGPT: rotary positions, an output matrix that is the embedding matrix,
 * norms with biases whatever `sample_bias` is, query, key and value in one matrix.
 *
 * - trained, the default: each head has a size of 64, as in the supernet that the qualities were
 *   measured on, from whose weights a hidden size and a number of heads are cut out.
 * - declared: heads divide the hidden size of the record.
 */
function architectureOf(arch: Arch, build: Build): Architecture {
  const { sample_embed_dim: hiddenSize, sample_bias: bias } = arch;
  const model = {
    family: 'decoder',
    naming: 'litgpt',
    embedding: {
      vocabSize: VOCAB_SIZE,
      embeddingSize: hiddenSize,
      maxPositionEmbeddings: 0,
      typeVocabSize: 0,
      norm: false,
    },
    finalNorm: true,
    positions: POSITIONS,
    initializerRange: INITIALIZER_RANGE,
  } as const;
  // One for all blocks: ten thousand models take up less memory.
  const operation = completeOperation(
    {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      fusedQueryKeyValue: true,
      fusedRows: 'heads',
      headSize: build === 'declared' ? null : TRAINED_HEAD_SIZE,
    },
    bias,
  );
  const blocks = arch.sample_layer_indices.map((index) =>
    completeBlock(
      {
        hiddenSize,
        operation,
        // Both lists have an item for every index: see findConflicts.
        numAttentionHeads: arch.sample_n_head[index] ?? NaN,
        feedForwardWidths: [hiddenSize * (arch.sample_mlp_ratio[index] ?? NaN)],
        bias,
        norm: 'pre',
      },
      model,
    ),
  );
  return completeModel(model, blocks);
}

/** A sampled model of HW-GPT-Bench (Sukthanker et al. 2024), with its measured qualities. */
export const hwGptBench = defineFormat({
  name: 'hw-gpt-bench',
  title: 'an HW-GPT-Bench record',
  shownBy: '"arch"',
  builds: ['trained', 'declared'],
  recognizes: (record) => 'arch' in record,
  forms: [
    defineForm({
      name: 'hw-gpt-bench',
      schema: () => keys,
      findConflicts: (record, issue, { build }) => {
        findConflicts(record, issue, build);
      },
      scoresOf: (record) => ownQualities(record, QUALITIES),
      architectureOf: ({ arch }, { build }) => architectureOf(arch, build),
    }),
  ],
});
