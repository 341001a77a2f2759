import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import { hasAlias, withoutAliases, type Aliases } from './aliases.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { listOf, wholeNumber } from './expectations.ts';
import { ignoring } from './ignored-keys.ts';
import { LIMITS } from './limits.ts';
import { findTwiceMeasured, measured, ownQualities } from './own-qualities.ts';

/** The joined dictionary of WMT'14 English-German, and the width of all heads together. */
const VOCAB_SIZE = 32_768;
const QKV_WIDTH = 512;

/** Layers of the supernet, in each stack. */
const MAX_LAYERS = LIMITS.blocks / 2;

const perLayer = (item: z.ZodType<number>): z.ZodArray<z.ZodType<number>> =>
  listOf(item, MAX_LAYERS, `expected a list of 1 to ${MAX_LAYERS} items, one for each layer`);

const headsOf = () => perLayer(wholeNumber(1, LIMITS.feedForwardWidth));
const widthsOf = () => perLayer(wholeNumber(1, LIMITS.feedForwardWidth));

const readError =
  'expected -1 (reads the last encoder layer), 1 (the last two) or 2 (the last three)';

const qualityKeys = {
  scratch_test_bleu: measured(),
  scratch_valid_bleu: measured(),
  supernet_hat_test_bleu: measured(),
  supernet_mos_layer_test_bleu: measured(),
  supernet_mos_neuron_test_bleu: measured(),
};
const QUALITIES = Object.keys(qualityKeys);

const keys = ignoring(
  z.object({
    $schema: z.string().optional(),
    ...RECORD_KEYS,
    'encoder-embed-dim': wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size of the encoder'),
    'encoder-layer-num': wholeNumber(1, MAX_LAYERS),
    'encoder-ffn-embed-dim': widthsOf().describe('Feed-forward width of each layer'),
    'encoder-self-attention-heads': headsOf(),
    'decoder-embed-dim': wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size of the decoder'),
    'decoder-layer-num': wholeNumber(1, MAX_LAYERS),
    'decoder-ffn-embed-dim': widthsOf(),
    'decoder-self-attention-heads': headsOf(),
    'decoder-ende-attention-heads': headsOf().describe('Of the attention over the encoder'),
    'decoder-arbitrary-ende-attn': perLayer(
      z.union([z.literal(-1), z.literal(1), z.literal(2)], { error: readError }),
    ).describe('Which encoder layers that reads: the last (-1), the last two (1) or three (2)'),
    'qkv-dim': wholeNumber(1, LIMITS.hiddenSize)
      .default(QKV_WIDTH)
      .describe('Width of the queries, keys and values of all heads'),
    vocab_size: wholeNumber(1, LIMITS.vocabSize).default(VOCAB_SIZE),
    ...qualityKeys,
  }),
  // Published sizes and costs, of which this tool computes its own.
  ['params_no_embedding', 'params_embedding', 'latency_ms', 'total_flops'],
);

type Keys = z.infer<typeof keys>;

/** The lists of a stack, which have an item for each of its layers. */
const LISTS = {
  encoder: ['encoder-ffn-embed-dim', 'encoder-self-attention-heads'],
  decoder: [
    'decoder-ffn-embed-dim',
    'decoder-self-attention-heads',
    'decoder-ende-attention-heads',
    'decoder-arbitrary-ende-attn',
  ],
} as const;

const HEADS = [
  'encoder-self-attention-heads',
  'decoder-self-attention-heads',
  'decoder-ende-attention-heads',
] as const;

function findConflicts(record: Keys, issue: Issue): void {
  for (const stack of ['encoder', 'decoder'] as const) {
    const layers = record[`${stack}-layer-num`];
    for (const key of LISTS[stack]) {
      const { length } = record[key];
      if (length !== layers) {
        const message = `a list of ${length}: expected ${layers} items, as many as ${stack}-layer-num says`;
        issue([key], message);
      }
    }
  }
  const width = record['qkv-dim'];
  for (const key of HEADS) {
    for (const [layer, heads] of record[key].entries()) {
      if (width % heads !== 0) {
        issue([key, layer], `${heads}: expected a divisor of qkv-dim ${width}`);
      }
    }
  }
  for (const [layer, read] of record['decoder-arbitrary-ende-attn'].entries()) {
    const count = layersRead(read);
    if (count > record['encoder-layer-num']) {
      issue(
        ['decoder-arbitrary-ende-attn', layer],
        `${read}: expected at least ${count} encoder layers to read, not ${record['encoder-layer-num']}`,
      );
    }
  }
  findTwiceMeasured(record, QUALITIES, issue);
}

