import fc from 'fast-check';
import { family, linear, type CountedFamily } from './counted-models.ts';

/** What configs of encoders of images say of weights. */
export interface Images {
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly image_size: number;
  readonly patch_size: number;
  readonly num_channels: number;
}

/** Parameters of a norm. */
export const norm = (h: number): number => 2 * h;

/** Blocks with norms before their two parts, and the norm after the last. */
export const blocksOf = (config: Images, queryKeyValueBias = true): number => {
  const { hidden_size: h, intermediate_size: f, num_hidden_layers: n } = config;
  const attention = 3 * linear(h, h, queryKeyValueBias) + linear(h, h);
  return n * (attention + linear(h, f) + linear(f, h) + 2 * norm(h)) + norm(h);
};

/** The convolution over patches, a position for each and for each learned vector, and these. */
export const patchesOf = (config: Images, learned: number, bias = true): number => {
  const { hidden_size: h, num_channels: c, patch_size: p } = config;
  const side = Math.floor(config.image_size / p);
  return linear(c * p * p, h, bias) + (side * side + learned) * h + learned * h;
};

/** Sizes of a ViT. */
export const BASE: Images = {
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  image_size: 224,
  patch_size: 16,
  num_channels: 3,
};
const TINY = { hidden_size: 192, num_attention_heads: 3, intermediate_size: 768 };
const SMALL = { hidden_size: 384, num_attention_heads: 6, intermediate_size: 1536 };
/** What a large one says. */
export const LARGE = {
  hidden_size: 1024,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  intermediate_size: 4096,
};
const HUGE = {
  hidden_size: 1280,
  num_hidden_layers: 32,
  num_attention_heads: 16,
  intermediate_size: 5120,
  patch_size: 14,
};

/** Random sizes. */
export const images: fc.Arbitrary<Images> = fc
  .record({
    size: fc.integer({ min: 1, max: 6 }),
    num_attention_heads: fc.integer({ min: 1, max: 4 }),
    num_hidden_layers: fc.integer({ min: 1, max: 4 }),
    intermediate_size: fc.integer({ min: 1, max: 30 }),
    side: fc.integer({ min: 1, max: 6 }),
    patch_size: fc.integer({ min: 1, max: 6 }),
    num_channels: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ size, side, ...rest }) => ({
    ...rest,
    hidden_size: size * rest.num_attention_heads,
    image_size: side * rest.patch_size,
  }));

/** What a ViT says more. */
interface Vit extends Images {
  readonly qkv_bias: boolean;
  readonly pooler_output_size: number | null;
  readonly architectures?: readonly string[];
}

/** @param learned vectors: the class token, and that of distillation */
const vitOf = (config: Vit, learned: number): number => {
  const { hidden_size: h, pooler_output_size: outputs, architectures = ['Model'] } = config;
  const isModel = architectures[0]?.includes('For') !== true;
  return (
    patchesOf(config, learned) +
    blocksOf(config, config.qkv_bias) +
    (isModel ? linear(h, outputs ?? h) : 0)
  );
};

const vits: fc.Arbitrary<Vit> = fc
  .tuple(
    images,
    fc.boolean(),
    fc.option(fc.integer({ min: 1, max: 20 })),
    fc.constantFrom('ViTModel', 'ViTForImageClassification'),
  )
  .map(([config, qkv_bias, pooler_output_size, name]) => ({
    ...config,
    qkv_bias,
    pooler_output_size,
    architectures: [name],
  }));

const classifier = { architectures: ['ViTForImageClassification'] };

const vit = family<Vit>({
  defaults: { ...BASE, qkv_bias: true, pooler_output_size: null },
  count: (config) => vitOf(config, 1),
  published: [
    ['vit-base-patch16-224-in21k', {}, 86_389_248],
    ['vit-large-patch16-224-in21k', LARGE, 304_351_232],
    ['vit-huge-patch14-224-in21k', HUGE, 632_404_480],
    // 86,567,656 with its classifier of 1000 classes.
    ['vit-base-patch16-224', classifier, 86_567_656 - linear(768, 1000)],
  ],
  random: vits,
});

const deit = family<Vit>({
  defaults: { ...BASE, qkv_bias: true, pooler_output_size: null },
  count: (config) => vitOf(config, 2),
  // 5.9 M, 22.4 M and 87.3 M with two classifiers of 1000 classes.
  published: [
    ['deit-tiny-distilled', { ...TINY, ...classifier }, 5_910_800 - 2 * linear(192, 1000)],
    ['deit-small-distilled', { ...SMALL, ...classifier }, 22_436_432 - 2 * linear(384, 1000)],
    ['deit-base-distilled', classifier, 87_338_192 - 2 * linear(768, 1000)],
  ],
  random: vits,
});

/** What a DINOv2 says in place of a feed-forward width. */
interface Dinov2 extends Omit<Images, 'intermediate_size'> {
  readonly mlp_ratio: number;
  readonly qkv_bias: boolean;
  readonly use_swiglu_ffn: boolean;
  readonly use_mask_token: boolean;
}

const dinov2 = family<Dinov2>({
  defaults: {
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 14,
    num_channels: 3,
    mlp_ratio: 4,
    qkv_bias: true,
    use_swiglu_ffn: false,
    use_mask_token: true,
  },
  count: (config) => {
    const { hidden_size: h, num_hidden_layers: n, mlp_ratio, use_swiglu_ffn: gated } = config;
    const width = Math.trunc(h * mlp_ratio);
    const f = gated ? Math.trunc((Math.trunc((width * 2) / 3) + 7) / 8) * 8 : width;
    const own = { ...config, intermediate_size: f };
    const vectors = 2 * h + (gated ? linear(h, f) : 0);
    return (
      patchesOf(own, 1) +
      (config.use_mask_token ? h : 0) +
      blocksOf(own, config.qkv_bias) +
      n * vectors
    );
  },
  published: [
    ['dinov2-small', { ...sized(SMALL), image_size: 518 }, 22_056_576],
    ['dinov2-base', { image_size: 518 }, 86_580_480],
    ['dinov2-large', { ...sized(LARGE), image_size: 518 }, 304_368_640],
    [
      'dinov2-giant',
      {
        hidden_size: 1536,
        num_hidden_layers: 40,
        num_attention_heads: 24,
        image_size: 518,
        use_swiglu_ffn: true,
      },
      1_136_480_768,
    ],
  ],
  random: fc
    .tuple(images, fc.constantFrom(1, 2, 2.5, 4), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([{ intermediate_size: _, ...config }, mlp_ratio, qkv_bias, gated, masked]) => ({
      ...config,
      mlp_ratio,
      qkv_bias,
      use_swiglu_ffn: gated,
      use_mask_token: masked,
    })),
});

function sized({ intermediate_size: _, ...rest }: Partial<Images>): Partial<Dinov2> {
  return rest;
}

/** Encoders of images, by type. */
export const IMAGES: Readonly<Record<string, CountedFamily>> = { vit, deit, dinov2 };
