import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import type { LtsFamily, ReadRecord } from '../../src/formats/candidate-format.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { formatProblem } from '../../src/problem.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { lts } from './specs.ts';

function read(record: object, family?: LtsFamily): ReadRecord {
  // Through JSON, which leaves out keys that are undefined, as a file would.
  const value: unknown = JSON.parse(JSON.stringify(record));
  const context = { source: 's', defaultId: 'd', build: 'declared' as const };
  return readRecord(value, { ...context, ...(family !== undefined && { family }) });
}

function architectureOf(changes: object = {}, family?: LtsFamily): Architecture {
  const { candidate, problems } = read(lts(changes), family);
  if (candidate === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return candidate.architecture;
}

function problemsOf(changes: object, family?: LtsFamily): string[] {
  return read(lts(changes), family).problems.map(formatProblem);
}

const XL = { experiment_name: 'nv_xformer_xl' };

describe('a LiteTransformerSearch config', () => {
  test('of GPT-2: pre-norm blocks of merged projections, clusters of tokens, a head of its own', () => {
    const attention = {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      fusedQueryKeyValue: true,
    } as const;
    expect(architectureOf()).toEqual(
      completeArchitecture({
        family: 'decoder',
        naming: 'gpt2',
        embedding: {
          vocabSize: 40,
          embeddingSize: 8,
          maxPositionEmbeddings: 16,
          typeVocabSize: 0,
          norm: false,
          // 90 is beyond the last token, and whatever follows it does not count.
          clusters: [
            { tokens: 10, width: 8, projected: true },
            { tokens: 10, width: 4, projected: true },
            { tokens: 20, width: 2, projected: true },
          ],
        },
        blocks: [
          {
            hiddenSize: 12,
            numAttentionHeads: 2,
            feedForwardWidths: [20],
            operation: attention,
            norm: 'pre',
          },
          {
            hiddenSize: 12,
            numAttentionHeads: 3,
            feedForwardWidths: [30],
            operation: attention,
            norm: 'pre',
          },
        ],
        finalNorm: true,
        head: {
          kind: 'adaptive-softmax',
          matrices: [
            { tokens: 10, width: 8 },
            { tokens: 10, width: 4 },
            { tokens: 20, width: 2 },
          ],
          tied: true,
          clusters: 2,
          clusterWidth: 8,
          projections: [{ cluster: 0, width: 8 }],
        },
        initializerRange: 0.05,
      }),
    );
  });

  test('a factor of 1 makes one matrix of all tokens, projected only where the widths differ', () => {
    const equal = architectureOf({ div_val: 1, d_embed: -1 });
    expect(equal.embedding.clusters).toEqual([{ tokens: 40, width: 12, projected: false }]);
    // The softmax keeps its clusters.
    expect(equal.head).toMatchObject({ clusters: 2, clusterWidth: 12, projections: [] });
    const narrow = architectureOf({ div_val: 1, d_embed: 8 });
    expect(narrow.embedding.clusters).toEqual([{ tokens: 40, width: 8, projected: true }]);
    expect(narrow.head).toMatchObject({ projections: [{ cluster: 0, width: 8 }] });
  });

  test('one number stands for all layers', () => {
    const { blocks } = architectureOf({ n_head: 4, d_inner: 7, n_layer: 3 });
    expect(blocks.map((own) => [own.numAttentionHeads, own.feedForwardWidths])).toEqual([
      [4, [7]],
      [4, [7]],
      [4, [7]],
    ]);
  });

  test.each<[string, object, number[]]>([
    ['those of WikiText-103', { cutoffs: undefined }, [19_997, 20_000, 160_000, 3]],
    ['those of One Billion Word', { cutoffs: null, dataset: 'lm1b' }, [59_997, 40_000, 100_003]],
    ['none without an adaptive softmax', { cutoffs: null, adaptive: false }, [200_000]],
    ['an empty list', { cutoffs: [] }, [200_000]],
  ])('cutoffs that are not given: %s', (_, changes, tokens) => {
    const { embedding } = architectureOf({ n_token: 200_000, tie_projs: null, ...changes });
    expect(embedding.clusters?.map((cluster) => cluster.tokens)).toEqual(tokens);
  });

  test.each<[object, object]>([
    [{ tie_projs: null }, { tied: true, projections: [{ cluster: 0 }] }],
    [{ tie_projs: [], dataset: 'lm1b' }, { projections: [{}, {}, {}] }],
    [{ tie_projs: [true, false, true] }, { projections: [{ cluster: 1, width: 4 }] }],
    [{ tie_weight: undefined, tied: false }, { tied: false }],
    [{ tie_weight: undefined, not_tied: true }, { tied: false }],
    [{ tie_weight: undefined }, { tied: true }],
  ])('%o ties the head to the embedding as %o', (changes, expected) => {
    expect(architectureOf(changes).head).toMatchObject(expected);
  });

  test('of a Transformer-XL: relative positions, none learned, no final norm', () => {
    const architecture = architectureOf({ ...XL, init_std: 0.1, weight_init_std: undefined });
    expect(architecture).toMatchObject({
      naming: 'transformer-xl',
      embedding: { maxPositionEmbeddings: 0 },
      finalNorm: false,
      initializerRange: 0.1,
    });
    for (const { operation, norm } of architecture.blocks) {
      expect([operation, norm]).toMatchObject([
        {
          kind: 'self-attention',
          similarity: 'scaled-dot-product',
          fusedQueryKeyValue: true,
          relativePositions: true,
        },
        'post',
      ]);
    }
    expect(architectureOf({ ...XL, pre_lnorm: true }).blocks[0].norm).toBe('pre');
  });

  test('of a Transformer-XL at a hidden size of 64: 20,608 parameters of attention a block', () => {
    const architecture = architectureOf({ ...XL, d_model: 64, n_head: [2, 8] });
    const { attention } = countParameters(inventory(architecture, 'normal'));
    expect(attention).toBe(2 * 20_608);
  });

  test('heads of a Transformer-XL may have a width of their own', () => {
    const { blocks } = architectureOf({ ...XL, d_head: 5 });
    expect(blocks.map(({ operation }) => operation)).toMatchObject([
      { headSize: 5 },
      { headSize: 5 },
    ]);
  });

  test('training settings are passed over, and a key that is none is named', () => {
    const { warnings } = read(lts({ ...XL, lr: 0.01, fp16: true, optim: 'adam', d_inne: 3 }));
    expect(warnings.map(formatProblem)).toEqual([
      's: d_inne: unknown key, ignored; did you mean d_inner?',
    ]);
  });

  test.each<[object, LtsFamily | undefined, string]>([
    [{}, undefined, 'gpt2'],
    [{}, 'transformer-xl', 'transformer-xl'],
    [XL, undefined, 'transformer-xl'],
    [XL, 'transformer-xl', 'transformer-xl'],
    [{ model_type: 'mem_transformer' }, undefined, 'transformer-xl'],
    // The script calls every experiment so, unless it is told otherwise.
    [{ ...XL, model_type: 'hf_gpt2_flex' }, undefined, 'gpt2'],
    [{ experiment_name: 'mine' }, undefined, 'gpt2'],
  ])('%o with --family %s is a %s', (changes, family, naming) => {
    expect(read(lts(changes), family).warnings).toEqual([]);
    expect(architectureOf(changes, family).naming).toBe(naming);
  });

  test('a config that tells no family at all is taken for GPT-2, and it is said', () => {
    const { candidate, warnings } = read(lts({ weight_init_type: undefined }));
    expect(candidate?.architecture.naming).toBe('gpt2');
    expect(warnings.map(formatProblem)).toEqual([
      's: no model_type or experiment_name tells the family: taken for gpt2; pass --family gpt2 or --family transformer-xl',
    ]);
    expect(read(lts({ weight_init_type: undefined }), 'gpt2').warnings).toEqual([]);
  });

  const EACH = 'expected a whole number from 1 to 65536';
  test.each<[object, string]>([
    [{ n_layer: 0 }, 'n_layer: 0: expected a whole number from 1 to 4096'],
    [{ n_layer: 3 }, 'n_head: a list of 2: expected 3 items, as many as n_layer says'],
    [{ n_token: 1e9 }, 'n_token: 1000000000: expected a whole number from 1 to 16777216'],
    [{ d_model: '12' }, `d_model: "12": ${EACH}`],
    [{ d_model: undefined }, `d_model: missing: ${EACH}`],
    [{ n_head: [2, 0] }, `n_head[1]: 0: ${EACH}`],
    [{ n_head: [] }, `n_head: a list of 0: ${EACH}, or a list of them, one for each layer`],
    [
      { d_inner: Array.from({ length: 4097 }, () => 7) },
      'd_inner: a list of 4097: expected a whole number from 1 to 262144, or a list of them, one for each layer',
    ],
    [{ n_head: null }, `n_head: null: ${EACH}, or a list of them, one for each layer`],
    [
      { n_head: [2, 5] },
      'n_head[1]: 5: expected a divisor of d_model 12, or a width of heads as d_head',
    ],
    [{ d_head: 0 }, `d_head: 0: ${EACH}, or -1 or null for d_model / n_head`],
    [{ d_head: 6 }, 'd_head: 6: expected d_model / n_head in every layer of a GPT-2'],
    [{ ...XL, d_head: 65536, n_head: 5 }, 'n_head: 5: expected at most 262144 for n_head * d_head'],
    [{ d_embed: 1.5 }, `d_embed: 1.5: ${EACH}, or -1 or null for d_model`],
    [{ cutoffs: [20, 10] }, 'cutoffs[1]: 10: expected more than the one before'],
    [{ cutoffs: 5 }, 'cutoffs: 5: expected a list of at most 64 whole numbers'],
    [
      { tie_projs: [false] },
      'tie_projs: a list of 1: expected 3 items, one for each cluster of tokens',
    ],
    [{ tie_projs: ['no'] }, 'tie_projs[0]: "no": expected true or false'],
    [
      { div_val: 4 },
      'div_val: 4: expected a number that leaves the last of 3 clusters a width, of 8 for the first',
    ],
    [
      { primer_conv: true },
      'primer_conv: true: expected false: the convolutions of Primer are not supported',
    ],
    [
      { ...XL, attn_type: 2 },
      'attn_type: 2: expected 0, the relative positions of Transformer-XL; others are not supported',
    ],
    [{ weight_init_std: 0 }, 'weight_init_std: 0: expected a number from 1e-18 to 1000'],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf(changes)).toContain(`s: ${expected}`);
  });

  test('a family that the file contradicts is refused: catches the wrong model in silence', () => {
    expect(problemsOf(XL, 'gpt2')).toEqual([
      's: experiment_name: names transformer-xl, but --family is gpt2: leave the option out, or correct the file',
    ]);
    expect(problemsOf({ model_type: 'hf_gpt2' }, 'transformer-xl')).toEqual([
      's: model_type: names gpt2, but --family is transformer-xl: leave the option out, or correct the file',
    ]);
  });

  test.each(['released', 'trained'] as const)('it has no %s build', (build) => {
    const { problems } = readRecord(lts(), { source: 's', defaultId: 'd', build });
    expect(problems.map(({ message }) => message)).toEqual([
      `there is no ${build} build of a LiteTransformerSearch config, only the declared build`,
    ]);
  });
});

describeWithBenchmarks('the 200 GPT-2 configs of LiteTransformerSearch', () => {
  const folder = join(BENCHMARKS, 'gpt2-wt103');
  const summary = z.record(
    z.string(),
    z.object({
      AdaEmb: z.number(),
      Attn: z.number(),
      FFN: z.number(),
      nonembedding: z.number(),
      total: z.number(),
    }),
  );

  test('have the published parameters, of each part and in all', async () => {
    const published = summary.parse(
      parse(readFileSync(join(folder, 'params_summary.yaml'), 'utf8')),
    );
    const { candidates, problems } = await readCandidates([folder]);
    expect([problems, candidates.length]).toEqual([[], 200]);
    const counted = candidates.map(({ id, architecture }) => {
      const weights = inventory(architecture, 'normal');
      const { embedding, attention, feedForward, total } = countParameters(weights);
      const head = weights.filter(({ path }) => path.startsWith('lm_head'));
      const nonembedding =
        total - embedding - head.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
      return [id, { AdaEmb: embedding, Attn: attention, FFN: feedForward, nonembedding, total }];
    });
    expect(Object.fromEntries(counted)).toEqual(published);
  });
});
