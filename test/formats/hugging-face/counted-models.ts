import fc from 'fast-check';

/** Weights of a linear layer. */
export const linear = (inputs: number, outputs: number, bias = true): number =>
  inputs * outputs + (bias ? outputs : 0);

/** A family: what its configs may say, and how many parameters that makes. */
interface FamilyOf<Config extends object> {
  readonly defaults: Config;
  readonly count: (config: Config) => number;
  /** Published models: what they say beside the defaults, and their parameters. */
  readonly published: readonly (readonly [name: string, config: Partial<Config>, total: number])[];
  readonly random: fc.Arbitrary<Config>;
}

/** The same with the parameters of every config, counted by the family's own formula. */
export interface CountedFamily {
  readonly defaults: readonly [config: object, counted: number];
  readonly published: readonly (readonly [
    name: string,
    config: object,
    total: number,
    counted: number,
  ])[];
  readonly random: fc.Arbitrary<readonly [config: object, counted: number]>;
}

/** Counts the configs of a family. */
export function family<Config extends object>({
  defaults,
  count,
  published,
  random,
}: FamilyOf<Config>): CountedFamily {
  return {
    defaults: [defaults, count(defaults)],
    published: published.map(([name, config, total]) => [
      name,
      config,
      total,
      count({ ...defaults, ...config }),
    ]),
    random: random.map((config) => [config, count(config)]),
  };
}

/** Sizes in which heads divide the hidden size, and groups the heads. */
export const sizes = fc
  .record({
    groups: fc.integer({ min: 1, max: 3 }),
    shared: fc.integer({ min: 1, max: 3 }),
    half: fc.integer({ min: 1, max: 5 }),
    depth: fc.integer({ min: 1, max: 4 }),
    vocab: fc.integer({ min: 1, max: 60 }),
    width: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ groups, shared, half, ...rest }) => {
    const heads = 4 * groups * shared;
    return { ...rest, heads, groups: 4 * groups, size: 2 * half, hidden: 2 * half * heads };
  });

/** The sizes of BERT. */
export const usual = {
  ...{ vocab_size: 30_522, hidden_size: 768, num_hidden_layers: 12 },
  ...{ num_attention_heads: 12, intermediate_size: 3072, max_position_embeddings: 512 },
};

/** The keys of the sizes of BERT. */
export type Usual = typeof usual;

/** Those keys with some sizes. */
export const usualOf = (own: {
  vocab: number;
  hidden: number;
  depth: number;
  heads: number;
  width: number;
}): Usual => ({
  ...{ vocab_size: own.vocab, hidden_size: own.hidden, num_hidden_layers: own.depth },
  ...{ num_attention_heads: own.heads, intermediate_size: own.width },
  max_position_embeddings: own.width + 2,
});
