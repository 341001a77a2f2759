import { describe, expect, test } from 'vitest';
import { inventory } from '../../../src/architecture/inventory.ts';
import { candidateOf } from '../specs.ts';
import { smallOf } from './small-models.ts';

describe('the names of checkpoints', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'gptj',
      {},
      [
        'transformer.wte.weight 40x24',
        'transformer.h.1.attn.q_proj.weight 24x24',
        'transformer.h.1.mlp.fc_in.bias 96',
        'transformer.ln_f.bias 24',
        'lm_head.bias 40',
      ],
    ],
    ['codegen', {}, ['transformer.h.0.attn.qkv_proj.weight 72x24']],
    [
      'gpt_neo',
      {},
      [
        'transformer.wpe.weight 2048x24',
        'transformer.h.0.attn.attention.k_proj.weight 24x24',
        'transformer.h.0.attn.attention.out_proj.bias 24',
        'transformer.h.1.mlp.c_fc.weight 96x24',
      ],
    ],
    [
      'falcon',
      {},
      [
        'transformer.word_embeddings.weight 40x24',
        'transformer.h.0.self_attention.query_key_value.weight 36x24',
        'transformer.h.0.input_layernorm.bias 24',
        'transformer.h.1.mlp.dense_4h_to_h.weight 24x96',
      ],
    ],
    [
      'falcon',
      { new_decoder_architecture: true, num_kv_heads: 2 },
      ['transformer.h.0.ln_attn.weight 24', 'transformer.h.0.ln_mlp.weight 24'],
    ],
    [
      'bloom',
      {},
      [
        'transformer.word_embeddings_layernorm.weight 24',
        'transformer.h.0.post_attention_layernorm.bias 24',
        'transformer.h.0.self_attention.dense.bias 24',
      ],
    ],
    [
      'mpt',
      {},
      [
        'transformer.blocks.0.norm_1.weight 24',
        'transformer.blocks.0.attn.Wqkv.weight 72x24',
        'transformer.blocks.1.ffn.down_proj.weight 24x96',
        'transformer.norm_f.weight 24',
      ],
    ],
    [
      'starcoder2',
      { num_key_value_heads: 2, intermediate_size: 20 },
      ['model.layers.0.mlp.c_fc.bias 20', 'model.layers.0.self_attn.k_proj.weight 12x24'],
    ],
    [
      'xlm-roberta',
      {},
      ['roberta.embeddings.word_embeddings.weight 40x24', 'roberta.pooler.dense.weight 24x24'],
    ],
    [
      'mpnet',
      {},
      [
        'mpnet.encoder.layer.1.attention.attn.q.weight 24x24',
        'mpnet.encoder.layer.1.attention.LayerNorm.bias 24',
        'mpnet.encoder.layer.1.output.dense.bias 24',
      ],
    ],
    [
      'deberta',
      { relative_attention: true, pos_att_type: 'c2p|p2c' },
      [
        'deberta.encoder.layer.0.attention.self.in_proj.weight 72x24',
        'deberta.encoder.layer.0.attention.self.q_bias 24',
        'deberta.encoder.layer.0.attention.self.v_bias 24',
        'deberta.encoder.layer.0.attention.self.pos_proj.weight 24x24',
        'deberta.encoder.layer.0.attention.self.pos_q_proj.bias 24',
        'deberta.encoder.rel_embeddings.weight 1024x24',
      ],
    ],
    [
      'convbert',
      { num_groups: 2, intermediate_size: 20 },
      [
        'convbert.encoder.layer.0.attention.self.query.weight 12x24',
        'convbert.encoder.layer.0.intermediate.dense.weight 2x12x10',
        'convbert.encoder.layer.0.output.dense.weight 2x10x12',
        'convbert.embeddings_project.weight 24x768',
      ],
    ],
    [
      'modernbert',
      { intermediate_size: 20 },
      [
        'model.embeddings.tok_embeddings.weight 40x24',
        'model.embeddings.norm.weight 24',
        'model.layers.0.attn.Wqkv.weight 72x24',
        'model.layers.1.attn_norm.weight 24',
        'model.layers.0.mlp.Wi.weight 40x24',
        'model.final_norm.weight 24',
      ],
    ],
    [
      'nomic_bert',
      { activation_function: 'swiglu', n_inner: 20, qkv_proj_bias: false },
      [
        'emb_ln.weight 24',
        'encoder.layers.0.attn.Wqkv.weight 72x24',
        'encoder.layers.0.mlp.fc12.bias 20',
        'encoder.layers.1.norm2.weight 24',
      ],
    ],
  ])('%s with %o has %j', (type, changes, expected) => {
    const names = inventory(candidateOf(smallOf(type, changes)).architecture, 'normal').map(
      ({ path, shape }) => `${path} ${shape.join('x')}`,
    );
    expect(expected.filter((line) => !names.includes(line))).toEqual([]);
  });
});
