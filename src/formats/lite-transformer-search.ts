import type { Architecture } from '../architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../architecture/complete-architecture.ts';
import type { LtsFamily, RecordContext } from './candidate-format.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { LIMITS } from './limits.ts';
import { given, ltsConfig, type LtsConfig } from './lts-config.ts';
import {
  clusterTokens,
  clusterWidth,
  embedWidth,
  headOf,
  tokenClusters,
} from './lts-token-clusters.ts';

/** The default length of a sequence in the training script. */
const DEFAULT_POSITIONS = 192;

/** The number of a layer, of one for all or one for each. */
function ofLayer(values: number | number[], layer: number): number {
  return typeof values === 'number' ? values : (values[layer] ?? NaN);
}

/** Reports conflicts between the keys of a config. */
function findConflicts(record: LtsConfig, issue: Issue): void {
  const { n_layer: layers, d_model: d, n_head: heads, d_inner: widths, d_head } = record;
  for (const [key, values] of [['n_head', heads] as const, ['d_inner', widths] as const]) {
    if (Array.isArray(values) && values.length !== layers) {
      issue(key, `a list of ${values.length}: expected ${layers} items, as many as n_layer says`);
    }
  }
  const headSize = given(d_head);
  for (const [index, own] of (Array.isArray(heads) ? heads : [heads]).entries()) {
    const path = Array.isArray(heads) ? ['n_head', index] : ['n_head'];
    if (headSize === undefined && d % own !== 0) {
      issue(path, `${own}: expected a divisor of d_model ${d}, or a width of heads as d_head`);
    }
    if (headSize !== undefined && own * headSize > LIMITS.feedForwardWidth) {
      issue(path, `${own}: expected at most ${LIMITS.feedForwardWidth} for n_head * d_head`);
    }
  }
  const ends = record.cutoffs ?? [];
  // Cutoffs after one beyond the last token are ignored; published lists are not sorted there.
  const end = ends.findIndex((cutoff, index) => {
    const before = ends[index - 1] ?? 0;
    return cutoff <= before && before <= record.n_token;
  });
  const beyond = ends.findIndex((cutoff) => cutoff > record.n_token);
  if (end !== -1 && (beyond === -1 || end < beyond)) {
    issue(['cutoffs', end], `${ends[end] ?? ''}: expected more than the one before`);
    return;
  }
  const clusters = clusterTokens(record);
  const ties = record.tie_projs ?? [];
  if (ties.length > 0 && ties.length < clusters.length) {
    issue(
      'tie_projs',
      `a list of ${ties.length}: expected ${clusters.length} items, one for each cluster of tokens`,
    );
  }
  if (clusterWidth(record, clusters.length - 1) < 1) {
    issue(
      'div_val',
      `${record.div_val ?? 1}: expected a number that leaves the last of ${clusters.length} clusters a width, of ${embedWidth(record)} for the first`,
    );
  }
}

/** Reports conflicts of the keys with a family. */
function findFamilyConflicts(record: LtsConfig, family: LtsFamily, issue: Issue): void {
  const headSize = given(record.d_head);
  if (family === 'gpt2') {
    for (let layer = 0; layer < record.n_layer; layer++) {
      if (headSize !== undefined && headSize * ofLayer(record.n_head, layer) !== record.d_model) {
        issue('d_head', `${headSize}: expected d_model / n_head in every layer of a GPT-2`);
        return;
      }
    }
  } else if (record.attn_type !== undefined && record.attn_type !== 0) {
    issue(
      'attn_type',
      `${record.attn_type}: expected 0, the relative positions of Transformer-XL; others are not supported`,
    );
  }
}

/** The keys that may name a family; the first that is present does. */
const FAMILY_KEYS = ['model_type', 'experiment_name'];

const FAMILIES: ReadonlyMap<unknown, LtsFamily> = new Map([
  ['hf_gpt2', 'gpt2'],
  ['hf_gpt2_flex', 'gpt2'],
  ['mem_transformer', 'transformer-xl'],
  ['hf_transfo_xl', 'transformer-xl'],
  ['nv_xformer_xl', 'transformer-xl'],
]);

