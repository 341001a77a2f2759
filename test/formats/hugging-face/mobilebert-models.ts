import fc from 'fast-check';
import { family, linear, sizes, usual, usualOf, type Usual } from './counted-models.ts';

interface Config extends Usual {
  embedding_size: number;
  type_vocab_size: number;
  intra_bottleneck_size: number;
  num_feedforward_networks: number;
  use_bottleneck: boolean;
  use_bottleneck_attention: boolean;
  key_query_shared_bottleneck: boolean;
  trigram_input: boolean;
  classifier_activation: boolean;
}

/** MobileBERT, counted from the modules that its modeling code makes, without heads. */
export const MOBILEBERT = {
  mobilebert: family<Config>({
    defaults: {
      ...{ ...usual, hidden_size: 512, num_hidden_layers: 24, num_attention_heads: 4 },
      ...{ intermediate_size: 512, embedding_size: 128, type_vocab_size: 2 },
      ...{ intra_bottleneck_size: 128, num_feedforward_networks: 4, use_bottleneck: true },
      ...{ use_bottleneck_attention: false, key_query_shared_bottleneck: true },
      ...{ trigram_input: true, classifier_activation: true },
    },
    count: (c) => {
      const [h, f] = [c.hidden_size, c.intermediate_size];
      const inside = c.use_bottleneck ? c.intra_bottleneck_size : h;
      const into = linear(h, inside) + 2 * inside;
      const bottleneck = (c.key_query_shared_bottleneck ? 2 : 1) * into + linear(inside, h) + 2 * h;
      const values = c.use_bottleneck_attention ? inside : h;
      const attention = 3 * linear(inside, inside) + linear(values, inside) + 2 * inside;
      const network = linear(inside, f) + linear(f, inside) + 2 * inside;
      const own =
        attention + c.num_feedforward_networks * network + (c.use_bottleneck ? bottleneck : 0);
      const joined = (c.trigram_input ? 3 : 1) * c.embedding_size;
      return (
        c.vocab_size * c.embedding_size +
        (c.max_position_embeddings + c.type_vocab_size) * h +
        linear(joined, h) +
        2 * h +
        c.num_hidden_layers * own +
        (c.classifier_activation ? linear(h, h) : 0)
      );
    },
    published: [
      ['mobilebert-uncased *', { classifier_activation: false }, 24_581_888],
      ['the same with a pooler', {}, 24_844_544],
    ],
    random: fc
      .tuple(sizes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(4))
      .map(([own, [narrow = false, inner = false, joined = false, pooled = false], n]) => ({
        ...{ ...usualOf(own), embedding_size: n + 1, type_vocab_size: n },
        ...{ intra_bottleneck_size: (n + 1) * own.heads, num_feedforward_networks: n + 1 },
        ...{ use_bottleneck: narrow, use_bottleneck_attention: narrow && inner },
        ...{ key_query_shared_bottleneck: !(narrow && inner), trigram_input: joined },
        classifier_activation: pooled,
      })),
  }),
};
