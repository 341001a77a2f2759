import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { assignNames } from '../../src/safetensors/assign-names.ts';
import { nameTables } from '../../src/safetensors/every-name-table.ts';
import type { Tensor } from '../../src/safetensors/tensor.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { ROOT } from '../cli/run.ts';

function tensors(names: readonly string[]): Tensor[] {
  return names.map((path, index) => ({
    path,
    dtype: 'F32',
    shape: path.endsWith('bias') || /norm|ln_/i.test(path) ? [4] : [4, 4],
    file: 'f',
    start: index,
    bytes: 64,
  }));
}

/** Where each name was put, by name. */
function placesOf(names: readonly string[]): Record<string, string> {
  const { checkpoint } = assignNames(tensors(names));
  return Object.fromEntries(
    (checkpoint?.weights ?? []).map(({ path, subModule, block, writesResidual }) => [
      path,
      `${subModule} ${String(block)}${writesResidual ? ' residual' : ''}`,
    ]),
  );
}

/** Names of checkpoints as published, with the place of each. */
const PUBLISHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bert: {
    'bert.embeddings.word_embeddings.weight': 'embedding null',
    'bert.embeddings.LayerNorm.gamma': 'embedding null',
    'bert.encoder.layer.11.attention.self.query.weight': 'attention 11',
    'bert.encoder.layer.11.attention.output.dense.weight': 'attention 11 residual',
    'bert.encoder.layer.11.attention.output.LayerNorm.weight': 'attention 11',
    'bert.encoder.layer.11.intermediate.dense.weight': 'feedForward 11',
    'bert.encoder.layer.11.output.dense.weight': 'feedForward 11 residual',
    'bert.pooler.dense.weight': 'other null',
    'cls.predictions.transform.dense.weight': 'other null',
  },
  electra: {
    'electra.embeddings_project.weight': 'embedding null',
    'electra.encoder.layer.0.attention.self.key.bias': 'attention 0',
    'discriminator_predictions.dense.weight': 'other null',
  },
  roberta: {
    'roberta.encoder.layer.3.output.LayerNorm.bias': 'feedForward 3',
    'lm_head.dense.weight': 'other null',
  },
  distilbert: {
    'distilbert.embeddings.position_embeddings.weight': 'embedding null',
    'distilbert.transformer.layer.5.attention.out_lin.weight': 'attention 5 residual',
    'distilbert.transformer.layer.5.ffn.lin1.weight': 'feedForward 5',
    'distilbert.transformer.layer.5.output_layer_norm.weight': 'feedForward 5',
    'vocab_transform.weight': 'other null',
  },
  albert: {
    'albert.encoder.embedding_hidden_mapping_in.weight': 'embedding null',
    'albert.encoder.albert_layer_groups.0.albert_layers.0.attention.dense.weight':
      'attention 0 residual',
    'albert.encoder.albert_layer_groups.0.albert_layers.0.ffn_output.weight':
      'feedForward 0 residual',
    'albert.pooler.weight': 'other null',
  },
  'deberta-v2': {
    'deberta.encoder.rel_embeddings.weight': 'embedding null',
    'deberta.encoder.layer.1.attention.self.query_proj.weight': 'attention 1',
    'deberta.encoder.conv.conv.weight': 'attention 0',
    'deberta.encoder.layer.1.output.dense.weight': 'feedForward 1 residual',
    'lm_predictions.lm_head.dense.weight': 'other null',
  },
  gpt2: {
    'wte.weight': 'embedding null',
    'h.0.ln_1.weight': 'other 0',
    'h.0.attn.c_attn.weight': 'attention 0',
    'h.0.attn.c_proj.weight': 'attention 0 residual',
    'h.0.mlp.c_fc.weight': 'feedForward 0',
    'h.0.mlp.c_proj.bias': 'feedForward 0 residual',
    'ln_f.weight': 'other null',
  },
  gpt_neox: {
    'gpt_neox.embed_in.weight': 'embedding null',
    'gpt_neox.layers.2.attention.query_key_value.weight': 'attention 2',
    'gpt_neox.layers.2.mlp.dense_4h_to_h.weight': 'feedForward 2 residual',
    'gpt_neox.layers.2.input_layernorm.bias': 'other 2',
    'embed_out.weight': 'other null',
  },
  opt: {
    'model.decoder.embed_positions.weight': 'embedding null',
    'model.decoder.project_in.weight': 'embedding null',
    'decoder.layers.4.self_attn.out_proj.weight': 'attention 4 residual',
    'model.decoder.layers.4.fc1.weight': 'feedForward 4',
    'model.decoder.layers.4.final_layer_norm.weight': 'other 4',
  },
  mixtral: {
    'model.embed_tokens.weight': 'embedding null',
    'model.layers.31.self_attn.o_proj.weight': 'attention 31 residual',
    'model.layers.31.block_sparse_moe.gate.weight': 'feedForward 31',
    'model.layers.31.block_sparse_moe.experts.7.w2.weight': 'feedForward 31 residual',
    'model.layers.31.post_attention_layernorm.weight': 'other 31',
    'model.norm.weight': 'other null',
    'lm_head.weight': 'other null',
  },
  qwen2_moe: {
    'model.layers.0.self_attn.q_norm.weight': 'attention 0',
    'model.layers.0.mlp.shared_expert_gate.weight': 'feedForward 0',
    'model.layers.0.mlp.experts.59.gate_proj.weight': 'feedForward 0',
    'model.layers.0.mlp.shared_expert.down_proj.weight': 'feedForward 0 residual',
  },
  phi: {
    'model.layers.0.self_attn.dense.weight': 'attention 0 residual',
    'model.layers.0.mlp.fc1.weight': 'feedForward 0',
    'model.final_layernorm.weight': 'other null',
  },
  t5: {
    'shared.weight': 'embedding null',
    'encoder.block.1.layer.0.SelfAttention.q.weight': 'attention 1',
    'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': 'attention 0',
    'decoder.block.0.layer.1.EncDecAttention.o.weight': 'attention 2 residual',
    'decoder.block.1.layer.2.DenseReluDense.wi_0.weight': 'feedForward 3',
    'decoder.final_layer_norm.weight': 'other null',
  },
  bart: {
    'model.shared.weight': 'embedding null',
    'model.encoder.layers.0.self_attn.k_proj.weight': 'attention 0',
    'model.decoder.layers.0.encoder_attn.out_proj.weight': 'attention 1 residual',
    'model.decoder.layers.0.fc1.weight': 'feedForward 1',
    'classification_head.dense.weight': 'other null',
    'classification_head.out_proj.weight': 'other null',
  },
};

