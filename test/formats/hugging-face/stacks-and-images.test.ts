import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../../src/architecture/inventory.ts';
import { ClosedForm } from '../../../src/scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../../../src/scoring/score-settings.ts';
import { candidateOf, problemsOf, readSpec } from '../specs.ts';
import { ENCODER_DECODERS } from './encoder-decoder-models.ts';
import { IMAGES_AND_TEXTS } from './image-text-models.ts';
import { totalOf } from './weights-of.ts';

/** Configs of each family that are drawn. */
const RUNS = 60;

const FAMILIES = Object.entries({ ...ENCODER_DECODERS, ...IMAGES_AND_TEXTS });

/** The number of parameters that the quick way of scoring finds. */
function quickTotalOf(record: object): number | undefined {
  const scored = new ClosedForm(DEFAULT_SETTINGS).score(candidateOf(record).architecture);
  return scored.ok ? scored.value.parameters.total : undefined;
}

describe.each(FAMILIES)('the parameters of %s', (model_type, { defaults, published, random }) => {
  const [config, counted] = defaults;
  // A size of patches has to be said.
  const patches = 'patch_size' in config ? { patch_size: config.patch_size } : {};
  const complete = (own: object): object => ({ model_type, ...patches, ...own });

  test.each(published)('%s', (_, own, total, count) => {
    expect(count).toBe(total);
    expect(totalOf(complete(own))).toBe(total);
    expect(quickTotalOf(complete(own))).toBe(total);
  });

  test('with the defaults of the library', () => {
    expect(totalOf(complete({}))).toBe(counted);
    expect(totalOf({ model_type, ...config })).toBe(counted);
  });

  test('whatever its sizes and flags: catches a weight that a flag brings', () => {
    fc.assert(
      fc.property(random, ([own, count]) => {
        expect(totalOf({ model_type, ...own })).toBe(count);
        expect(quickTotalOf({ model_type, ...own })).toBe(count);
      }),
      { numRuns: RUNS },
    );
  });

  test('no key that its configs have is unknown', () => {
    const { warnings } = readSpec({ model_type, ...config });
    expect(warnings.filter(({ message }) => message.includes('unknown'))).toEqual([]);
  });
});

describe('what contradicts itself is refused', () => {
  const vit = { model_type: 'vit', hidden_size: 24, num_hidden_layers: 1, num_attention_heads: 4 };
  const bart = { model_type: 'bart', d_model: 24, encoder_layers: 1, encoder_attention_heads: 4 };
  const marian = { ...bart, model_type: 'marian', vocab_size: 10, decoder_attention_heads: 4 };
  const whole = (end: string): string => `expected a whole number from 1 to ${end}`;

  test.each<[object, string]>([
    [
      vit,
      `patch_size: missing: ${whole('4096')}, the side of a patch in pixels; the transformers library takes 16 where it is missing`,
    ],
    [
      { ...vit, patch_size: 15 },
      'patch_size: 15: expected a divisor of image_size 224, since patches fill an image',
    ],
    [{ ...vit, patch_size: 500 }, 'patch_size: 500: expected at most image_size 224'],
    [
      { ...vit, patch_size: 16, image_size: [224, 224] },
      `image_size: a list of 2: ${whole('16384')}`,
    ],
    [
      { ...vit, patch_size: 16, num_attention_heads: 5 },
      'num_attention_heads: 5: expected a divisor of hidden_size 24',
    ],
    [
      {
        model_type: 'siglip_vision_model',
        hidden_size: 24,
        num_attention_heads: 4,
        patch_size: 500,
      },
      'patch_size: 500: expected at most image_size 224',
    ],
    [
      { ...bart, decoder_attention_heads: 5 },
      'decoder_attention_heads: 5: expected a divisor of d_model 24',
    ],
    [
      { ...bart, decoder_attention_heads: 4, hidden_size: 48 },
      'hidden_size: 48: expected 24, the value of d_model: both are names of the same key; keep one',
    ],
    [
      { ...bart, decoder_attention_heads: 4, encoder_layers: 4000, decoder_layers: 100 },
      'decoder_layers: 100: expected at most 96 beside encoder_layers',
    ],
    [
      { ...marian, decoder_vocab_size: 5 },
      'decoder_vocab_size: 5: expected vocab_size 10, since share_encoder_decoder_embeddings is true; set that to false for two vocabularies',
    ],
  ])('%o', (config, expected) => {
    expect(problemsOf(config)).toEqual([`spec.json: ${expected}`]);
  });

  test('an activation function that the library has not', () => {
    const [problem = ''] = problemsOf({ ...vit, patch_size: 16, hidden_act: 'swiglu' });
    expect(problem).toMatch(
      /^spec\.json: hidden_act: "swiglu": expected the name of an activation/,
    );
  });
});