/** Of how many encoder layers an attention reads the outputs. */
function layersRead(read: number): number {
  return read === -1 ? 1 : read + 1;
}

/** The block of a layer of a record without conflicts, whose lists have an item for every layer. */
function blockOf(record: Keys, stack: 'encoder' | 'decoder', layer: number): Block {
  const heads = record[`${stack}-self-attention-heads`][layer] ?? NaN;
  return completeBlock(
    {
      hiddenSize: record[`${stack}-embed-dim`],
      operation: completeOperation({
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        headSize: record['qkv-dim'] / heads,
      }),
      numAttentionHeads: heads,
      feedForwardWidths: [record[`${stack}-ffn-embed-dim`][layer] ?? NaN],
      activation: 'relu',
      stack,
      crossAttention: stack === 'decoder',
      crossSource:
        stack === 'encoder'
          ? null
          : {
              width: record['encoder-embed-dim'],
              layers: layersRead(record['decoder-arbitrary-ende-attn'][layer] ?? NaN),
              numAttentionHeads: record['decoder-ende-attention-heads'][layer] ?? NaN,
            },
    },
    MODEL,
  );
}

const MODEL = { family: 'encoder-decoder', naming: 'bart-two-vocabularies' } as const;

/**
 * The model of a record: sinusoidal positions, norms after each sub-module, and a head that is the
 * embedding of the decoder. Stacks of one width share their embedding; others have one each, where the
 * authors' code cuts both out of the widest.
 */
function architectureOf(record: Keys): Architecture {
  const { vocab_size: vocabSize } = record;
  const [encoder, decoder] = [record['encoder-embed-dim'], record['decoder-embed-dim']];
  const isShared = encoder === decoder;
  return completeModel(
    {
      ...MODEL,
      naming: isShared ? 'bart' : MODEL.naming,
      embedding: {
        vocabSize,
        embeddingSize: encoder,
        maxPositionEmbeddings: 0,
        typeVocabSize: 0,
        norm: false,
        scale: Math.sqrt(encoder),
        decoder: isShared
          ? null
          : { vocabSize, maxPositionEmbeddings: 0, norm: false, scale: Math.sqrt(decoder) },
      },
      positions: { kind: 'sinusoidal' },
      normEpsilon: 1e-5,
      head: { kind: 'linear', tied: true },
      initializerRange: 0.02,
    },
    (['encoder', 'decoder'] as const).flatMap((stack) =>
      Array.from({ length: record[`${stack}-layer-num`] }, (_, layer) =>
        blockOf(record, stack, layer),
      ),
    ),
  );
}

/** The names of the keys in the files of the authors, as `encoder-embed-dim-subtransformer`. */
const ALIASES: Aliases = Object.fromEntries(
  (['encoder', 'decoder'] as const).flatMap((stack): [string, string][] => [
    [`${stack}-embed-dim-subtransformer`, `${stack}-embed-dim`],
    [`${stack}-layer-num-subtransformer`, `${stack}-layer-num`],
    ...LISTS[stack].map((key): [string, string] => [`${key}-all-subtransformer`, key]),
  ]),
);

/**
 * Hardware-aware Transformers (Wang et al. 2020): encoder-decoders cut out of a supernet, as their
 * authors and those of later studies publish them.
 */
export const hat = defineFormat({
  name: 'hat',
  title: 'a HAT record',
  shownBy: '"encoder-embed-dim" and "decoder-embed-dim"',
  recognizes: (record) =>
    ['encoder-embed-dim', 'decoder-embed-dim', 'encoder-layer-num', 'decoder-layer-num'].some(
      (key) => key in record || `${key}-subtransformer` in record,
    ),
  forms: [
    defineForm({
      name: 'hat',
      schema: () => keys,
      otherKeys: Object.keys(ALIASES),
      prepare: (record) =>
        hasAlias(record, ALIASES) ? withoutAliases(record, ALIASES) : undefined,
      findConflicts,
      scoresOf: (record) => ownQualities(record, QUALITIES),
      architectureOf,
    }),
  ],
});
