import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import { completeArchitecture } from '../architecture/complete-architecture.ts';
import { formatPath, type Problem } from '../problem.ts';
import type {
  Build,
  CandidateFormat,
  QuickRead,
  ReadRecord,
  RecordContext,
} from './candidate-format.ts';
import { plainScores, RECORD_KEYS } from './common-keys.ts';
import type { CheckOf } from './ready-check.ts';
import { wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { schemaProblems } from './schema-problems.ts';
import { unknownKeys } from './unknown-keys.ts';

/** What all models of the benchmark have in common, in the small, medium and large supernet. */
const VOCAB_SIZE = 50_254;
/** Of every head in the trained supernet, whatever the hidden size. */
const TRAINED_HEAD_SIZE = 64;
const INITIALIZER_RANGE = 0.02;
const POSITIONS = { kind: 'rotary', base: 10_000, fraction: 0.25, scaling: null } as const;

/** The benchmark's ratios are 2 to 4. */
const MAX_RATIO = 64;

/** Heads of 64 whose queries, keys and values stay within four times the largest hidden size. */
const MAX_HEADS = LIMITS.feedForwardWidth / TRAINED_HEAD_SIZE;

function perLayer(item: z.ZodNumber): z.ZodArray<z.ZodNumber> {
  const error = `expected a list of 1 to ${LIMITS.blocks} items, one for each layer of the supernet`;
  return z.array(item, { error }).min(1, { error }).max(LIMITS.blocks, { error });
}

const ARCH_KEYS = {
  sample_embed_dim: wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size'),
  sample_n_layer: wholeNumber(1, LIMITS.blocks),
  sample_layer_indices: perLayer(wholeNumber(0, LIMITS.blocks - 1)).describe(
    'Layers of the supernet that the model has',
  ),
  sample_n_head: perLayer(wholeNumber(1, MAX_HEADS)).describe(
    'Attention heads of each layer of the supernet',
  ),
  sample_mlp_ratio: perLayer(wholeNumber(1, MAX_RATIO)).describe(
    'Feed-forward width over hidden size, of each layer of the supernet',
  ),
  sample_bias: z
    .boolean({ error: 'expected true or false' })
    .describe('Whether linear layers have biases'),
};

const quality = (): z.ZodOptional<z.ZodNumber> =>
  z.number({ error: 'expected a finite number' }).optional();

const keys = z.object({
  $schema: z.string().optional(),
  ...RECORD_KEYS,
  arch: z.object(ARCH_KEYS, { error: 'expected an object with sample_embed_dim and the like' }),
  perplexity: quality().describe('Measured; lower is better'),
  accuracy: quality().describe('Measured'),
});

type Arch = z.infer<typeof keys>['arch'];

const recordOfBenchmark = keys.superRefine((record, context) => {
  findConflicts(record.arch, (path, message) => {
    context.addIssue({ code: 'custom', path: ['arch', ...path], message });
  });
  for (const name of qualitiesTwice(record)) {
    const message = `expected no other ${name} than that of the record; keep one`;
    context.addIssue({ code: 'custom', path: ['scores', name], message });
  }
});

/** Qualities that stand in a record both by themselves and among its scores. */
function qualitiesTwice({ scores = {}, ...record }: z.infer<typeof keys>): string[] {
  return (['perplexity', 'accuracy'] as const).filter(
    (name) => record[name] !== undefined && Object.hasOwn(scores, name),
  );
}

/** What the keys have against each other; no schema of one key can say so. */
function findConflicts(
  arch: Arch,
  issue: (path: (string | number)[], message: string) => void,
): void {
  const indices = arch.sample_layer_indices;
  if (indices.length !== arch.sample_n_layer) {
    issue(
      ['sample_layer_indices'],
      `expected ${arch.sample_n_layer} items, as many as sample_n_layer says`,
    );
  }
  const seen = new Set<number>();
  for (const [place, index] of indices.entries()) {
    if (seen.has(index)) issue(['sample_layer_indices', place], 'expected each layer once');
    seen.add(index);
    for (const key of ['sample_n_head', 'sample_mlp_ratio'] as const) {
      if (index >= arch[key].length) {
        issue(
          ['sample_layer_indices', place],
          `expected a number below ${arch[key].length}, the items of ${key}`,
        );
        break;
      }
    }
    const width = arch.sample_embed_dim * (arch.sample_mlp_ratio[index] ?? 0);
    if (width > LIMITS.feedForwardWidth) {
      issue(
        ['sample_mlp_ratio', index],
        `expected a feed-forward width of at most ${LIMITS.feedForwardWidth}, not ${width}`,
      );
    }
  }
}

/**
 * Why a build of a record there is none of. In the declared build heads share the hidden size; heads
 * of a size of their own need not divide it.
 */
function buildProblems(arch: Arch, build: Build, source: string): Problem[] {
  if (build === 'trained') return [];
  if (build === 'released') {
    const message =
      'the released build is defined for records of the FlexiBERT benchmark only; an HW-GPT-Bench record has a declared and a trained build';
    return [{ source, path: '', message }];
  }
  return arch.sample_layer_indices.flatMap((index) => {
    const heads = arch.sample_n_head[index] ?? 1;
    if (arch.sample_embed_dim % heads === 0) return [];
    const path = formatPath(['arch', 'sample_n_head', index]);
    const message = `${heads}: expected a divisor of sample_embed_dim ${arch.sample_embed_dim}; the trained build has heads of ${TRAINED_HEAD_SIZE} instead`;
    return [{ source, path, message }];
  });
}

/**
 * A GPT of the benchmark's LitGPT: rotary positions, an output that is the word table, norms with
 * biases whatever `sample_bias` says, query, key and value in one matrix.
 *
 * - declared: heads share the hidden size, as a record of hidden size and heads says.
 * - trained: each has a width of 64, as in the supernet that the qualities were measured on, which
 *   cuts a hidden size and a number of heads out of its weights.
 */
function architectureOf(arch: Arch, build: Build): Architecture {
  const { sample_embed_dim: hiddenSize, sample_bias: bias } = arch;
  return completeArchitecture({
    family: 'decoder',
    naming: 'litgpt',
    embedding: {
      vocabSize: VOCAB_SIZE,
      embeddingSize: hiddenSize,
      maxPositionEmbeddings: 0,
      typeVocabSize: 0,
      norm: false,
    },
    blocks: arch.sample_layer_indices.map((index) => ({
      hiddenSize,
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        fusedQueryKeyValue: true,
        fusedByHead: true,
        ...(build === 'trained' && { headSize: TRAINED_HEAD_SIZE }),
      },
      // Both lists have an item for every index: see findConflicts.
      numAttentionHeads: arch.sample_n_head[index] ?? NaN,
      feedForwardWidths: [hiddenSize * (arch.sample_mlp_ratio[index] ?? NaN)],
      bias,
      norm: 'pre',
    })),
    finalNorm: true,
    positions: POSITIONS,
    initializerRange: INITIALIZER_RANGE,
  });
}

