import { z } from 'zod';
import type { AdaptiveSoftmax, Architecture, TokenCluster } from '../architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../architecture/complete-architecture.ts';
import type { Problem } from '../problem.ts';
import type {
  CandidateFormat,
  LtsFamily,
  QuickRead,
  ReadRecord,
  RecordContext,
} from './candidate-format.ts';
import { plainScores, RECORD_KEYS } from './common-keys.ts';
import type { CheckOf } from './ready-check.ts';
import { numberBetween, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { LTS_TRAINING_KEYS } from './lts-training-keys.ts';
import { schemaProblems } from './schema-problems.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Clusters of words; published models have four. */
const MAX_CLUSTERS = 64;

/** A number for all layers, or a list of one for each. */
function perLayer(maximum: number): z.ZodType<number | number[]> {
  const error = `expected a whole number from 1 to ${maximum}, or a list of them, one for each layer`;
  const each = wholeNumber(1, maximum);
  return z.union([each, z.array(each).min(1, { error }).max(LIMITS.blocks, { error })], { error });
}

/** A width, or -1 or null for the one that follows from the others. */
function widthOr(what: string): z.ZodType<number | null | undefined> {
  const error = `expected a whole number from 1 to ${LIMITS.hiddenSize}, or -1 or null for ${what}`;
  return z
    .union([z.literal(-1), z.null(), wholeNumber(1, LIMITS.hiddenSize)], { error })
    .optional();
}

const flag = (): z.ZodOptional<z.ZodBoolean> =>
  z.boolean({ error: 'expected true or false' }).optional();

const range = (): z.ZodOptional<z.ZodNumber> =>
  numberBetween(LIMITS.leastInitializerRange, LIMITS.initializerRange).optional();

const cutoffsExpectation = `expected a list of at most ${MAX_CLUSTERS} whole numbers`;
const tiesExpectation = `expected a list of at most ${MAX_CLUSTERS} of true and false`;

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  experiment_name: z.string().optional().describe('"nv_xformer_xl" means a Transformer-XL'),
  model_type: z
    .string()
    .optional()
    .describe('"hf_gpt2_flex" or "mem_transformer", a Transformer-XL'),
  n_token: wholeNumber(1, LIMITS.vocabSize).describe('Words'),
  n_layer: wholeNumber(1, LIMITS.blocks),
  d_model: wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size'),
  n_head: perLayer(LIMITS.hiddenSize).describe('Attention heads'),
  d_inner: perLayer(LIMITS.feedForwardWidth).describe('Width of the feed-forward layers'),
  d_head: widthOr('d_model / n_head').describe('Width of a head'),
  d_embed: widthOr('d_model').describe('Width of the vectors of the most frequent words'),
  div_val: wholeNumber(1, LIMITS.hiddenSize)
    .optional()
    .describe('Each cluster of words has vectors narrower by this factor than the one before'),
  adaptive: flag().describe('Whether the softmax is over clusters of words'),
  cutoffs: z
    .array(wholeNumber(1, LIMITS.vocabSize), { error: cutoffsExpectation })
    .max(MAX_CLUSTERS, { error: cutoffsExpectation })
    .nullable()
    .optional()
    .describe('Where clusters of words end'),
  tie_projs: z
    .array(z.boolean({ error: 'expected true or false' }), { error: tiesExpectation })
    .max(MAX_CLUSTERS, { error: tiesExpectation })
    .nullable()
    .optional()
    .describe("Whether a cluster's output projection is that of the embedding"),
  tie_weight: flag().describe("Whether the output's word vectors are those of the embedding"),
  tied: flag().describe('The same, as the training script calls it'),
  not_tied: flag().describe('The opposite'),
  dataset: z.string().optional().describe('Decides the cutoffs where there are none'),
  tgt_len: wholeNumber(1, LIMITS.positions).optional().describe('Positions of a GPT-2'),
  attn_type: wholeNumber(0, 3).optional().describe('0: relative positions as in Transformer-XL'),
  pre_lnorm: flag().describe('Whether norms of a Transformer-XL stand before its sub-modules'),
  primer_conv: z
    .literal(false, { error: 'expected false: the convolutions of Primer are not supported' })
    .optional(),
  weight_init_std: range().describe('Standard deviation of the weights at initialization'),
  init_std: range().describe('The same, as the training script calls it'),
});

type Config = z.infer<typeof keys>;

const KNOWN = [...Object.keys(keys.shape), ...LTS_TRAINING_KEYS];

const config = keys.superRefine((record, context) => {
  findConflicts(record, (path, message) => {
    context.addIssue({ code: 'custom', path, message });
  });
});

/** A width that may be left to the others. */
function given(width: number | null | undefined): number | undefined {
  return width === -1 || width === null ? undefined : width;
}

