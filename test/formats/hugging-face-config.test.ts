import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countMatrices, countParameters } from '../../src/architecture/parameter-counts.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { formatProblem } from '../../src/problem.ts';
import { IMAGES_AND_TEXTS } from './hugging-face/image-text-models.ts';
import { CONFIGS } from './hugging-face/configs.ts';
import { candidateOf, huggingFace, problemsOf, readSpec } from './specs.ts';

/** Paths and shapes of the weights of a config, one line each. */
function weightsOf(record: object): string[] {
  return inventory(candidateOf(record).architecture, 'normal').map(
    ({ path, shape }) => `${path} ${shape.join('x')}`,
  );
}

const totalOf = (record: object): number =>
  countParameters(inventory(candidateOf(record).architecture, 'normal')).total;

const warningsOf = (record: object): string[] => readSpec(record).warnings.map(formatProblem);

/** Types whose configs have images cut into patches. */
const IMAGES = Object.fromEntries(
  Object.entries(IMAGES_AND_TEXTS).filter(([, { defaults }]) => 'patch_size' in defaults[0]),
);

describe('a Hugging Face config', () => {
  test('has the weights of its checkpoint by their names: catches a part in another shape', () => {
    expect(weightsOf(huggingFace({ num_hidden_layers: 1 }))).toEqual([
      'model.embed_tokens.weight 40x12',
      'model.layers.0.input_layernorm.weight 12',
      'model.layers.0.self_attn.q_proj.weight 12x12',
      'model.layers.0.self_attn.k_proj.weight 6x12',
      'model.layers.0.self_attn.v_proj.weight 6x12',
      'model.layers.0.self_attn.o_proj.weight 12x12',
      'model.layers.0.post_attention_layernorm.weight 12',
      'model.layers.0.mlp.gate_proj.weight 20x12',
      'model.layers.0.mlp.up_proj.weight 20x12',
      'model.layers.0.mlp.down_proj.weight 12x20',
      'model.norm.weight 12',
      'lm_head.weight 40x12',
    ]);
  });

  test.each<[keyof typeof CONFIGS, readonly string[]]>([
    [
      'bert-base-uncased',
      ['bert.encoder.layer.11.attention.self.query.bias 768', 'bert.pooler.dense.weight 768x768'],
    ],
    [
      'electra-small-discriminator',
      [
        'electra.embeddings_project.weight 256x128',
        'electra.encoder.layer.0.output.dense.bias 256',
      ],
    ],
    ['roberta-base', ['roberta.embeddings.position_embeddings.weight 514x768']],
    [
      'distilbert-base-uncased',
      [
        'distilbert.transformer.layer.5.attention.q_lin.weight 768x768',
        'distilbert.transformer.layer.5.sa_layer_norm.weight 768',
        'distilbert.transformer.layer.5.ffn.lin2.weight 768x3072',
        'distilbert.transformer.layer.5.output_layer_norm.bias 768',
      ],
    ],
    [
      'albert-base-v2',
      [
        'albert.encoder.embedding_hidden_mapping_in.weight 768x128',
        'albert.encoder.albert_layer_groups.0.albert_layers.0.attention.dense.weight 768x768',
        'albert.encoder.albert_layer_groups.0.albert_layers.0.full_layer_layer_norm.bias 768',
        'albert.encoder.albert_layer_groups.0.albert_layers.0.ffn_output.weight 768x3072',
        'albert.pooler.weight 768x768',
      ],
    ],
    [
      'deberta-v2-xlarge',
      [
        'deberta.encoder.rel_embeddings.weight 512x1536',
        'deberta.encoder.LayerNorm.weight 1536',
        'deberta.encoder.conv.conv.weight 1536x1536x3',
        'deberta.encoder.conv.LayerNorm.bias 1536',
        'deberta.encoder.layer.23.attention.self.key_proj.weight 1536x1536',
      ],
    ],
    ['gpt2', ['transformer.wpe.weight 1024x768', 'transformer.h.0.attn.c_attn.weight 2304x768']],
    [
      'pythia-70m',
      [
        'gpt_neox.layers.5.attention.query_key_value.weight 1536x512',
        'gpt_neox.layers.5.post_attention_layernorm.bias 512',
        'gpt_neox.layers.5.mlp.dense_4h_to_h.weight 512x2048',
        'embed_out.weight 50304x512',
      ],
    ],
    [
      'opt-350m',
      [
        'model.decoder.embed_tokens.weight 50272x512',
        'model.decoder.project_in.weight 1024x512',
        'model.decoder.project_out.weight 512x1024',
        'model.decoder.layers.0.self_attn.out_proj.bias 1024',
        'model.decoder.layers.0.self_attn_layer_norm.bias 1024',
        'model.decoder.layers.0.fc1.weight 4096x1024',
        'model.decoder.layers.0.final_layer_norm.weight 1024',
      ],
    ],
    [
      'Mixtral-8x7B-v0.1',
      [
        'model.layers.31.block_sparse_moe.gate.weight 8x4096',
        'model.layers.31.block_sparse_moe.experts.7.w1.weight 14336x4096',
        'model.layers.31.block_sparse_moe.experts.7.w2.weight 4096x14336',
        'model.layers.31.block_sparse_moe.experts.7.w3.weight 14336x4096',
      ],
    ],
    ['Qwen2-0.5B', ['model.layers.0.self_attn.k_proj.bias 128']],
    ['Qwen3-0.6B', ['model.layers.0.self_attn.q_norm.weight 128']],
    [
      'Qwen1.5-MoE-A2.7B',
      [
        'model.layers.0.mlp.gate.weight 60x2048',
        'model.layers.0.mlp.experts.59.down_proj.weight 2048x1408',
        'model.layers.0.mlp.shared_expert.up_proj.weight 5632x2048',
        'model.layers.0.mlp.shared_expert_gate.weight 1x2048',
      ],
    ],
    ['gemma-2b', ['model.layers.0.self_attn.k_proj.weight 256x2048']],
    [
      'phi-2',
      [
        'model.layers.0.self_attn.dense.bias 2560',
        'model.layers.0.mlp.fc1.weight 10240x2560',
        'model.final_layernorm.bias 2560',
        'lm_head.bias 51200',
      ],
    ],
    [
      't5-v1_1-small',
      [
        'shared.weight 32128x512',
        'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight 32x6',
        'encoder.block.0.layer.1.DenseReluDense.wi_0.weight 1024x512',
        'encoder.final_layer_norm.weight 512',
        'decoder.block.7.layer.1.EncDecAttention.o.weight 512x384',
        'decoder.block.7.layer.2.DenseReluDense.wi_1.weight 1024x512',
        'decoder.block.7.layer.2.layer_norm.weight 512',
        'decoder.final_layer_norm.weight 512',
        'lm_head.weight 32128x512',
      ],
    ],
  ])('%s has the weights of its family by their names', (name, expected) => {
    const weights = weightsOf(CONFIGS[name]);
    expect(expected.filter((line) => !weights.includes(line))).toEqual([]);
  });

  test.each([...HUGGING_FACE_FAMILIES.keys()])(
    '%s may leave every key to its default, with a word about its sizes',
    (type) => {
      // But for the size of patches, on which all that an encoder of images reads depends.
      const patches = type in IMAGES ? { patch_size: 16 } : {};
      const { problems, warnings } = readSpec({ model_type: type, ...patches });
      expect(problems).toEqual([]);
      expect(warnings).toHaveLength(2);
      expect(warnings[0]?.message).toContain('missing: taken as the transformers library does');
    },
  );

  test('an unknown model_type is refused with the known ones, and the nearest', () => {
    const known = `one of the ${HUGGING_FACE_FAMILIES.size} types that "zerolm formats" lists`;
    expect(problemsOf({ model_type: 'lama' })).toEqual([
      `spec.json: model_type: "lama": expected ${known}; did you mean llama?`,
    ]);
    expect(problemsOf({ model_type: 7 })).toEqual([`spec.json: model_type: 7: expected ${known}`]);
  });

  test('what shapes no weight passes without a word, what is unknown or would shape one does not', () => {
    expect(warningsOf(huggingFace())).toEqual([]);
    const harmless = { quantization_config: null, pruned_heads: {}, add_cross_attention: false };
    expect(warningsOf(huggingFace(harmless))).toEqual([]);
    expect(
      warningsOf(
        huggingFace({ hiden_size: 3, quantization_config: { bits: 4 }, pruned_heads: { 1: [0] } }),
      ),
    ).toEqual([
      'spec.json: hiden_size: unknown key, ignored; did you mean hidden_size?',
      'spec.json: pruned_heads: an object: ignored, though it shapes weights: the model is read as it would be without it',
      'spec.json: quantization_config: an object: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
  });

  test.each<[object, string]>([
    [{ hidden_size: 13 }, 'num_attention_heads: 4: expected a divisor of hidden_size 13'],
    [
      { num_key_value_heads: 3 },
      'num_key_value_heads: 3: expected a divisor of num_attention_heads 4',
    ],
    [{ hidden_size: 0 }, 'hidden_size: 0: expected a whole number from 1 to 65536'],
    [{ head_dim: 65_537 }, 'head_dim: 65537: expected a whole number from 1 to 65536'],
    [
      { num_attention_heads: 8, head_dim: 40_000, num_key_value_heads: 8 },
      'head_dim: 40000: expected at most 32768 for 8 heads of num_attention_heads',
    ],
    [{ tie_word_embeddings: 'no' }, 'tie_word_embeddings: "no": expected true or false'],
    [
      { model_type: 'mixtral', num_local_experts: 2, num_experts_per_tok: 3 },
      'num_experts_per_tok: 3: expected at most num_local_experts 2',
    ],
    [
      { model_type: 'mixtral', num_local_experts: 100_000 },
      'num_local_experts: 100000: expected at most 65536 in 2 layers',
    ],
    [
      { model_type: 'albert', num_hidden_groups: 3 },
      'num_hidden_groups: 3: expected at most num_hidden_layers 2',
    ],
    [
      { model_type: 't5', num_layers: 4000 },
      'num_layers: 4000: expected at most 2048 in each stack',
    ],
    [
      { model_type: 'deberta-v2', conv_kernel_size: 3, conv_groups: 5 },
      'conv_groups: 5: expected a divisor of hidden_size 12',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf(huggingFace(changes))).toContain(`spec.json: ${expected}`);
  });

  test('it has no build but the declared one', () => {
    expect(problemsOf(huggingFace(), 'trained')).toEqual([
      'spec.json: there is no trained build of a Hugging Face config.json, only the declared build',
    ]);
  });

  test.each<[string, object, object, number]>([
    ['a head of its own is another table', { tie_word_embeddings: true }, {}, 40 * 12],
    ['biases of attention', {}, { attention_bias: true }, 2 * (12 + 6 + 6 + 12)],
    ['biases of the feed-forward layers', {}, { mlp_bias: true }, 2 * (20 + 20 + 12)],
    ['a head size of its own', {}, { head_dim: 5 }, 2 * 12 * (2 * (20 - 12) + 2 * (10 - 6))],
    ['keys of every head where none is said', {}, { num_key_value_heads: null }, 2 * 12 * 12],
    ['a wider feed-forward', {}, { intermediate_size: 21 }, 2 * 3 * 12],
  ])('%s: catches a key that is read and not used', (_, before, after, more) => {
    expect(totalOf(huggingFace(after)) - totalOf(huggingFace(before))).toBe(more);
  });

  test('qwen2_moe leaves out the layers that are no mixture', () => {
    const config = { ...huggingFace(), model_type: 'qwen2_moe', num_hidden_layers: 4 };
    const mixturesOf = (changes: object): (number | undefined)[] =>
      candidateOf({ ...config, ...changes }).architecture.blocks.map((own) => own.experts?.count);
    expect(mixturesOf({})).toEqual([60, 60, 60, 60]);
    expect(mixturesOf({ decoder_sparse_step: 2 })).toEqual([undefined, 60, undefined, 60]);
    expect(mixturesOf({ mlp_only_layers: [0, 3] })).toEqual([undefined, 60, 60, undefined]);
    expect(mixturesOf({ num_experts: 0 })).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('albert shares by groups: catches a group of the wrong layers', () => {
    const names = candidateOf({
      ...CONFIGS['albert-base-v2'],
      num_hidden_layers: 5,
      num_hidden_groups: 2,
      inner_group_num: 2,
    }).architecture.blocks.map(({ sharedAs }) => sharedAs?.replace('.albert_layers', ''));
    expect(names).toEqual([
      ...['0.0', '0.1', '0.0', '0.1', '0.0', '0.1'],
      ...['1.0', '1.1', '1.0', '1.1'],
    ]);
  });

  test('deberta-v2 has projections of positions unless they share those of the contents', () => {
    const { share_att_key, ...own } = CONFIGS['deberta-v3-base'];
    expect(share_att_key).toBe(true);
    const square = 768 * 768 + 768;
    expect(totalOf(own) - totalOf(CONFIGS['deberta-v3-base'])).toBe(2 * 12 * square);
    const one = { ...own, pos_att_type: ['c2p'] };
    expect(totalOf(one) - totalOf(CONFIGS['deberta-v3-base'])).toBe(12 * square);
    const wide = { ...own, position_buckets: -1, embedding_size: 128, position_biased_input: true };
    const lines = weightsOf(wide);
    expect(lines).toContain('deberta.encoder.rel_embeddings.weight 1024x768');
    expect(lines).toContain('deberta.embeddings.embed_proj.weight 768x128');
    expect(lines).toContain('deberta.embeddings.position_embeddings.weight 512x128');
    expect(lines).toContain('deberta.embeddings.LayerNorm.weight 768');
  });

  test('experts that are not routed to count as parameters alone, if asked', () => {
    const config = huggingFace({ model_type: 'mixtral', num_local_experts: 5 });
    const read = (experts: 'all' | 'routed') => {
      const context = { source: 'x', defaultId: 'x', build: 'declared', experts } as const;
      const { candidate } = readRecord(config, context);
      if (candidate === undefined) throw new Error('no candidate');
      const weights = inventory(candidate.architecture, 'normal');
      return [countMatrices(weights).feedForward, countParameters(weights).feedForward];
    };
    const parameters = 2 * (5 * 12 + 5 * 3 * 12 * 20);
    expect(read('all')).toEqual([2 * (1 + 5 * 3), parameters]);
    expect(read('routed')).toEqual([2 * (1 + 2 * 3), parameters]);
  });
});