describe('what a config of these families computes', () => {
  test.each([
    ['bart', { kind: 'learned', first: 2 }, 'post', 'gelu'],
    ['mbart', { kind: 'learned', first: 2 }, 'pre', 'gelu'],
    ['m2m_100', { kind: 'sinusoidal' }, 'pre', 'relu'],
    ['pegasus', { kind: 'sinusoidal' }, 'pre', 'gelu'],
    ['blenderbot', { kind: 'learned', first: 0 }, 'pre', 'gelu'],
    ['marian', { kind: 'sinusoidal' }, 'post', 'gelu'],
    ['whisper', { kind: 'learned', first: 0 }, 'pre', 'gelu'],
  ])('%s has %o positions, %s-norm and %s', (model_type, positions, norm, activation) => {
    const { architecture } = candidateOf({ model_type });
    expect(architecture).toMatchObject({
      ...{ family: 'encoder-decoder', positions, normEpsilon: 1e-5 },
    });
    expect(architecture.finalNorm).toBe(norm === 'pre');
    const stacks = architecture.blocks.map(({ stack }) => stack);
    expect([...new Set(stacks)]).toEqual(['encoder', 'decoder']);
    for (const block of architecture.blocks) {
      expect(block).toMatchObject({
        norm,
        activation,
        causal: block.stack === 'decoder',
        crossAttention: block.stack === 'decoder',
      });
    }
  });

  test('vectors of tokens are scaled by the root of the width where the config says so', () => {
    const scaleOf = (config: object): number => candidateOf(config).architecture.embedding.scale;
    expect(scaleOf({ model_type: 'm2m_100', d_model: 64 })).toBe(8);
    expect(scaleOf({ model_type: 'marian', d_model: 64 })).toBe(1);
    expect(scaleOf({ model_type: 'marian', d_model: 64, scale_embedding: true })).toBe(8);
  });

  test('the text tower of CLIP sees earlier tokens alone, that of SigLIP all', () => {
    const causal = (model_type: string): boolean =>
      candidateOf({ model_type }).architecture.blocks[0].causal;
    expect([causal('clip_text_model'), causal('siglip_text_model')]).toEqual([true, false]);
  });

  test('the gate of DINOv2 is silu', () => {
    const config = { model_type: 'dinov2', patch_size: 14, use_swiglu_ffn: true };
    const [block] = candidateOf(config).architecture.blocks;
    expect(block).toMatchObject({ gated: true, fusedGate: true, activation: 'silu' });
  });
});

describe('weights have the names of the checkpoints', () => {
  test.each<[object, string[]]>([
    [
      { model_type: 'bart' },
      [
        'model.shared.weight',
        'model.encoder.embed_positions.weight',
        'model.encoder.layernorm_embedding.weight',
        'model.encoder.layers.0.self_attn.k_proj.weight',
        'model.encoder.layers.0.self_attn_layer_norm.bias',
        'model.encoder.layers.11.fc1.weight',
        'model.encoder.layers.11.final_layer_norm.weight',
        'model.decoder.embed_positions.weight',
        'model.decoder.layernorm_embedding.weight',
        'model.decoder.layers.11.encoder_attn.out_proj.bias',
        'model.decoder.layers.11.encoder_attn_layer_norm.weight',
      ],
    ],
    [{ model_type: 'mbart' }, ['model.encoder.layer_norm.weight', 'model.decoder.layer_norm.bias']],
    [
      { model_type: 'marian', share_encoder_decoder_embeddings: false },
      ['model.encoder.embed_tokens.weight', 'model.decoder.embed_tokens.weight'],
    ],
    [
      { model_type: 'whisper' },
      [
        'model.encoder.conv1.weight',
        'model.encoder.conv2.bias',
        'model.encoder.embed_positions.weight',
        'model.encoder.layer_norm.weight',
        'model.decoder.embed_tokens.weight',
        'model.decoder.embed_positions.weight',
        'model.decoder.layers.3.encoder_attn.q_proj.bias',
      ],
    ],
    [
      { model_type: 'vit', patch_size: 16 },
      [
        'vit.embeddings.cls_token',
        'vit.embeddings.position_embeddings',
        'vit.embeddings.patch_embeddings.projection.weight',
        'vit.encoder.layer.0.attention.attention.query.weight',
        'vit.encoder.layer.0.attention.output.dense.bias',
        'vit.encoder.layer.0.intermediate.dense.weight',
        'vit.encoder.layer.0.layernorm_before.weight',
        'vit.encoder.layer.11.layernorm_after.bias',
        'vit.layernorm.weight',
        'vit.pooler.dense.weight',
      ],
    ],
    [{ model_type: 'deit', patch_size: 16 }, ['deit.embeddings.distillation_token']],
    [
      { model_type: 'dinov2', patch_size: 14 },
      [
        'embeddings.mask_token',
        'encoder.layer.0.norm1.weight',
        'encoder.layer.0.layer_scale1.lambda1',
        'encoder.layer.0.mlp.fc1.weight',
        'encoder.layer.11.layer_scale2.lambda1',
        'layernorm.weight',
      ],
    ],
    [
      { model_type: 'dinov2', patch_size: 14, use_swiglu_ffn: true },
      ['encoder.layer.0.mlp.weights_in.weight', 'encoder.layer.0.mlp.weights_out.weight'],
    ],
    [
      { model_type: 'clip_vision_model', patch_size: 32 },
      [
        'vision_model.embeddings.class_embedding',
        'vision_model.embeddings.patch_embedding.weight',
        'vision_model.embeddings.position_embedding.weight',
        'vision_model.pre_layrnorm.weight',
        'vision_model.encoder.layers.0.self_attn.out_proj.weight',
        'vision_model.encoder.layers.0.layer_norm1.weight',
        'vision_model.encoder.layers.11.mlp.fc2.bias',
        'vision_model.post_layernorm.bias',
      ],
    ],
    [
      { model_type: 'siglip_vision_model', patch_size: 16 },
      [
        'vision_model.head.probe',
        'vision_model.head.attention.in_proj_weight',
        'vision_model.head.attention.out_proj.bias',
        'vision_model.head.layernorm.weight',
        'vision_model.head.mlp.fc1.weight',
      ],
    ],
    [
      { model_type: 'siglip_text_model' },
      [
        'text_model.embeddings.token_embedding.weight',
        'text_model.embeddings.position_embedding.weight',
        'text_model.final_layer_norm.weight',
        'text_model.head.weight',
      ],
    ],
  ])('%o', (config, names) => {
    const weights = inventory(candidateOf(config).architecture, 'normal').map(({ path }) => path);
    expect(names.filter((name) => !weights.includes(name))).toEqual([]);
    expect(new Set(weights).size).toBe(weights.length);
  });
});