/** The number of a layer, where they have one each or one for all. */
function ofLayer(values: number | number[], layer: number): number {
  return typeof values === 'number' ? values : (values[layer] ?? NaN);
}

/** What the keys have against each other; no schema of one key can say so. */
function findConflicts(
  record: Config,
  issue: (path: (string | number)[], message: string) => void,
): void {
  const { n_layer: layers, d_model: d, n_head: heads, d_inner: widths, d_head } = record;
  for (const [key, values] of [['n_head', heads] as const, ['d_inner', widths] as const]) {
    if (Array.isArray(values) && values.length !== layers) {
      issue([key], `expected ${layers} items, as many as n_layer says`);
    }
  }
  const headSize = given(d_head);
  for (const [index, own] of (Array.isArray(heads) ? heads : [heads]).entries()) {
    const path = Array.isArray(heads) ? ['n_head', index] : ['n_head'];
    if (headSize === undefined && d % own !== 0) {
      issue(path, `expected a divisor of d_model ${d}, or a width of heads as d_head`);
    }
    if (headSize !== undefined && own * headSize > LIMITS.feedForwardWidth) {
      issue(path, `expected at most ${LIMITS.feedForwardWidth} for n_head * d_head`);
    }
  }
  const ends = record.cutoffs ?? [];
  // Behind one that is beyond the last word nothing counts; the published lists are not sorted there.
  const end = ends.findIndex((cutoff, index) => {
    const before = ends[index - 1] ?? 0;
    return cutoff <= before && before <= record.n_token;
  });
  const beyond = ends.findIndex((cutoff) => cutoff > record.n_token);
  if (end !== -1 && (beyond === -1 || end < beyond)) {
    issue(['cutoffs', end], 'expected more than the one before');
    return;
  }
  const clusters = clusterTokens(record);
  const ties = record.tie_projs ?? [];
  if (ties.length > 0 && ties.length < clusters.length) {
    issue(['tie_projs'], `expected ${clusters.length} items, one for each cluster of words`);
  }
  if (clusterWidth(record, clusters.length - 1) < 1) {
    issue(
      ['div_val'],
      `expected a number that leaves the last of ${clusters.length} clusters a width, of ${embedWidth(record)} for the first`,
    );
  }
}

/** What the keys of a family have against each other. */
function findFamilyConflicts(
  record: Config,
  family: LtsFamily,
  issue: (path: string, message: string) => void,
): void {
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

/** The family that a config says it is of, if it does. */
function toldFamily({ model_type, experiment_name }: Config): LtsFamily | undefined {
  switch (model_type ?? experiment_name) {
    case 'hf_gpt2':
    case 'hf_gpt2_flex':
      return 'gpt2';
    case 'mem_transformer':
    case 'hf_transfo_xl':
    case 'nv_xformer_xl':
      return 'transformer-xl';
    case undefined:
    default:
      return undefined;
  }
}

/** The published GPT-2 configs name no family, but how the weights are initialized. */
function isPublishedGpt2(record: object): boolean {
  return 'weight_init_type' in record;
}

function embedWidth({ d_embed, d_model }: Config): number {
  return given(d_embed) ?? d_model;
}

function clusterWidth(record: Config, cluster: number): number {
  return Math.floor(embedWidth(record) / (record.div_val ?? 1) ** cluster);
}

/** Where the clusters of words end if a config does not say so, as the training script has it. */
function cutoffsOf({ cutoffs, adaptive, dataset }: Config): readonly number[] {
  if (cutoffs !== undefined && cutoffs !== null) return cutoffs;
  if (adaptive !== true) return [];
  return dataset === 'lm1b' ? [59_997, 99_997, 639_997] : [19_997, 39_997, 199_997];
}

/** The words of each cluster: cutoffs beyond the last word are dropped, and the last one ends there. */
function clusterTokens(record: Config): number[] {
  const words: number[] = [];
  let start = 0;
  for (const end of [...cutoffsOf(record), record.n_token]) {
    const last = Math.min(end, record.n_token);
    if (last > start) words.push(last - start);
    start = last;
  }
  return words;
}

function isTied(record: Config, cluster: number): boolean {
  const { tie_projs, adaptive, dataset } = record;
  if (tie_projs !== undefined && tie_projs !== null && tie_projs.length > 0) {
    return tie_projs[cluster] ?? false;
  }
  if (adaptive === true && dataset === 'lm1b') return false;
  return cluster > 0 || adaptive !== true;
}

function tokenClusters(record: Config, words: readonly number[]): TokenCluster[] {
  const { d_model, n_token, div_val = 1 } = record;
  const width = embedWidth(record);
  if (div_val === 1) return [{ tokens: n_token, width, projected: width !== d_model }];
  return words.map((own, cluster) => ({
    tokens: own,
    width: clusterWidth(record, cluster),
    projected: true,
  }));
}

function headOf(
  record: Config,
  tables: readonly TokenCluster[],
  words: readonly number[],
): AdaptiveSoftmax {
  const { d_model, div_val = 1, tie_weight, tied, not_tied } = record;
  const width = embedWidth(record);
  const needed = div_val !== 1 || width !== d_model;
  return {
    kind: 'adaptive-softmax',
    matrices: tables.map((table) => ({ tokens: table.tokens, width: table.width })),
    tied: tie_weight ?? tied ?? not_tied !== true,
    clusters: words.length - 1,
    clusterWidth: width,
    projections: needed
      ? words.flatMap((_, cluster) =>
          isTied(record, cluster) ? [] : [{ cluster, width: clusterWidth(record, cluster) }],
        )
      : [],
  };
}

function blockOf(record: Config, family: LtsFamily, layer: number): PartialBlock {
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

function architectureOf(record: Config, family: LtsFamily): Architecture {
  const words = clusterTokens(record);
  const clusters = tokenClusters(record, words);
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
    head: headOf(record, clusters, words),
    initializerRange: record.weight_init_std ?? record.init_std ?? 0.02,
  });
}