/** The family that a config names, if any, and the key that names it. */
function namedFamily(record: object): { readonly key: string; readonly family?: LtsFamily } {
  for (const key of FAMILY_KEYS) {
    const name: unknown = Reflect.get(record, key);
    if (name === undefined) continue;
    const family = FAMILIES.get(name);
    return family === undefined ? { key } : { key, family };
  }
  return UNNAMED;
}

const UNNAMED = { key: '' };

function familyOf(record: object, context: RecordContext): LtsFamily {
  return context.family ?? namedFamily(record).family ?? 'gpt2';
}

function blockOf(record: LtsConfig, family: LtsFamily, layer: number): PartialBlock {
  const headSize = given(record.d_head);
  const attention: PartialSelfAttention = {
    kind: 'self-attention',
    similarity: 'scaled-dot-product',
    fusedQueryKeyValue: true,
  };
  const common = {
    hiddenSize: record.d_model,
    numAttentionHeads: ofLayer(record.n_head, layer),
    feedForwardWidths: [ofLayer(record.d_inner, layer)],
  };
  return family === 'gpt2'
    ? { ...common, operation: attention, norm: 'pre' }
    : {
        ...common,
        operation: {
          ...attention,
          relativePositions: true,
          ...(headSize !== undefined && { headSize }),
        },
        norm: record.pre_lnorm === true ? 'pre' : 'post',
      };
}

function architectureOf(record: LtsConfig, family: LtsFamily): Architecture {
  const sizes = clusterTokens(record);
  const clusters = tokenClusters(record, sizes);
  return completeArchitecture({
    family: 'decoder',
    naming: family,
    embedding: {
      vocabSize: record.n_token,
      embeddingSize: embedWidth(record),
      maxPositionEmbeddings: family === 'gpt2' ? (record.tgt_len ?? DEFAULT_POSITIONS) : 0,
      typeVocabSize: 0,
      norm: false,
      clusters,
    },
    blocks: Array.from({ length: record.n_layer }, (_, layer) => blockOf(record, family, layer)),
    finalNorm: family === 'gpt2',
    head: headOf(record, clusters, sizes),
    initializerRange: record.weight_init_std ?? record.init_std ?? 0.02,
  });
}

/**
 * The configs of LiteTransformerSearch (Javaheripi et al. 2022, Microsoft archai): GPT-2 and
 * Transformer-XL decoders with adaptive embeddings and softmax.
 */
export const liteTransformerSearch = defineFormat({
  name: 'lite-transformer-search',
  title: 'a LiteTransformerSearch config',
  shownBy: '"n_layer", "n_head", "d_model" and "d_inner"',
  takesFamily: true,
  // A single missing key should be named.
  recognizes: (record) =>
    ['n_layer', 'n_head', 'd_model', 'd_inner'].filter((key) => key in record).length >= 3,
  forms: [
    defineForm({
      name: 'lite-transformer-search',
      schema: () => ltsConfig,
      findWarnings: (record, warn, { family }) => {
        // The published GPT-2 configs name no family, but have this key.
        if (family !== undefined || 'weight_init_type' in record) return;
        if (namedFamily(record).family === undefined) {
          const message =
            'no model_type or experiment_name tells the family: taken for gpt2; pass --family gpt2 or --family transformer-xl';
          warn('', message);
        }
      },
      findConflicts: (record, issue, context) => {
        const family = familyOf(record, context);
        const named = namedFamily(record);
        if (named.family !== undefined && named.family !== family) {
          issue(
            named.key,
            `names ${named.family}, but --family is ${family}: leave the option out, or correct the file`,
          );
        }
        findConflicts(record, issue);
        findFamilyConflicts(record, family, issue);
      },
      architectureOf: (record, context) => architectureOf(record, familyOf(record, context)),
    }),
  ],
});
