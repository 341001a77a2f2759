import { z } from 'zod';
import type { Block } from '../architecture/block.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { numberBetween, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { findTwiceMeasured, ownQualities } from './own-qualities.ts';
import {
  ACCURACIES,
  accuracyKeys,
  IMAGE_SIZE,
  imageBlock,
  imageModel,
} from './vision-transformers.ts';

/** Stages, with a convolution between two of them that halves the sides of the image. */
const STAGES = 3;
const POOLING = { kernelSize: 3, stride: 2 } as const;

const MAX_RATIO = 64;

const threeError = `expected a list of ${STAGES} whole numbers, one for each stage`;
const three = (maximum: number) =>
  z.array(wholeNumber(1, maximum), { error: threeError }).length(STAGES, { error: threeError });

const baseError = `expected the width of a head, a whole number from 1 to ${LIMITS.hiddenSize}, or a list of ${STAGES}, one for each stage`;

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  base_dim: z
    .union([wholeNumber(1, LIMITS.hiddenSize), three(LIMITS.hiddenSize)], { error: baseError })
    .describe('Width of a head: hidden size over heads'),
  depth: three(LIMITS.blocks / STAGES).describe('Layers of each stage'),
  num_heads: three(LIMITS.hiddenSize).describe('Attention heads of each stage'),
  mlp_ratio: numberBetween(1, MAX_RATIO).default(4).describe('Feed-forward width over hidden size'),
  patch_size: wholeNumber(1, IMAGE_SIZE).default(16),
  stride: wholeNumber(1, IMAGE_SIZE)
    .default(8)
    .describe('Pixels from one patch to the next, which overlap'),
  ...accuracyKeys(),
});

type Keys = z.infer<typeof keys>;

/** What a stage has. */
interface Stage {
  readonly depth: number;
  readonly heads: number;
  readonly headSize: number;
  readonly hiddenSize: number;
}

function stagesOf({ base_dim: base, depth, num_heads }: Keys): Stage[] {
  return num_heads.map((heads, stage) => {
    const headSize = typeof base === 'number' ? base : (base[stage] ?? NaN);
    return { depth: depth[stage] ?? NaN, heads, headSize, hiddenSize: heads * headSize };
  });
}

/** The patches of an image; the class token has no position. */
function positionsOf({ patch_size, stride }: Keys): number {
  return (Math.floor((IMAGE_SIZE - patch_size) / stride) + 1) ** 2;
}

function findConflicts(record: Keys, issue: Issue): void {
  const stages = stagesOf(record);
  const most = Math.floor(LIMITS.hiddenSize / Math.max(1, record.mlp_ratio / 4));
  for (const [index, { hiddenSize, heads }] of stages.entries()) {
    const at = ['num_heads', index];
    if (hiddenSize > most) {
      issue(at, `${heads}: expected at most ${most} for base_dim x num_heads, not ${hiddenSize}`);
      return;
    }
    const before = stages[index - 1]?.hiddenSize;
    if (before !== undefined && hiddenSize % before !== 0) {
      issue(
        at,
        `${heads}: expected a width base_dim x num_heads that is a multiple of ${before}, that of the stage before, not ${hiddenSize}: its convolution is over each channel alone`,
      );
    }
  }
  findTwiceMeasured(record, ACCURACIES, issue);
}

function blocksOf(record: Keys): Block[] {
  return stagesOf(record).flatMap(({ depth, heads, headSize, hiddenSize }, stage) => {
    const own = { heads, headSize, feedForwardWidth: Math.floor(hiddenSize * record.mlp_ratio) };
    const block = imageBlock(hiddenSize, own);
    const blocks = Array.from({ length: depth }, () => block);
    // The convolution belongs to the last block before it.
    if (stage < STAGES - 1) blocks.splice(-1, 1, { ...block, pooling: POOLING });
    return blocks;
  });
}

/**
 * Pooling-based Vision Transformers (Heo et al. 2021), as ViT-Bench publishes them: three stages, whose
 * width is that of a head times their heads, without the classifier.
 */
export const pit = defineFormat({
  name: 'pit',
  title: 'a PiT record',
  shownBy: '"base_dim", "depth" and "num_heads"',
  recognizes: (record) => 'base_dim' in record && !('model_type' in record),
  forms: [
    defineForm({
      name: 'pit',
      schema: () => keys,
      findConflicts,
      scoresOf: (record) => ownQualities(record, ACCURACIES),
      architectureOf: (record) =>
        imageModel(blocksOf(record), {
          patchSize: record.patch_size,
          stride: record.stride,
          positions: positionsOf(record),
          normEpsilon: 1e-6,
        }),
    }),
  ],
});
