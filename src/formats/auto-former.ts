import { z } from 'zod';
import type { Block } from '../architecture/block.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { listOf, numberBetween, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { findTwiceMeasured, ownQualities } from './own-qualities.ts';
import {
  ACCURACIES,
  accuracyKeys,
  IMAGE_SIZE,
  imageBlock,
  imageModel,
} from './vision-transformers.ts';

/** Width of the query, key and value of a head in the supernet, whatever the hidden size. */
const HEAD_SIZE = 64;

const PATCH_SIZE = 16;

/** The patches of an image, and the class token. */
const POSITIONS = (IMAGE_SIZE / PATCH_SIZE) ** 2 + 1;

/** The published ratios are 3 to 4. */
const MAX_RATIO = 64;

const perLayer = (item: z.ZodNumber): z.ZodArray<z.ZodNumber> =>
  listOf(item, LIMITS.blocks, `expected a list of 1 to ${LIMITS.blocks} items, one for each layer`);

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  embed_dim: wholeNumber(1, LIMITS.hiddenSize).optional().describe('Hidden size'),
  hidden_dim: wholeNumber(1, LIMITS.hiddenSize).optional().describe('The same in ViT-Bench'),
  depth: wholeNumber(1, LIMITS.blocks).describe('Number of layers'),
  num_heads: perLayer(wholeNumber(1, LIMITS.feedForwardWidth / HEAD_SIZE)).describe(
    'Attention heads of each layer',
  ),
  mlp_ratio: perLayer(numberBetween(1, MAX_RATIO)).describe(
    'Feed-forward width over hidden size, of each layer',
  ),
  ...accuracyKeys(),
});

type Keys = z.infer<typeof keys>;

const PER_LAYER = ['num_heads', 'mlp_ratio'] as const;

function hiddenSizeOf({ embed_dim, hidden_dim }: Keys): number {
  return embed_dim ?? hidden_dim ?? NaN;
}

function findConflicts(record: Keys, issue: Issue): void {
  const { embed_dim: size, hidden_dim: other, depth } = record;
  if (size === undefined && other === undefined) {
    const message = `missing: expected a whole number from 1 to ${LIMITS.hiddenSize}, the hidden size; hidden_dim is another name of it`;
    issue('embed_dim', message);
    return;
  }
  if (size !== undefined && other !== undefined && size !== other) {
    const message = `${other}: expected ${size}, the value of embed_dim: both are names of the same key; keep one`;
    issue('hidden_dim', message);
  }
  for (const key of PER_LAYER) {
    const { length } = record[key];
    if (length !== depth) {
      issue(key, `a list of ${length}: expected ${depth} items, as many as depth says`);
    }
  }
  const hiddenSize = hiddenSizeOf(record);
  for (const [index, ratio] of record.mlp_ratio.entries()) {
    const width = hiddenSize * ratio;
    if (width > LIMITS.feedForwardWidth) {
      issue(
        ['mlp_ratio', index],
        `${ratio}: expected a feed-forward width of at most ${LIMITS.feedForwardWidth}, not ${width}`,
      );
    }
  }
  findTwiceMeasured(record, ACCURACIES, issue);
}

/** The blocks of a record without conflicts, whose lists have an item for every layer. */
function blocksOf(record: Keys): Block[] {
  const hiddenSize = hiddenSizeOf(record);
  return record.num_heads.map((heads, layer) =>
    imageBlock(hiddenSize, {
      heads,
      headSize: HEAD_SIZE,
      // As the supernet does where the product is no whole number.
      feedForwardWidth: Math.floor(hiddenSize * (record.mlp_ratio[layer] ?? NaN)),
    }),
  );
}

/**
 * Vision Transformers of AutoFormer's space (Chen et al. 2021), as ViT-Bench (Wei et al. 2024)
 * publishes them. The tables of relative positions of AutoFormer's own code and the classifier are not
 * counted.
 */
export const autoFormer = defineFormat({
  name: 'auto-former',
  title: 'an AutoFormer record',
  shownBy: '"depth", "num_heads" and "mlp_ratio"',
  // Configs of transformers models may have the same keys, and records of PiT have two of them.
  recognizes: (record) =>
    !('model_type' in record || 'base_dim' in record) &&
    ['depth', 'num_heads', 'mlp_ratio'].filter((key) => key in record).length >= 2,
  forms: [
    defineForm({
      name: 'auto-former',
      schema: () => keys,
      findConflicts,
      scoresOf: (record) => ownQualities(record, ACCURACIES),
      architectureOf: (record) =>
        imageModel(blocksOf(record), {
          patchSize: PATCH_SIZE,
          positions: POSITIONS,
          normEpsilon: 1e-5,
        }),
    }),
  ],
});
