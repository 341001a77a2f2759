/** Small configs of decoders like GPT and of variants of BERT. */
const SMALL: Readonly<Record<string, object>> = {
  gptj: { n_embd: 24, n_layer: 2, n_head: 4, vocab_size: 40, rotary_dim: 4 },
  codegen: { n_embd: 24, n_layer: 2, n_head: 4, vocab_size: 40, rotary_dim: 4 },
  gpt_neo: { hidden_size: 24, num_layers: 2, num_heads: 4, vocab_size: 40 },
  mpt: { d_model: 24, n_layers: 2, n_heads: 4, vocab_size: 40 },
  bloom: { hidden_size: 24, n_layer: 2, n_head: 4, vocab_size: 40 },
  xlm: { emb_dim: 24, n_layers: 2, n_heads: 4, vocab_size: 40 },
  nomic_bert: { n_embd: 24, n_layer: 2, n_head: 4, vocab_size: 40 },
};

/** A small config of a type, with changes. */
export const smallOf = (model_type: string, changes: object = {}): object => ({
  model_type,
  ...(SMALL[model_type] ?? {
    ...{ hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 40 },
  }),
  ...changes,
});