function scoresOf(
  { perplexity, accuracy }: z.infer<typeof keys>,
  others: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return {
    ...(perplexity !== undefined && { perplexity }),
    ...(accuracy !== undefined && { accuracy }),
    ...others,
  };
}

function read(record: object, { source, defaultId, build }: RecordContext): ReadRecord {
  const warnings = [
    ...unknownKeys(record, Object.keys(keys.shape), [], source),
    ...('arch' in record ? unknownKeys(record.arch, Object.keys(ARCH_KEYS), ['arch'], source) : []),
  ];
  const parsed = recordOfBenchmark.safeParse(record);
  if (!parsed.success) return { problems: schemaProblems(parsed.error, record, source), warnings };
  const { id, scores = {}, arch } = parsed.data;
  const problems = buildProblems(arch, build, source);
  if (problems.length > 0) return { problems, warnings };
  return {
    candidate: {
      id: String(id ?? defaultId),
      source,
      architecture: architectureOf(arch, build),
      scores: scoresOf(parsed.data, scores),
    },
    problems: [],
    warnings,
  };
}

function quicken(checkOf: CheckOf): QuickRead {
  const isRecord = checkOf('hw-gpt-bench', () => ({ schema: recordOfBenchmark }));
  return (record, { source, defaultId, build }) => {
    if (!isRecord(record)) return undefined;
    let conflicts = 0;
    findConflicts(record.arch, () => (conflicts += 1));
    const others = plainScores(record.scores);
    if (conflicts > 0 || others === undefined) return undefined;
    if (qualitiesTwice(record).length > 0) return undefined;
    if (buildProblems(record.arch, build, source).length > 0) return undefined;
    return {
      id: String(record.id ?? defaultId),
      source,
      architecture: architectureOf(record.arch, build),
      scores: scoresOf(record, others),
    };
  };
}

/** A sampled model of HW-GPT-Bench (Sukthanker et al. 2024), with its measured qualities. */
export const hwGptBench: CandidateFormat = {
  name: 'hw-gpt-bench',
  looksLike: '"arch" (an HW-GPT-Bench record)',
  schema: recordOfBenchmark,
  takesFamily: false,
  recognizes: (record) => 'arch' in record,
  read,
  quicken,
};
