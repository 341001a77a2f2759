import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { entriesOf } from '../architecture/operations/shape-matrix.ts';
import { exp, log, power } from '../elementary-functions.ts';
import { blockMatrices } from '../proxy-parts/block-matrices.ts';
import { bottleneckSize } from '../proxy-parts/bottleneck-size.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import type { ScoreTerm, ScoreTerms } from '../scoring/score-terms.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';

/** How the weights of a block, against the 12 d^2 of a plain one, count for its depth. */
const SIZE_EXPONENT = 0.1;

/** The resistance of a hidden size of 1, and of an embedding size of 1, in blocks of depth 1. */
const WIDTH_RESISTANCE = 56;
const EMBEDDING_RESISTANCE = 16;

const STACKS = ['single', 'encoder', 'decoder'] as const;

/** How the weights of all blocks count in a decoder. */
const DECODER_SIZE_EXPONENT = 0.5;

/**
 * Depth, width and embedding width in series, like resistors: the narrowest limits the model. With
 * `N_l` the entries of the weight matrices of block l, `d_l` its hidden size and e the width of the
 * embedding matrix:
 *
 *     w_l = (N_l / (12 d_l^2))^0.1
 *     R   = sum over stacks (1 / sum_l w_l + 56 / geomean_l(d_l)) + 16 / e
 *     score = -ln R, and for decoders without an encoder -ln R + 0.5 log(sum_l N_l)
 *
 * A model that embeds no tokens has no term of e. That loss falls as 1 / depth + 1 / width is the law
 * of Liu et al. 2026 (arXiv 2602.05970). The constants were chosen on FlexiBERT, gpt2-wt103,
 * HW-GPT-Bench small, half of openlm-grid and two pairs of languages of nmt-hpo: see docs/results.md.
 */
export const bottleneck: DirectProxy = {
  name: 'bottleneck',
  description: 'depth and widths in series',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  settings: [bottleneckSize],
  score: scoreEach(({ own }) => {
    const countsSize = bottleneckSize.read(own) === 'decoders';
    return (architecture) => scoreOf(partsOf(architecture, countsSize));
  }),
  terms: ({ own }) => {
    const countsSize = bottleneckSize.read(own) === 'decoders';
    return (architecture) => termsOf(architecture, countsSize);
  },
};

/** What the score is a function of. */
interface Parts {
  /** Of each stack that there is. */
  readonly stacks: readonly {
    /** The sum of w_l. */
    readonly depth: number;
    /** The geometric mean of d_l. */
    readonly width: number;
  }[];
  /** `16 / e`; 0 where no tokens are embedded. */
  readonly embedding: number;
  /** The sum of N_l; null where it does not count. */
  readonly entries: number | null;
}

function scoreOf({ stacks, embedding, entries }: Parts): number {
  let resistance = embedding;
  for (const { depth, width } of stacks) resistance += 1 / depth + WIDTH_RESISTANCE / width;
  const size = entries === null ? 0 : DECODER_SIZE_EXPONENT * log(entries);
  return size - log(resistance);
}

function partsOf(architecture: Architecture, countsSize: boolean): Parts {
  const { blocks } = architecture;
  const depths = STACKS.map(() => 0);
  const widths: number[][] = STACKS.map(() => []);
  let all = 0;
  for (const block of blocks) {
    const entries = entriesOf(blockMatrices(block));
    const stack = STACKS.indexOf(block.stack);
    depths[stack] = (depths[stack] ?? NaN) + depthOf(block, entries);
    widths[stack]?.push(block.hiddenSize);
    all += entries;
  }
  return {
    stacks: widths.flatMap((own, stack) =>
      own.length === 0 ? [] : [{ depth: depths[stack] ?? NaN, width: geometricMean(own) }],
    ),
    embedding: embeddingResistance(architecture),
    entries: sizeCounts(architecture, countsSize) ? all : null,
  };
}

/**
 * The score by its sums: over the blocks of each stack that there is w_l, `ln d_l` and 1; then
 * `16 / e`, and over all blocks N_l.
 */
function termsOf(architecture: Architecture, countsSize: boolean): ScoreTerms {
  const { blocks } = architecture;
  const stacks = STACKS.filter((stack) => blocks.some((block) => block.stack === stack));
  const weighs = sizeCounts(architecture, countsSize);
  const outside = 3 * stacks.length;
  const zeros = new Array<number>(outside + 2).fill(0);
  const terms: ScoreTerm[] = blocks.map((block, index) => {
    const entries = entriesOf(blockMatrices(block));
    const own = 3 * stacks.indexOf(block.stack);
    const sums = zeros
      .with(own, depthOf(block, entries))
      .with(own + 1, log(block.hiddenSize))
      .with(own + 2, 1)
      .with(outside + 1, entries);
    return { part: 'block', block: index, sums };
  });
  const embedding = embeddingResistance(architecture);
  if (embedding > 0) {
    terms.push({ part: 'embedding', block: null, sums: zeros.with(outside, embedding) });
  }
  return {
    terms,
    rises: [...stacks.map((_, index) => 3 * index), ...(weighs ? [outside + 1] : [])],
    form: `${stacks.join(' ')} ${weighs}`,
    join: (sums) =>
      scoreOf({
        stacks: stacks.map((_, stack) => {
          const [depth = NaN, logWidths = NaN, count = NaN] = sums.slice(3 * stack);
          return { depth, width: exp(logWidths / count) };
        }),
        embedding: sums[outside] ?? NaN,
        entries: weighs ? (sums[outside + 1] ?? NaN) : null,
      }),
  };
}

/** Whether the size counts: in decoders without an encoder, unless a setting leaves it out. */
function sizeCounts({ blocks, family }: Architecture, countsSize: boolean): boolean {
  return countsSize && family === 'decoder' && blocks.every(({ stack }) => stack === 'single');
}

function embeddingResistance({ embedding }: Architecture): number {
  const { vocabSize, embeddingSize } = embedding;
  return vocabSize > 0 ? EMBEDDING_RESISTANCE / embeddingSize : 0;
}

/** w_l of a block, given the entries of its weight matrices. */
function depthOf({ hiddenSize }: Block, entries: number): number {
  return power(entries / (12 * hiddenSize ** 2), SIZE_EXPONENT);
}

/** The geometric mean of at least one number, which is exact where all are equal. */
function geometricMean([first = NaN, ...others]: readonly number[]): number {
  const logs = others.reduce((sum, own) => sum + log(own / first), 0);
  return first * exp(logs / (others.length + 1));
}
