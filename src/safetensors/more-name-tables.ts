import type { NameTable } from './name-table.ts';
import { ownNames } from './own-names.ts';

/** The heads that classes of the transformers library have on a decoder. */
const DECODER_HEADS = ['lm_head', 'score', 'classifier', 'qa_outputs'];

/** The same on an encoder. */
const ENCODER_HEADS = [
  ...['pooler', 'cls', 'classifier', 'qa_outputs', 'lm_head', 'lm_predictions', 'pred_layer'],
  ...['head', 'decoder', 'generator_predictions', 'generator_lm_head', 'sequence_summary'],
];

/** Masks and frequencies that old checkpoints of decoders hold. */
const MASKS = ['h.#.attn.bias', 'h.#.attn.masked_bias', 'h.#.attn.attention.bias'];
const FREQUENCIES = [
  ...['layers.#.self_attn.rotary_emb.inv_freq', 'h.#.self_attention.rotary_emb.inv_freq'],
  ...['h.#.attn.attention.masked_bias', 'h.#.attn.causal_mask'],
];

const decoder = {
  family: 'decoder',
  prefixes: ['transformer.', 'model.'],
  heads: DECODER_HEADS,
  buffers: [...MASKS, ...FREQUENCIES],
} as const;

const encoder = (prefix: string) =>
  ({
    family: 'encoder',
    prefixes: [prefix],
    heads: ENCODER_HEADS,
    buffers: ['embeddings.position_ids', 'embeddings.token_type_ids', 'position_ids'],
  }) as const;

/** The tables of decoders like GPT and of variants of BERT, made from the names of their weights. */
export const MORE_NAME_TABLES: readonly NameTable[] = [
  ownNames('gpt-neo', { ...decoder, name: 'gpt_neo' }),
  ownNames('gptj', { ...decoder, name: 'gptj' }),
  ownNames('codegen', { ...decoder, name: 'codegen' }),
  ownNames('falcon', { ...decoder, name: 'falcon, bloom' }),
  ownNames('falcon-two-norms', { ...decoder, name: 'falcon of two norms' }),
  ownNames('mpt', { ...decoder, name: 'mpt' }),
  ownNames('stablelm', { ...decoder, name: 'stablelm' }),
  ownNames('starcoder2', { ...decoder, name: 'starcoder2' }),
  ownNames('mpnet', {
    ...{ ...encoder('mpnet.'), name: 'mpnet' },
    // Of the checkpoints of the library, where all blocks share it.
    firstAttention: ['encoder.relative_attention_bias'],
  }),
  ownNames('xlm', { ...encoder('transformer.'), name: 'xlm' }),
  ownNames('deberta', { ...encoder('deberta.'), name: 'deberta' }),
  ownNames('convbert', { ...encoder('convbert.'), name: 'convbert' }),
  ownNames('mobilebert', { ...encoder('mobilebert.'), name: 'mobilebert' }),
  ownNames('modernbert', { ...encoder('model.'), name: 'modernbert', ownNorms: false }),
  ownNames('nomic-bert', { ...encoder('bert.'), name: 'nomic_bert' }),
];