describe('assignNames(tensors)', () => {
  it.each(Object.entries(PUBLISHED))(
    'places the names of %s: catches a part in another sub-module',
    (family, places) => {
      expect(placesOf(Object.keys(places))).toEqual(places);
      const { checkpoint } = assignNames(tensors(Object.keys(places)));
      expect(checkpoint?.naming?.name).toContain(family);
      expect(checkpoint?.unmatched).toEqual([]);
    },
  );

  it('places every weight of our own models as the inventory has it, in its order', async () => {
    const { candidates } = await readCandidates([`${ROOT}/fixtures`]);
    expect(candidates.length).toBeGreaterThan(20);
    const kinds = new Set<string>();
    for (const { id, architecture } of candidates) {
      kinds.add(architecture.naming);
      const weights = inventory(architecture, 'normal');
      const { checkpoint } = assignNames(
        // By name, as other writers have them.
        weights
          .map(({ path, shape }) => ({ path, shape, dtype: 'F32', file: 'f', start: 0, bytes: 4 }))
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
      );
      const places = (list: readonly { path: string; subModule: string; block: number | null }[]) =>
        list.map(({ path, subModule, block }) => `${path} ${subModule} ${String(block)}`);
      const parts = ['attention', 'feedForward', 'embedding', 'other'];
      for (const part of parts) {
        const of = <Item extends { subModule: string }>(list: readonly Item[]): Item[] =>
          list.filter(({ subModule }) => subModule === part);
        const [ours, theirs] = [of(weights), of(checkpoint?.weights ?? [])];
        if (part === 'other') expect(places(theirs).sort(), id).toEqual(places(ours).sort());
        else expect(places(theirs), id).toEqual(places(ours));
      }
      expect(checkpoint?.naming?.family, id).toBe(architecture.family);
      expect(checkpoint?.blockCount).toBe(architecture.blocks.length);
    }
    expect([...kinds].sort()).toEqual(['bert', 'gpt2', 'litgpt', 'transformer-xl']);
  });

  it('does not depend on the order of the tensors: catches sums in the order of a file', () => {
    const names = Object.keys(PUBLISHED.mixtral ?? {});
    const of = (list: readonly string[]): unknown =>
      assignNames(tensors(list)).checkpoint?.weights.map(({ path }) => path);
    expect(of(names.toReversed())).toEqual(of(names));
  });

  it('sorts experts and blocks by number: catches 10 before 9', () => {
    const names = ['10', '9'].map((n) => `model.layers.${n}.mlp.experts.${n}.up_proj.weight`);
    const { checkpoint } = assignNames(tensors(names));
    expect(checkpoint?.weights.map(({ block }) => block)).toEqual([9, 10]);
  });

  it('sums one expert after another, in the order of the table: catches sums in another order', () => {
    const names = ['w1', 'w3', 'w2'].flatMap((part) =>
      [0, 1].map((expert) => `model.layers.0.block_sparse_moe.experts.${expert}.${part}.weight`),
    );
    const { checkpoint } = assignNames(tensors(names));
    expect(checkpoint?.weights.map(({ path }) => path.split('.').slice(5, 7).join(' '))).toEqual([
      '0 w1',
      '0 w3',
      '0 w2',
      '1 w1',
      '1 w3',
      '1 w2',
    ]);
  });

  it('counts biases by distance as parameters alone', () => {
    const path = 'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight';
    expect(assignNames(tensors([path])).checkpoint?.weights[0]?.plain).toBe(true);
  });

  it('takes masks for no weights, and biases of a like name for biases', () => {
    const { checkpoint } = assignNames(
      tensors(['transformer.h.0.attn.bias', 'transformer.h.0.attn.c_attn.bias']),
    );
    expect(checkpoint?.buffers).toEqual(['transformer.h.0.attn.bias']);
    expect(checkpoint?.weights.map(({ path }) => path)).toEqual([
      'transformer.h.0.attn.c_attn.bias',
    ]);
  });

  it('tells a GPT-2 with inputs first by its fused projection: catches fans the wrong way round', () => {
    for (const [shape, expected] of [
      [[4, 12], true],
      [[12, 4], false],
    ] as const) {
      const { checkpoint } = assignNames([
        { path: 'h.0.attn.c_attn.weight', shape, dtype: 'F32', file: '', start: 0, bytes: 192 },
      ]);
      expect(checkpoint?.weights[0]?.inputFirst).toBe(expected);
    }
  });

  it('has a table for every family once: catches two of one name', () => {
    const names = nameTables().flatMap(({ name }) => name.split(', '));
    expect(new Set(names).size).toBe(names.length);
  });
});