/** Length of a sequence in the training script where nothing else is said. */
const DEFAULT_POSITIONS = 192;

function read(record: object, context: RecordContext): ReadRecord {
  const { source, defaultId, build } = context;
  const warnings: Problem[] = unknownKeys(record, KNOWN, [], source);
  if (build !== 'declared') {
    const message = `the ${build} build is defined for records of the FlexiBERT benchmark only; a LiteTransformerSearch config has no other build than declared`;
    return { problems: [{ source, path: '', message }], warnings };
  }
  const parsed = config.safeParse(record);
  if (!parsed.success) return { problems: schemaProblems(parsed.error, record, source), warnings };
  const { id, scores = {} } = parsed.data;
  const told = toldFamily(parsed.data);
  const { family = told ?? 'gpt2' } = context;
  const problems: Problem[] = [];
  const issue = (path: string, message: string): void => {
    problems.push({ source, path, message });
  };
  if (told !== undefined && told !== family) {
    const key = parsed.data.model_type === undefined ? 'experiment_name' : 'model_type';
    issue(key, `says ${told}, and --family says ${family}: leave the option out, or mend the file`);
  }
  findFamilyConflicts(parsed.data, family, issue);
  if (problems.length > 0) return { problems, warnings };
  if (told === undefined && context.family === undefined && !isPublishedGpt2(record)) {
    const message =
      'no model_type or experiment_name tells the family: taken for gpt2; say --family gpt2 or --family transformer-xl';
    warnings.push({ source, path: '', message });
  }
  return {
    candidate: {
      id: String(id ?? defaultId),
      source,
      architecture: architectureOf(parsed.data, family),
      scores,
    },
    problems: [],
    warnings,
  };
}

function quicken(checkOf: CheckOf): QuickRead {
  const isConfig = checkOf('lite-transformer-search', () => ({
    schema: config,
    passedOver: { '': LTS_TRAINING_KEYS },
  }));
  return (record, context) => {
    const { source, defaultId, build } = context;
    if (build !== 'declared' || !isConfig(record)) return undefined;
    const told = toldFamily(record);
    const { family = told ?? 'gpt2' } = context;
    const toWarn = told === undefined && context.family === undefined && !isPublishedGpt2(record);
    if (toWarn || (told !== undefined && told !== family)) return undefined;
    let conflicts = 0;
    const count = (): void => {
      conflicts += 1;
    };
    findConflicts(record, count);
    if (conflicts === 0) findFamilyConflicts(record, family, count);
    const scores = plainScores(record.scores);
    if (conflicts > 0 || scores === undefined) return undefined;
    const id = String(record.id ?? defaultId);
    return { id, source, architecture: architectureOf(record, family), scores };
  };
}

/**
 * The configs of LiteTransformerSearch (Javaheripi et al. 2022, Microsoft archai): GPT-2 and
 * Transformer-XL decoders with adaptive embeddings and softmax.
 */
export const liteTransformerSearch: CandidateFormat = {
  name: 'lite-transformer-search',
  looksLike: '"n_layer", "n_head", "d_model" and "d_inner" (a LiteTransformerSearch config)',
  schema: config,
  takesFamily: true,
  // One key that was forgotten should be named.
  recognizes: (record) =>
    ['n_layer', 'n_head', 'd_model', 'd_inner'].filter((key) => key in record).length >= 3,
  read,
  quicken,
};
