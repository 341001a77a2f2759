import fc from 'fast-check';
import { z } from 'zod';
import type { HuggingFaceFamily } from '../../src/formats/hugging-face/family.ts';

/** Keys whose values have to fit each other, in the names that families have for them. */
const SIZES: Readonly<Record<string, (sizes: Sizes) => number>> = {
  ...same(['hidden_size', 'dim', 'n_embd', 'd_model'], ({ heads, head }) => heads * head),
  ...same(['embedding_size', 'word_embed_proj_dim'], ({ heads, head, narrow }) =>
    narrow ? 12 : heads * head,
  ),
  ...same(['num_attention_heads', 'n_heads', 'n_head', 'num_heads'], ({ heads }) => heads),
  ...same(['encoder_attention_heads', 'decoder_attention_heads'], ({ heads }) => heads),
  ...same(['num_key_value_heads', 'num_kv_heads'], ({ shared }) => shared),
  ...same(['head_dim', 'd_kv', 'attention_head_size'], ({ head }) => head),
  ...same(['num_hidden_layers', 'n_layers', 'n_layer'], ({ depth }) => depth),
  ...same(['num_layers', 'num_decoder_layers'], ({ depth }) => depth),
  ...same(['encoder_layers', 'decoder_layers'], ({ depth }) => depth),
  ...same(['intermediate_size', 'hidden_dim', 'n_inner', 'ffn_dim', 'd_ff'], ({ width }) => width),
  ...same(['encoder_ffn_dim', 'decoder_ffn_dim'], ({ width }) => width),
  ...same(['vocab_size'], ({ tokens }) => tokens),
  ...same(['max_position_embeddings', 'n_positions'], ({ positions }) => positions),
  ...same(['rotary_dim'], () => 2),
  ...same(['patch_size'], () => 4),
  ...same(['image_size'], ({ depth }) => 4 * depth),
};

interface Sizes {
  readonly heads: number;
  readonly head: number;
  readonly shared: number;
  readonly depth: number;
  readonly width: number;
  readonly tokens: number;
  readonly positions: number;
  readonly narrow: boolean;
}

function same<Value>(names: readonly string[], value: Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  heads: fc.constantFrom(2, 4),
  head: fc.constantFrom(4, 8),
  shared: fc.constantFrom(1, 2),
  depth: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 3, max: 20 }),
  tokens: fc.integer({ min: 5, max: 40 }),
  positions: fc.integer({ min: 8, max: 40 }),
  narrow: fc.boolean(),
});

/**
 * Small configs of a family with whatever keys its schema has: sizes that fit each other, and a choice
 * of every flag and name, or none. Some of them contradict themselves, and are refused.
 */
export function configsOf(family: HuggingFaceFamily): fc.Arbitrary<Record<string, unknown>> {
  const { schema } = family;
  const keys = schema instanceof z.ZodObject ? Object.entries<z.core.$ZodType>(schema.shape) : [];
  const chosen = keys.flatMap(([key, own]): [string, fc.Arbitrary<unknown>][] => {
    const choices = choicesOf(own);
    return choices.length === 0 || key in SIZES
      ? []
      : [[key, fc.option(fc.constantFrom(...choices), { nil: undefined, freq: 2 })]];
  });
  return fc.tuple(sizes, fc.record(Object.fromEntries(chosen))).map(([drawn, flags]) => {
    const fitting = keys.flatMap(([key]) => {
      const of = SIZES[key];
      return of === undefined ? [] : [[key, of(drawn)] as const];
    });
    const given = Object.entries(flags).filter(([, value]) => value !== undefined);
    return { model_type: family.modelType, ...Object.fromEntries([...fitting, ...given]) };
  });
}

function choicesOf(schema: z.core.$ZodType): readonly unknown[] {
  if (schema instanceof z.ZodDefault) return choicesOf(schema.unwrap());
  if (schema instanceof z.ZodBoolean) return [true, false];
  if (schema instanceof z.ZodEnum) return schema.options;
  return [];
}
