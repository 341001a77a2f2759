import fc from 'fast-check';
import { family, linear, type CountedFamily } from './counted-models.ts';
import {
  BASE,
  blocksOf,
  IMAGES,
  images,
  LARGE,
  norm,
  patchesOf,
  type Images,
} from './image-models.ts';

const clipVision = family<Images>({
  defaults: { ...BASE, patch_size: 32 },
  count: (config) => patchesOf(config, 1, false) + norm(config.hidden_size) + blocksOf(config),
  published: [
    ['clip-vit-base-patch32', {}, 87_456_000],
    ['clip-vit-base-patch16', { patch_size: 16 }, 85_799_424],
    ['clip-vit-large-patch14', { ...LARGE, patch_size: 14 }, 303_179_776],
  ],
  random: images,
});

/** What the image tower of SigLIP says more. */
interface Siglip extends Images {
  readonly vision_use_head: boolean;
}

/** A learned vector, attention in one matrix of three, a norm, and two linear layers. */
const headOf = ({ hidden_size: h, intermediate_size: f }: Images): number =>
  h + linear(h, 3 * h) + linear(h, h) + norm(h) + linear(h, f) + linear(f, h);

const SO400M = {
  hidden_size: 1152,
  num_hidden_layers: 27,
  num_attention_heads: 16,
  intermediate_size: 4304,
};

const siglipVision = family<Siglip>({
  defaults: { ...BASE, vision_use_head: true },
  count: (config) =>
    patchesOf(config, 0) + blocksOf(config) + (config.vision_use_head ? headOf(config) : 0),
  published: [
    ['siglip-base-patch16-224', {}, 92_884_224],
    ['siglip-large-patch16-256', { ...LARGE, image_size: 256 }, 315_956_224],
    // 384 is no multiple of 14. With its text tower and two numbers it has 878 M.
    ['siglip-so400m-patch14-384', { ...SO400M, image_size: 384, patch_size: 14 }, 428_225_600],
  ],
  random: fc
    .tuple(images, fc.boolean(), fc.nat({ max: 3 }))
    .map(([config, vision_use_head, rest]) => ({
      ...config,
      image_size: config.image_size + (rest % config.patch_size),
      vision_use_head,
    })),
});

/** What configs of text towers say of weights. */
interface Texts {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly max_position_embeddings: number;
}

const textsOf = (config: Texts): number =>
  (config.vocab_size + config.max_position_embeddings) * config.hidden_size +
  blocksOf({ ...BASE, ...config });

const texts: fc.Arbitrary<Texts> = fc
  .tuple(images, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }))
  .map(([{ hidden_size, num_hidden_layers, num_attention_heads, intermediate_size }, v, n]) => ({
    vocab_size: v,
    hidden_size,
    num_hidden_layers,
    num_attention_heads,
    intermediate_size,
    max_position_embeddings: n,
  }));

const clipText = family<Texts>({
  defaults: {
    vocab_size: 49_408,
    hidden_size: 512,
    num_hidden_layers: 12,
    num_attention_heads: 8,
    intermediate_size: 2048,
    max_position_embeddings: 77,
  },
  count: textsOf,
  published: [
    // 151,277,313 with its image tower, two projections and a number.
    ['clip-vit-base-patch32', {}, 151_277_313 - 87_456_000 - 512 * 512 - 768 * 512 - 1],
    [
      'clip-vit-large-patch14',
      { hidden_size: 768, num_attention_heads: 12, intermediate_size: 3072 },
      427_616_513 - 303_179_776 - 768 * 768 - 1024 * 768 - 1,
    ],
    [
      'CLIP-ViT-H-14-laion2B-s32B-b79K',
      {
        hidden_size: 1024,
        num_hidden_layers: 24,
        num_attention_heads: 16,
        intermediate_size: 4096,
      },
      352_984_064,
    ],
  ],
  random: texts,
});

/** What the text tower of SigLIP says more. */
interface SiglipTexts extends Texts {
  readonly projection_size: number | null;
}

const siglipText = family<SiglipTexts>({
  defaults: {
    vocab_size: 32_000,
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    max_position_embeddings: 64,
    projection_size: null,
  },
  count: (config) => {
    const { hidden_size: h, projection_size: outputs } = config;
    return textsOf(config) + linear(h, outputs ?? h);
  },
  published: [
    // 203,155,970 with its image tower and two numbers.
    ['siglip-base-patch16-224', {}, 203_155_970 - 92_884_224 - 2],
    ['siglip-so400m-patch14-384', SO400M, 449_734_896],
    [
      'siglip2-giant-opt-patch16-256',
      { ...SO400M, vocab_size: 256_000, projection_size: 1536 },
      708_225_648,
    ],
  ],
  random: fc
    .tuple(texts, fc.option(fc.integer({ min: 1, max: 20 })))
    .map(([config, projection_size]) => ({ ...config, projection_size })),
});

/** Encoders of images, and the towers of models of images and texts, by type. */
export const IMAGES_AND_TEXTS: Readonly<Record<string, CountedFamily>> = {
  ...IMAGES,
  clip_vision_model: clipVision,
  siglip_vision_model: siglipVision,
  clip_text_model: clipText,
  siglip_text_model: siglipText,
};
