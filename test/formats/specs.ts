import type { Build, Candidate, ReadRecord } from '../../src/formats/candidate-format.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { formatProblem } from '../../src/problem.ts';

/** A layer of a valid spec, with changes. */
export function layer(changes: object = {}): object {
  return {
    operation_type: 'SA',
    operation_parameter: 'SDP',
    num_operation_heads: 4,
    feed_forward_dimension: 512,
    num_feed_forward: 1,
    ...changes,
  };
}

/** A valid spec of one layer, with changes to the whole. */
export function spec(changes: object = {}): object {
  return { hidden_size: 128, nas_config: { encoder_layers: [layer()] }, ...changes };
}

/** A spec of one layer with changes. */
export function specOf(...layers: object[]): object {
  return spec({ nas_config: { encoder_layers: layers.map(layer) } });
}

/** The example of a model dictionary in its paper, with changes. */
export function dictionary(changes: object = {}): object {
  return {
    l: 4,
    o: ['sa', 'sa', 'l', 'l'],
    h: [256, 256, 128, 128],
    n: [2, 2, 4, 4],
    f: [[512, 512, 512], [512, 512, 512], [1024], [1024]],
    p: ['sdp', 'sdp', 'dct', 'dct'],
    ...changes,
  };
}

/** A LiteTransformerSearch config of two layers in the form of the published GPT-2 ones, with changes. */
export function lts(changes: object = {}): object {
  return {
    adaptive: true,
    cutoffs: [10, 20, 90, 40],
    d_embed: 8,
    d_head: -1,
    d_inner: [20, 30],
    d_model: 12,
    div_val: 2,
    dropout: 0.1,
    n_head: [2, 3],
    n_layer: 2,
    n_token: 40,
    tgt_len: 16,
    tie_projs: [false, true, true, true],
    tie_weight: true,
    weight_init_std: 0.05,
    weight_init_type: 'normal',
    ...changes,
  };
}

/** An HW-GPT-Bench record of two layers out of three, with changes to its architecture. */
export function hwGpt(changes: object = {}, record: object = {}): object {
  return {
    id: 7,
    arch: {
      sample_embed_dim: 12,
      sample_n_layer: 2,
      sample_layer_indices: [0, 2],
      sample_n_head: [2, 5, 3],
      sample_mlp_ratio: [2, 3, 4],
      sample_bias: true,
      ...changes,
    },
    perplexity: 30.5,
    accuracy: 0.4,
    ...record,
  };
}

/** A Hugging Face config of two blocks, with changes. */
export function huggingFace(changes: object = {}): object {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: 40,
    hidden_size: 12,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    intermediate_size: 20,
    rope_theta: 10_000,
    torch_dtype: 'float16',
    ...changes,
  };
}

/** What reading a record gives; of a file "spec.json" if it matters. */
export function readSpec(record: unknown, build: Build = 'declared'): ReadRecord {
  return readRecord(record, { source: 'spec.json', defaultId: 'spec', build });
}

/** The candidate of a record that is expected to be valid. */
export function candidateOf(record: unknown, build: Build = 'declared'): Candidate {
  const { candidate, problems } = readSpec(record, build);
  if (candidate === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return candidate;
}

/** The candidate of a config of a family with its defaults, and a size of patches where it reads images. */
export function defaultCandidate(modelType: string): Candidate {
  const isOfImages = /^vit$|^deit$|^dinov2$|vision/.test(modelType);
  return candidateOf({ model_type: modelType, ...(isOfImages && { patch_size: 16 }) });
}

/** What is wrong with a record, as it is printed. */
export function problemsOf(record: unknown, build: Build = 'declared'): string[] {
  return readSpec(record, build).problems.map(formatProblem);
}

/** An AutoFormer record of two layers, with changes. */
export function autoFormer(changes: object = {}): Readonly<Record<string, unknown>> {
  return { embed_dim: 40, depth: 2, num_heads: [2, 3], mlp_ratio: [3.5, 4], ...changes };
}

/** A PiT record with a layer in each stage, with changes. */
export function pit(changes: object = {}): Readonly<Record<string, unknown>> {
  return { base_dim: 4, depth: [1, 1, 1], num_heads: [2, 4, 8], mlp_ratio: 4, ...changes };
}

/** A HAT record of two encoder layers and one decoder layer, with changes. */
export function hat(changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    'encoder-embed-dim': 24,
    'encoder-layer-num': 2,
    'encoder-ffn-embed-dim': [20, 30],
    'encoder-self-attention-heads': [4, 8],
    'decoder-embed-dim': 48,
    'decoder-layer-num': 1,
    'decoder-ffn-embed-dim': [40],
    'decoder-self-attention-heads': [4],
    'decoder-ende-attention-heads': [8],
    'decoder-arbitrary-ende-attn': [1],
    scratch_test_bleu: 25.5,
    ...changes,
  };
}
